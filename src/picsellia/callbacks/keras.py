"""Keras: `model.fit(…, callbacks=[ExperimentCallback(experiment)])`.

Works with Keras 3 on any backend, and with `tf.keras` of Keras 2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from picsellia.callbacks._numbers import PARAMETERS, log_numbers, plain_settings, quietly

if TYPE_CHECKING:
    from picsellia.experiments import Experiment

    Base = object
else:
    try:
        from keras.callbacks import Callback as Base
    except ImportError as missing:
        raise ImportError("picsellia.callbacks.keras needs Keras: pip install keras") from missing


class ExperimentCallback(Base):
    """Logs the metrics of every epoch, and with `batches` of every so many batches, as lines.

    Args:
        experiment: An experiment that was checked out or created.
        batches: Also log `batch/<metric>` every so many batches; 0: never.
        parameters: Keep the settings of the optimizer and of `fit` in the table `training-parameters`.
    """

    def __init__(self, experiment: Experiment, *, batches: int = 0, parameters: bool = False) -> None:
        super().__init__()
        self._experiment = experiment
        self._batches = batches
        self._parameters = parameters
        self._seen = 0

    def on_train_begin(self, logs: dict[str, Any] | None = None) -> None:
        """Called by Keras."""
        if self._parameters:
            optimizer = getattr(getattr(self, "model", None), "optimizer", None)
            settings = optimizer.get_config() if optimizer is not None else {}
            table = {**plain_settings(settings), **plain_settings(getattr(self, "params", None) or {})}
            quietly(self._experiment, PARAMETERS, table, "table")

    def on_train_batch_end(self, batch: int, logs: dict[str, Any] | None = None) -> None:
        """Called by Keras."""
        self._seen += 1
        if self._batches and self._seen % self._batches == 0:
            log_numbers(self._experiment, logs or {}, self._seen, "batch/")

    def on_epoch_end(self, epoch: int, logs: dict[str, Any] | None = None) -> None:
        """Called by Keras."""
        log_numbers(self._experiment, logs or {}, epoch)
