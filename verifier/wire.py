"""The bytes of one HTTP answer: clocked and counted while http.client reads them (spec 04 §12)."""

import http.client
import io
import re
import socket
import time

# No line of an answer is longer: of its head, of the sizes of chunks, of trailers.
MAX_LINE = 64 * 1024
# What lines may add up to, whatever comes with them, and for each byte of a file.
MAX_FRAMING = 1024 * 1024
FRAMING_PER_BYTE = 16

_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\n]*)?\r?\n")


class _Clocked(io.RawIOBase):
    """The reading side of a socket: time runs out for every single read.

    A timeout of the socket alone would let a server send one byte now and then, for ever.
    """

    def __init__(self, connection: socket.socket, silence: float, end: float) -> None:
        self._socket, self._silence, self._end = connection, silence, end
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
        return self._raw.readinto(buffer) or 0


class Answer(io.BufferedReader):
    """One answer as http.client reads it; raises HTTPException where it goes too far.

    http.client itself reads a chunk of the size -1 to the end of the connection, and any number of
    trailers and of answers `100 Continue`. Lines are counted against the content that has come,
    not against a limit: small chunks are honest, sizes without content are not.
    """

    def __init__(self, clocked: _Clocked) -> None:
        super().__init__(clocked)
        self._framing, self._content = 0, 0
        self._sizes = False
        self._left: int | None = None

    def in_chunks(self) -> None:
        """After the head: the file comes in chunks."""
        self._sizes, self._left = True, 0

    def read(self, size: int | None = -1) -> bytes:
        """Bytes of the file, or the line end behind a chunk."""
        data = super().read(size)
        content = len(data) if self._left is None else min(len(data), self._left)
        if self._left is not None:
            self._left -= content
        self._content += content
        self._count(len(data) - content)
        return data

    def readline(self, size: int | None = -1) -> bytes:
        """A line of the head, the size of a chunk or a trailer."""
        line = super().readline(size)
        if len(line) > MAX_LINE:
            raise http.client.HTTPException("a line is longer than allowed")
        self._count(len(line))
        if self._sizes:
            told = _CHUNK_SIZE.fullmatch(line)
            if told is None:
                raise http.client.HTTPException("this is no size of a chunk")
            self._left = int(told[1], 16)
            # After the last chunk come trailers.
            self._sizes = self._left > 0
        return line

    def _count(self, framing: int) -> None:
        self._framing += framing
        if self._framing > MAX_FRAMING + FRAMING_PER_BYTE * self._content:
            raise http.client.HTTPException("the answer is longer than allowed")


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
