"""Ultralytics: `add_callbacks(model, experiment)` before `model.train(…)`.

Nothing of Ultralytics is imported: a model takes functions by the names of its events.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picsellia.callbacks._numbers import PARAMETERS, log_numbers, plain_settings, quietly

if TYPE_CHECKING:
    from picsellia.experiments import Experiment


def callbacks_for(experiment: Experiment, *, store: bool = True) -> dict[str, Callable[[Any], None]]:
    """The functions by event; with `store` the best and the last weights are kept, and the plots as images."""

    def on_pretrain_routine_start(trainer: Any) -> None:
        quietly(experiment, PARAMETERS, plain_settings(trainer.args), "table")

    def on_train_epoch_end(trainer: Any) -> None:
        # The running mean of the losses, under the names that Ultralytics' own table has.
        log_numbers(experiment, trainer.label_loss_items(trainer.tloss, prefix="train"), trainer.epoch)
        log_numbers(experiment, trainer.lr, trainer.epoch)

    def on_fit_epoch_end(trainer: Any) -> None:
        log_numbers(experiment, trainer.metrics, trainer.epoch)

    def on_train_end(trainer: Any) -> None:
        if store:
            _store(experiment, "best-weights", Path(trainer.best))
            _store(experiment, "last-weights", Path(trainer.last))
            for picture in sorted(Path(trainer.save_dir).glob("*.png")):
                quietly(experiment, picture.stem, str(picture), "image")

    found = (on_pretrain_routine_start, on_train_epoch_end, on_fit_epoch_end, on_train_end)
    return {function.__name__: function for function in found}


def add_callbacks(model: Any, experiment: Experiment, *, store: bool = True) -> None:
    """Make a model of Ultralytics log its training to an experiment."""
    for event, function in callbacks_for(experiment, store=store).items():
        model.add_callback(event, function)


def _store(experiment: Experiment, name: str, path: Path) -> None:
    if not path.is_file():
        return
    try:
        experiment.store(name, str(path))
    except Exception as error:  # noqa: BLE001 -- a training that is done must not fail now
        import warnings

        warnings.warn(f"{path} was not stored: {error}", stacklevel=2)
