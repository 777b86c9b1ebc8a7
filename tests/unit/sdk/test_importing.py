"""Event files of TensorBoard and CSV files, as lines; callbacks of training libraries, against what they call."""

from __future__ import annotations

import struct
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from picsellia.callbacks._numbers import PARAMETERS, as_number, log_numbers
from picsellia.callbacks.ultralytics import add_callbacks
from picsellia.errors import InvalidQueryError
from picsellia.tracking.importing import import_path
from picsellia.tracking.tfevents import masked_crc


class Notebook:
    """An experiment that remembers."""

    def __init__(self) -> None:
        self.lines: dict[str, dict[str, list[Any]]] = {}
        self.others: dict[str, Any] = {}
        self.stored: dict[str, str] = {}

    def log(self, name: str, data: Any, type: str, replace: bool = False) -> None:
        if type != "line":
            self.others[name] = data
            return
        if replace:
            self.lines.pop(name, None)
        line = self.lines.setdefault(name, {"steps": [], "values": []})
        for key, values in data.items():
            line[key].extend(values)

    def store(self, name: str, path: str) -> None:
        self.stored[name] = path


def varint(number: int) -> bytes:
    number &= (1 << 64) - 1
    found = b""
    while number > 127:
        found += bytes([number & 127 | 128])
        number >>= 7
    return found + bytes([number])


def inside(number: int, data: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(data)) + data


def event(step: int, *values: bytes) -> bytes:
    summary = b"".join(inside(1, value) for value in values)
    data = b"\x09" + struct.pack("<d", 1.5) + b"\x10" + varint(step) + (inside(5, summary) if values else b"")
    head = struct.pack("<Q", len(data))
    return head + struct.pack("<I", masked_crc(head)) + data + struct.pack("<I", masked_crc(data))


def simple(tag: str, value: float) -> bytes:
    return inside(1, tag.encode()) + b"\x15" + struct.pack("<f", value)


def tensor(tag: str, value: float) -> bytes:
    content = b"\x08\x01" + inside(2, b"") + inside(4, struct.pack("<f", value))
    return inside(1, tag.encode()) + inside(8, content)


def listed(tag: str, value: float) -> bytes:
    return inside(1, tag.encode()) + inside(8, b"\x08\x02" + inside(6, struct.pack("<d", value)))


def histogram(tag: str) -> bytes:
    return inside(1, tag.encode()) + inside(5, b"\x09" + bytes(8))


def test_the_checksum_is_that_of_tfrecord() -> None:
    # The check value of CRC-32C, masked as TFRecord masks it.
    crc = 0xE3069283

    assert masked_crc(b"123456789") == ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def test_scalars_of_all_forms_are_imported_by_run(tmp_path: Path) -> None:
    for run in ("train", "validation"):
        (tmp_path / run).mkdir()
        (tmp_path / run / "events.out.tfevents.1.host").write_bytes(
            event(0)
            + event(1, simple("loss", 0.5), tensor("acc", 0.25))
            + event(2, listed("loss", 0.1), histogram("w"))
        )
    notebook = Notebook()

    report = import_path(notebook, tmp_path)

    assert notebook.lines["train/loss"] == {"steps": [1, 2], "values": [0.5, 0.1]}
    assert notebook.lines["validation/acc"] == {"steps": [1], "values": [0.25]}
    assert report.points == {"train/loss": 2, "train/acc": 1, "validation/loss": 2, "validation/acc": 1}
    assert "no numbers were left out (w)" in str(report)


def test_importing_again_doubles_nothing(tmp_path: Path) -> None:
    path = tmp_path / "events.out.tfevents.1.host"
    path.write_bytes(b"".join(event(step, simple("loss", step)) for step in range(12_000)))
    notebook = Notebook()

    import_path(notebook, path)
    import_path(notebook, path)

    assert notebook.lines["loss"]["steps"] == list(range(12_000))


@pytest.mark.parametrize("cut", [1, 10, 30])
def test_a_file_that_was_cut_off_is_read_as_far_as_it_goes(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "events.out.tfevents.1.host"
    path.write_bytes((event(1, simple("loss", 1)) + event(2, simple("loss", 2)))[:-cut])
    notebook = Notebook()

    report = import_path(notebook, path)

    assert notebook.lines["loss"]["steps"] == [1]
    assert "cut off" in str(report)


def test_damage_is_told(tmp_path: Path) -> None:
    path = tmp_path / "events.out.tfevents.1.host"
    data = bytearray(event(1, simple("loss", 1)) + event(2, simple("loss", 2)))
    data[-6] ^= 1
    path.write_bytes(bytes(data))

    assert "damaged" in str(import_path(Notebook(), path))


def test_what_is_no_event_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"not at all what it says")

    with pytest.raises(InvalidQueryError, match="no event file"):
        import_path(Notebook(), tmp_path / "a.bin")
    with pytest.raises(InvalidQueryError, match="no CSV file"):
        import_path(Notebook(), tmp_path / "none")


def test_columns_of_a_csv_become_lines_over_its_steps(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    path.write_text("   epoch,  train/loss , note,mAP\n0, 0.5 ,first,\n1,nan,,0.25\nx,1,,1\n")
    notebook = Notebook()

    report = import_path(notebook, path, prefix="old/")

    assert notebook.lines == {
        "old/train/loss": {"steps": [0, 1], "values": [0.5, None]},
        "old/mAP": {"steps": [1], "values": [0.25]},
    }
    assert "note: 1 cells" in str(report)
    assert "epoch: 1 cells" in str(report)


def test_a_csv_without_steps_counts_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a;b\n1;2\n3;4\n")
    notebook = Notebook()

    import_path(notebook, path)
    assert notebook.lines["b"] == {"steps": [0, 1], "values": [2.0, 4.0]}
    import_path(notebook, path, step="a")
    assert notebook.lines["b"] == {"steps": [1, 3], "values": [2.0, 4.0]}
    with pytest.raises(InvalidQueryError, match="no column 'c'"):
        import_path(notebook, path, step="c")


class Tensor:
    """As torch's: one number, behind `detach`."""

    def __init__(self, value: float) -> None:
        self.value = value

    def detach(self) -> Tensor:
        return self

    def __float__(self) -> float:
        return self.value


def test_numbers_of_any_library_are_numbers() -> None:
    assert [as_number(v) for v in (1, 0.5, Tensor(0.25), "text", None, True, [1, 2])] == [
        1, 0.5, 0.25, None, None, None, None,
    ]  # fmt: skip


def test_a_mistake_in_what_is_logged_ends_no_training() -> None:
    class Broken:
        def log(self, *_: Any, **__: Any) -> None:
            raise InvalidQueryError("No.")

    broken: Any = Broken()
    with pytest.warns(UserWarning, match="loss was not logged"):
        log_numbers(broken, {"loss": 1.0}, 0)


def test_a_model_of_ultralytics_logs_its_epochs_and_keeps_its_weights(tmp_path: Path) -> None:
    functions: dict[str, Any] = {}
    model = SimpleNamespace(add_callback=functions.__setitem__)
    (tmp_path / "best.pt").write_bytes(b"best")
    (tmp_path / "F1_curve.png").write_bytes(b"png")
    trainer = SimpleNamespace(
        args=SimpleNamespace(epochs=1, data=Path("a.yaml")),
        epoch=0,
        tloss=[Tensor(0.5)],
        lr={"lr/pg0": 0.01},
        metrics={"metrics/mAP50(B)": 0.75},
        label_loss_items=lambda losses, prefix: {f"{prefix}/box_loss": float(losses[0])},
        best=tmp_path / "best.pt",
        last=tmp_path / "last.pt",
        save_dir=tmp_path,
    )
    notebook: Any = Notebook()

    add_callbacks(model, notebook)
    for name in ("on_pretrain_routine_start", "on_train_epoch_end", "on_fit_epoch_end", "on_train_end"):
        functions[name](trainer)

    assert notebook.lines == {
        "train/box_loss": {"steps": [0], "values": [0.5]},
        "lr/pg0": {"steps": [0], "values": [0.01]},
        "metrics/mAP50(B)": {"steps": [0], "values": [0.75]},
    }
    assert notebook.others[PARAMETERS] == {"epochs": 1, "data": "a.yaml"}
    assert notebook.others["F1_curve"].endswith("F1_curve.png")
    assert list(notebook.stored) == ["best-weights"]
