"""Runs a command with its output passed through unchanged, a copy of it handed on, and signals forwarded."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from picsellia.tracking.lines import ERR, OUT

NOT_FOUND, NOT_RUNNABLE = 127, 126
_BLOCK = 256 << 10
_PIPE = 1 << 20
_GRACE = 10.0
_SOON, _OFTEN, _NAP = 0.002, 16, 0.01
_FORWARDED = ("SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGCONT", "SIGWINCH")


def run(
    command: Sequence[str],
    take: Callable[[str, bytes], None],
    *,
    environ: dict[str, str] | None = None,
    outputs: tuple[int, int] = (1, 2),
) -> int:
    """Run a command; its return code, negative for the signal that ended it. Raises OSError when it cannot start.

    `take` gets (source, bytes) of all that it prints, as it goes to the file descriptors `outputs`. Output of its
    children counts as well, for up to ten seconds after the command has ended.
    """
    environment = {"PYTHONUNBUFFERED": "1", **os.environ, **(environ or {})}
    with _pending_signals() as forward_to:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, bufsize=0)
        forward_to(process)
        assert process.stdout is not None
        assert process.stderr is not None
        with process.stdout, process.stderr:
            pipes = {process.stdout.fileno(): (OUT, outputs[0]), process.stderr.fileno(): (ERR, outputs[1])}
            _pump(process, pipes, take)
        return process.wait()


def _pump(process: subprocess.Popen[bytes], pipes: dict[int, tuple[str, int]], take: Any) -> None:
    ended: float | None = None
    often, before = 0, 0.0
    with selectors.DefaultSelector() as selector:
        for pipe in pipes:
            _prepare(pipe)
            selector.register(pipe, selectors.EVENT_READ)
        while selector.get_map():
            ready = selector.select(0.2)
            # A program that prints line upon line is read some lines at a time: a wake-up for each costs it a core.
            now = time.monotonic()
            often = often + 1 if now - before < _SOON else 0
            before = now
            if often >= _OFTEN:
                time.sleep(_NAP)
            for key, _ in ready:
                source, output = pipes[key.fd]
                try:
                    data = os.read(key.fd, _BLOCK)
                except BlockingIOError:
                    continue
                if not data:
                    selector.unregister(key.fd)
                    continue
                _write(output, data)
                take(source, data)
            # A daemon that keeps our pipe must not keep us.
            if not ready and process.poll() is not None:
                ended = ended or time.monotonic()
                if time.monotonic() - ended > _GRACE:
                    return


def _prepare(pipe: int) -> None:
    """Never wait in reading, and let much be written meanwhile, where the system has room."""
    os.set_blocking(pipe, False)
    with contextlib.suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)


def _write(output: int, data: bytes) -> None:
    """All of it, whoever reads; when nobody does any more, the run goes on and is recorded."""
    view = memoryview(data)
    while view:
        try:
            view = view[os.write(output, view) :]
        except BlockingIOError:
            time.sleep(0.01)
        except OSError:
            return


@contextlib.contextmanager
def _pending_signals() -> Iterator[Callable[[subprocess.Popen[bytes]], None]]:
    """Signals to us become the command's; those that come before it starts are kept for it."""
    started: list[subprocess.Popen[bytes]] = []
    early: list[int] = []

    def forward(number: int, _: Any) -> None:
        if not started:
            early.append(number)
            return
        # A terminal's Ctrl-C reaches the command by itself.
        if number == signal.SIGINT and sys.stdin is not None and sys.stdin.isatty():
            return
        with contextlib.suppress(ProcessLookupError):
            started[0].send_signal(number)

    def begin(process: subprocess.Popen[bytes]) -> None:
        started.append(process)
        for number in early:
            process.send_signal(number)

    names = [name for name in (*_FORWARDED, "SIGINT") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), forward) for name in names}
    try:
        yield begin
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def told(code: int) -> tuple[int, str]:
    """(exit status for a shell, sentence) of a return code: 0 to 255, or negative for a signal."""
    if code >= 0:
        return code, f"ended with exit code {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    return 128 - code, f"ended by {name}"
