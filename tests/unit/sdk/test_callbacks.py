"""Callbacks of libraries that are not installed here, against the interfaces that those document.

A stand-in has the base class alone: what is tested is what the library calls, and what becomes of its arguments.
"""

from __future__ import annotations

import importlib
import sys
from argparse import Namespace
from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from picsellia.callbacks._numbers import PARAMETERS

Load = Callable[..., Any]


class Notebook:
    """An experiment that remembers."""

    experiment_name = "one"
    id = "an-id"

    def __init__(self) -> None:
        self.logged: list[tuple[str, Any, str]] = []
        self.flushed = 0

    def log(self, name: str, data: Any, type: str, replace: bool = False) -> None:
        assert replace is (type != "line")
        self.logged.append((name, data, type))

    def flush(self) -> None:
        self.flushed += 1


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Load:
    """`load("transformers", {"transformers": {"TrainerCallback": object}})`: our module over such stand-ins."""

    def made(module: str, stands: dict[str, dict[str, Any]]) -> Any:
        for name, content in stands.items():
            stand = ModuleType(name)
            stand.__dict__.update(content, __path__=[])
            monkeypatch.setitem(sys.modules, name, stand)
        monkeypatch.delitem(sys.modules, f"picsellia.callbacks.{module}", raising=False)
        return importlib.import_module(f"picsellia.callbacks.{module}")

    return made


def lightning_stands(rank: int = 0) -> dict[str, dict[str, Any]]:
    def rank_zero_only(function: Any) -> Any:
        return lambda *args, **kwargs: function(*args, **kwargs) if rank == 0 else None

    return {
        "lightning": {},
        "lightning.pytorch": {},
        "lightning.pytorch.loggers": {"Logger": type("Logger", (), {})},
        "lightning.pytorch.utilities": {"rank_zero_only": rank_zero_only},
    }


def test_lightning_logs_metrics_by_step_and_settings(load: Load) -> None:
    notebook = Notebook()
    logger = load("lightning", lightning_stands()).ExperimentLogger(notebook, prefix="fold-1/")

    logger.log_hyperparams(Namespace(lr=0.1, layers=[1, 2]))
    logger.log_metrics({"loss": 0.5, "epoch": 0}, step=7)
    logger.finalize("success")

    assert notebook.logged == [
        (PARAMETERS, {"lr": 0.1, "layers": "[1, 2]"}, "table"),
        ("fold-1/loss", {"steps": [7], "values": [0.5]}, "line"),
    ]
    assert (logger.name, logger.version, logger.experiment) == ("one", "an-id", notebook)
    assert notebook.flushed == 1


def test_of_several_processes_of_lightning_the_first_one_logs(load: Load) -> None:
    notebook = Notebook()
    logger = load("lightning", lightning_stands(rank=1)).ExperimentLogger(notebook)

    logger.log_metrics({"loss": 0.5}, step=7)

    assert notebook.logged == []


@pytest.mark.parametrize("first", [True, False])
def test_a_trainer_of_hugging_face_logs_by_its_global_step(load: Load, first: bool) -> None:
    notebook = Notebook()
    module = load("transformers", {"transformers": {"TrainerCallback": type("TrainerCallback", (), {})}})
    callback = module.ExperimentCallback(notebook)
    args = SimpleNamespace(to_sanitized_dict=lambda: {"learning_rate": 0.1})
    state = SimpleNamespace(is_world_process_zero=first, global_step=20)

    callback.on_train_begin(args, state, None, model=None)
    callback.on_log(args, state, None, logs={"loss": 0.5, "epoch": 0.3, "grad_norm": float("nan")}, model=None)
    callback.on_train_end(args, state, None)

    expected = [
        (PARAMETERS, {"learning_rate": 0.1}, "table"),
        ("loss", {"steps": [20], "values": [0.5]}, "line"),
        ("grad_norm", {"steps": [20], "values": [None]}, "line"),
    ]
    assert notebook.logged == (expected if first else [])


@pytest.mark.parametrize("name", ["keras", "lightning", "transformers"])
def test_a_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for missing in ("keras", "lightning", "pytorch_lightning", "transformers"):
        monkeypatch.setitem(sys.modules, missing, None)
    monkeypatch.delitem(sys.modules, f"picsellia.callbacks.{name}", raising=False)

    with pytest.raises(ImportError, match="pip install"):
        importlib.import_module(f"picsellia.callbacks.{name}")
