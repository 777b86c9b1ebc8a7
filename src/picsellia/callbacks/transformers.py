"""Hugging Face: `Trainer(…, callbacks=[ExperimentCallback(experiment)])`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from picsellia.callbacks._numbers import PARAMETERS, log_numbers, plain_settings, quietly

if TYPE_CHECKING:
    from picsellia.experiments import Experiment

    Base = object
else:
    try:
        from transformers import TrainerCallback as Base
    except ImportError as missing:
        raise ImportError("picsellia.callbacks.transformers needs it: pip install transformers") from missing


class ExperimentCallback(Base):
    """Logs what the trainer logs as lines over its global step, and its arguments as the table `training-parameters`.

    Of several processes the first one logs.
    """

    def __init__(self, experiment: Experiment) -> None:
        super().__init__()
        self._experiment = experiment

    def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Called by the trainer."""
        if state.is_world_process_zero:
            settings = args.to_sanitized_dict() if hasattr(args, "to_sanitized_dict") else args
            quietly(self._experiment, PARAMETERS, plain_settings(settings), "table")

    def on_log(self, args: Any, state: Any, control: Any, logs: dict[str, Any] | None = None, **_: Any) -> None:
        """Called by the trainer."""
        if state.is_world_process_zero:
            numbers = {name: value for name, value in (logs or {}).items() if name != "epoch"}
            log_numbers(self._experiment, numbers, state.global_step)

    def on_train_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Called by the trainer: waits for the rest to be sent."""
        try:
            self._experiment.flush()
        except Exception as error:  # noqa: BLE001 -- a training that is done must not fail now
            import warnings

            warnings.warn(f"Not all that was logged has been sent: {error}", stacklevel=2)
