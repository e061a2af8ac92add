"""The bytes of one HTTP answer: clocked and counted while http.client reads them (spec 04 §12)."""

import http.client
import io
import re
import socket
import time

# Status line, headers and trailers together, with every `100 Continue` before them.
MAX_LINES = 64 * 1024
# What the sizes of chunks may add to a file.
MAX_FRAMING = 1024 * 1024

_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\n]*)?\r?\n")


class _Clocked(io.RawIOBase):
    """The reading side of a socket: time and bytes run out for every single read.

    A timeout of the socket alone would let a server send one byte now and then, for ever.
    `allowed` is the number of bytes that may still come.
    """

    def __init__(self, connection: socket.socket, silence: float, end: float) -> None:
        self._socket, self._silence, self._end = connection, silence, end
        self.allowed = MAX_LINES + MAX_FRAMING
        # http.client closes a connection before its last answer is read; this keeps it open.
        self._raw = connection.makefile("rb", buffering=0)

    def close(self) -> None:
        self._raw.close()
        super().close()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override] # wider
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(min(self._silence, left))
        count = self._raw.readinto(buffer) or 0
        self.allowed -= count
        if self.allowed < 0:
            raise http.client.HTTPException("the answer is longer than allowed")
        return count


class Answer(io.BufferedReader):
    """One answer as http.client reads it; raises HTTPException where it goes too far.

    http.client itself reads a chunk of the size -1 to the end of the connection, and any number of
    trailers and of answers `100 Continue`.
    """

    def __init__(self, clocked: _Clocked) -> None:
        super().__init__(clocked)
        self._clocked = clocked
        self._lines = MAX_LINES
        self._sizes = False

    def expect(self, limit: int, *, chunked: bool) -> None:
        """After the head: a file of at most `limit` bytes, as a whole or in chunks."""
        self._clocked.allowed += limit
        self._sizes = chunked

    def readline(self, size: int | None = -1) -> bytes:
        """A line of the head, the size of a chunk or a trailer."""
        line = super().readline(size)
        if self._sizes:
            told = _CHUNK_SIZE.fullmatch(line)
            if told is None:
                raise http.client.HTTPException("this is no size of a chunk")
            # After the last chunk come trailers.
            self._sizes = int(told[1], 16) > 0
            return line
        self._lines -= len(line)
        if self._lines < 0:
            raise http.client.HTTPException("the head is longer than allowed")
        return line


class Wire:
    """What http.client needs of a socket; every answer is clocked and counted.

    `silence` in seconds for one wait, `end` on the clock of time.monotonic.
    """

    def __init__(self, connection: socket.socket, silence: float, end: float) -> None:
        self._socket, self._clock = connection, (silence, end)

    def makefile(self, _mode: str) -> Answer:
        """The next answer."""
        return Answer(_Clocked(self._socket, *self._clock))

    def sendall(self, data: bytes) -> None:
        """Send a request."""
        self._socket.sendall(data)

    def close(self) -> None:
        """Close the connection; an answer that was begun can still be read."""
        self._socket.close()
