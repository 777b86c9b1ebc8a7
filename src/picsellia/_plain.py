"""HTTP/1.1 over kept-alive sockets, for the bytes of many small files.

A general client spends five times as long on the headers of an 85 kB picture as on its bytes. This one speaks
only what signed URLs need: a method, a few headers, a body of known length, an answer. No TLS, proxies,
redirects or cookies: those go through `requests`' own pools (_wire.py, which is the only caller).
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from typing import Any, Protocol

BLOCK = 1 << 20
_FIRST = 64 << 10  # larger ones are mapped anew each time, which small answers are not worth
_MOST_HEAD = 64 << 10
_IDLE = 32


class Body(Protocol):
    """A body that comes from a file: its open descriptor, where to begin, how many bytes."""

    def fileno(self) -> int: ...
    def span(self) -> tuple[int, int]: ...


class Broken(OSError):
    """The connection ended in the middle, or what came is no HTTP."""


class Answer:
    """An answer whose body is still to be read: `data` reads all, `blocks` gives it piece by piece.

    Header names are in lower case. Whoever has not read all of the body calls `close`.
    """

    def __init__(self, pool: Pool, sock: socket.socket, head: bytes, rest: bytes, method: str) -> None:
        self._pool = pool
        self._sock: socket.socket | None = sock
        self._rest = rest
        self._head = head
        try:
            self.status = int(head[9:12])
        except ValueError:
            raise Broken(f"this is no HTTP: {head[:40]!r}") from None
        self._reusable = head.startswith(b"HTTP/1.1 ") and self._header(b"connection") != b"close"
        self._chunked = b"chunked" in self._header(b"transfer-encoding")
        self._left: int | None = None
        if method == "HEAD" or self.status in (204, 304):
            self._left, self._chunked = 0, False
        elif not self._chunked:
            length = self._header(b"content-length")
            self._left = int(length) if length.isdigit() else None
        if self._left == 0:
            self._finish()

    def _header(self, name: bytes) -> bytes:
        """The value of a header in lower case. Most of an answer's headers are never looked at."""
        found = self._lower.find(b"\r\n%b:" % name)
        if found < 0:
            return b""
        start = found + len(name) + 3
        end = self._lower.find(b"\r\n", start)
        return self._lower[start : end if end >= 0 else None].strip()

    @cached_property
    def _lower(self) -> bytes:
        return self._head.lower()

    @cached_property
    def headers(self) -> Mapping[str, str]:
        pairs = (line.partition(b":") for line in self._head.split(b"\r\n")[1:])
        return {name.strip().lower().decode("latin-1"): value.strip().decode("latin-1") for name, _, value in pairs}

    @property
    def data(self) -> bytes:
        """All of the body."""
        return b"".join(self.blocks())

    def blocks(self) -> Iterator[bytes]:
        """The body in pieces. Raises `Broken` when it ends too early."""
        if self._sock is None:
            return
        try:
            yield from self._chunks() if self._chunked else self._plain()
        except BaseException:
            self.close()
            raise
        self._finish()

    def _plain(self) -> Iterator[bytes]:
        assert self._sock is not None
        left = self._left
        if self._rest:
            block, self._rest = self._rest[:left], b""
            left = None if left is None else left - len(block)
            yield block
        while left is None or left > 0:
            block = self._sock.recv(_FIRST if left is None else min(BLOCK, left))
            if not block:
                if left is None:
                    self._reusable = False
                    return
                raise Broken(f"the connection ended {left:,} bytes too early")
            if left is not None:
                left -= len(block)
            yield block

    def _chunks(self) -> Iterator[bytes]:
        while size := int(self._line().partition(b";")[0], 16):
            while size:
                block = self._take(min(size, BLOCK))
                size -= len(block)
                yield block
            self._line()
        while self._line():
            pass

    def _line(self) -> bytes:
        assert self._sock is not None
        while b"\r\n" not in self._rest:
            block = self._sock.recv(_FIRST)
            if not block or len(self._rest) > _MOST_HEAD:
                raise Broken("the connection ended in the middle of an answer")
            self._rest += block
        line, _, self._rest = self._rest.partition(b"\r\n")
        return line

    def _take(self, most: int) -> bytes:
        assert self._sock is not None
        block = self._rest[:most] or self._sock.recv(most)
        self._rest = self._rest[most:]
        if not block:
            raise Broken("the connection ended in the middle of an answer")
        return block

    def _finish(self) -> None:
        sock, self._sock = self._sock, None
        if sock is None:
            return
        if self._reusable:
            self._pool.keep(sock)
        else:
            sock.close()

    def close(self) -> None:
        """Give up the rest of the body, and the connection with it."""
        sock, self._sock = self._sock, None
        if sock is not None:
            sock.close()


class Pool:
    """Kept-alive connections to one host and port."""

    def __init__(self, host: str, port: int, *, connect_seconds: float, read_seconds: float) -> None:
        self._address = host, port
        name = f"[{host}]" if ":" in host else host
        self._host = f"{name}:{port}" if port != 80 else name
        self._connect_seconds = connect_seconds
        self._read_seconds = read_seconds
        self._idle: list[socket.socket] = []

    def __del__(self) -> None:
        # Nobody closes a pool: its connections end with the transfer that it was made for.
        for sock in self._idle:
            sock.close()

    def keep(self, sock: socket.socket) -> None:
        if len(self._idle) < _IDLE:
            self._idle.append(sock)
        else:
            sock.close()

    def send(self, method: str, target: str, headers: Mapping[str, str], body: Any = None) -> Answer:
        """Send one request and give its answer. Raises `OSError` when it cannot be sent or answered.

        `body` is bytes, a `Body`, or None. A kept connection that the server has closed meanwhile is replaced
        by a new one without counting as a failure.
        """
        head = _head(method, target, self._host, headers)
        kept = self._kept()
        if kept is not None:
            try:
                return self._exchange(kept, method, head, body)
            except TimeoutError:
                raise
            except OSError:
                pass
        sock = socket.create_connection(self._address, self._connect_seconds)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.settimeout(self._read_seconds)
        return self._exchange(sock, method, head, body)

    def _kept(self) -> socket.socket | None:
        try:
            return self._idle.pop()
        except IndexError:
            return None

    def _exchange(self, sock: socket.socket, method: str, head: bytes, body: Any) -> Answer:
        try:
            try:
                _send(sock, head, body)
            except (BrokenPipeError, ConnectionResetError):
                # It may have answered before it had read all, as for a file that is too large.
                with suppress(OSError):
                    answer = self._answer(sock, method)
                    answer._reusable = False
                    return answer
                raise
            return self._answer(sock, method)
        except BaseException:
            sock.close()
            raise

    def _answer(self, sock: socket.socket, method: str) -> Answer:
        data = b""
        while True:
            end = data.find(b"\r\n\r\n")
            if end >= 0:
                if data[9:10] != b"1":
                    return Answer(self, sock, data[:end], data[end + 4 :], method)
                data = data[end + 4 :]  # 100 Continue and its like
                continue
            block = sock.recv(_FIRST)
            if not block or len(data) > _MOST_HEAD:
                raise Broken("the connection was closed without an answer")
            data = data + block if data else block


def _head(method: str, target: str, host: str, headers: Mapping[str, str]) -> bytes:
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    text = "\r\n".join(lines)
    if text.count("\n") != len(lines) - 1 or text.count("\r") != len(lines) - 1:
        raise Broken("a header holds a line break")
    return f"{text}\r\n\r\n".encode("latin-1")


def _send(sock: socket.socket, head: bytes, body: Any) -> None:
    if body is None:
        sock.sendall(head)
    elif isinstance(body, bytes):
        sock.sendall(head + body)
    else:
        sock.sendall(head)
        offset, size = body.span()
        with os.fdopen(os.dup(body.fileno()), "rb", buffering=0) as file:
            done = sock.sendfile(file, offset, size)
        if done != size:
            raise Broken("the file became shorter while it was sent")
