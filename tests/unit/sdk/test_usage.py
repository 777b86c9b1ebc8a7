"""What the machine does, read from recorded answers; what a command does, with its signals and bytes."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from picsellia.tracking import child, surroundings
from picsellia.tracking.usage import Machine, busy, gpus, memory_used

SMI = """\
0, 87, 20481, 81559, 64, 412.37
1, 0, 4, 81559, 31, [N/A]
2, [Not Supported], [Insufficient Permissions], 81559, 40, 61.20
"""
"""As `nvidia-smi --query-gpu=… --format=csv,noheader,nounits` answers."""

STAT = "cpu  100 0 50 800 50 0 0 0 0 0\ncpu0 50 0 25 400 25 0 0 0 0 0\n"
MEMINFO = "MemTotal:       16384 kB\nMemFree:         1024 kB\nMemAvailable:    8192 kB\n"


def test_a_recorded_answer_of_nvidia_smi() -> None:
    assert gpus(SMI) == {
        "gpu-0/utilization": 87,
        "gpu-0/memory": 20481,
        "gpu-0/temperature": 64,
        "gpu-0/power": 412.37,
        "gpu-1/utilization": 0,
        "gpu-1/memory": 4,
        "gpu-1/temperature": 31,
        "gpu-2/temperature": 40,
        "gpu-2/power": 61.2,
    }
    assert gpus("NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.\n") == {}


def test_processor_and_memory_are_read_from_proc(tmp_path: Path) -> None:
    (tmp_path / "stat").write_text(STAT)
    (tmp_path / "meminfo").write_text(MEMINFO)
    machine = Machine(tmp_path, smi=None)
    machine.smi = None

    assert busy(STAT) == (150.0, 1000.0)
    assert memory_used(MEMINFO) == 8.0
    assert machine.look() == {"memory": 8.0}
    (tmp_path / "stat").write_text("cpu  150 0 50 850 50 0 0 0 0 0\n")
    assert machine.look() == {"cpu": 50.0, "memory": 8.0}


def test_a_machine_without_any_of_it_is_silent(tmp_path: Path) -> None:
    machine = Machine(tmp_path / "none", smi=str(tmp_path / "no-such-program"))

    assert machine.look() == {}
    assert machine.smi is None


def run(tmp_path: Path, code: str) -> tuple[int, bytes, bytes, dict[str, bytes]]:
    """(return code, standard output, standard error, what was recorded)."""
    taken: dict[str, bytes] = {"stdout": b"", "stderr": b""}

    def take(source: str, data: bytes) -> None:
        taken[source] += data

    with (tmp_path / "out").open("w+b") as out, (tmp_path / "err").open("w+b") as err:
        status = child.run([sys.executable, "-c", code], take, outputs=(out.fileno(), err.fileno()))
        return status, (tmp_path / "out").read_bytes(), (tmp_path / "err").read_bytes(), taken


def test_output_is_passed_on_byte_by_byte(tmp_path: Path) -> None:
    code = "import os; os.write(1, bytes(range(256)) * 999); os.write(2, b'\\r1\\r2'); raise SystemExit(3)"

    status, out, err, taken = run(tmp_path, code)

    assert (status, out, err) == (3, bytes(range(256)) * 999, b"\r1\r2")
    assert taken == {"stdout": out, "stderr": err}


def test_lines_upon_lines_are_read_some_at_a_time(tmp_path: Path) -> None:
    code = "import os\nfor number in range(20_000): os.write(1, b'%d\\n' % number)"
    pieces: list[bytes] = []

    with (tmp_path / "out").open("w+b") as out:
        child.run([sys.executable, "-c", code], lambda _, data: pieces.append(data), outputs=(out.fileno(), 2))

    assert b"".join(pieces) == (tmp_path / "out").read_bytes() == b"".join(b"%d\n" % number for number in range(20_000))
    assert len(pieces) < 10_000


def test_a_signal_to_us_is_one_to_the_command(tmp_path: Path) -> None:
    code = (
        "import signal, sys, time\n"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))\n"
        "print('ready', flush=True)\n"
        "time.sleep(30)"
    )

    def send() -> None:
        end = time.monotonic() + 20
        while not (tmp_path / "out").exists() or not (tmp_path / "out").read_bytes():
            assert time.monotonic() < end
            time.sleep(0.02)
        os.kill(os.getpid(), signal.SIGTERM)

    sender = threading.Thread(target=send)
    sender.start()
    status, *_ = run(tmp_path, code)
    sender.join()

    assert status == 7
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


@pytest.mark.parametrize(("code", "status", "words"), [(0, 0, "exit code 0"), (-9, 137, "SIGKILL"), (5, 5, "code 5")])
def test_how_a_command_ended_is_told_as_shells_do(code: int, status: int, words: str) -> None:
    assert child.told(code)[0] == status
    assert words in child.told(code)[1]


def test_a_command_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        child.run([str(tmp_path / "none")], lambda *_: None)


def test_the_surroundings_of_a_run() -> None:
    found = surroundings.described(["python", "train me.py"])

    assert found["command"] == "python 'train me.py'"
    assert found["python"] == ".".join(map(str, sys.version_info[:3]))
    assert "pytest==" in surroundings.packages()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://user:secret@example.com/a.git", "https://example.com/a.git"),
        ("https://example.com/a@b.git", "https://example.com/a@b.git"),
        ("git@example.com:a.git", "git@example.com:a.git"),
    ],
)
def test_a_password_in_an_address_is_not_kept(given: str, kept: str) -> None:
    assert surroundings._without_secrets(given) == kept
