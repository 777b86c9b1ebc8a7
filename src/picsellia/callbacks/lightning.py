"""PyTorch Lightning: `Trainer(logger=ExperimentLogger(experiment))`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from picsellia.callbacks._numbers import PARAMETERS, log_numbers, plain_settings, quietly

if TYPE_CHECKING:
    from picsellia.experiments import Experiment

    Base = object

    def rank_zero_only(function: Any) -> Any: ...

else:
    try:
        from lightning.pytorch.loggers import Logger as Base
        from lightning.pytorch.utilities import rank_zero_only
    except ImportError:
        try:
            from pytorch_lightning.loggers import Logger as Base
            from pytorch_lightning.utilities import rank_zero_only
        except ImportError as missing:
            raise ImportError("picsellia.callbacks.lightning needs Lightning: pip install lightning") from missing


class ExperimentLogger(Base):
    """Logs what `self.log(…)` of a module says as lines over the global step, and its hyper-parameters as a table.

    Args:
        experiment: An experiment that was checked out or created.
        prefix: Put before every name: `"fold-1/"`.
    """

    def __init__(self, experiment: Experiment, prefix: str = "") -> None:
        super().__init__()
        self._experiment = experiment
        self._prefix = prefix

    @property
    def experiment(self) -> Experiment:
        """The experiment, for `logger.experiment.log(…)` in a module."""
        return self._experiment

    @property
    def name(self) -> str:
        """The experiment's name."""
        return self._experiment.experiment_name

    @property
    def version(self) -> str:
        """The experiment's id."""
        return self._experiment.id

    @rank_zero_only
    def log_metrics(self, metrics: Mapping[str, Any], step: int | None = None) -> None:
        """Called by Lightning."""
        numbers = {name: value for name, value in metrics.items() if name != "epoch"}
        log_numbers(self._experiment, numbers, 0 if step is None else step, self._prefix)

    @rank_zero_only
    def log_hyperparams(self, params: Mapping[str, Any] | Namespace, *_: Any, **__: Any) -> None:
        """Called by Lightning."""
        quietly(self._experiment, PARAMETERS, plain_settings(params), "table")

    @rank_zero_only
    def finalize(self, status: str) -> None:
        """Called by Lightning when it ends: waits for the rest to be sent, and sets no status."""
        try:
            self._experiment.flush()
        except Exception as error:  # noqa: BLE001 -- a training that is done must not fail now
            import warnings

            warnings.warn(f"Not all that was logged has been sent: {error}", stacklevel=2)
