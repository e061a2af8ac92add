"""Logging: events with ids and counts, never a token, never the name of a person or enterprise.

Everything goes through one handler of the root logger, whose formatter blanks tokens: the HTTP
library writes whole addresses, and the address of a Telegram call holds the token. Of an exception
it writes types and places only: the text of one may quote what a person typed or a row holds.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Final, TextIO

import structlog

_ANY_TOKEN: Final = re.compile(r"[0-9]{6,20}:[A-Za-z0-9_-]{30,80}")
_QUIET: Final = ("httpx", "httpcore", "telegram")
_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Redacting(logging.Formatter):
    """Formats a record (with its traceback) and blanks these secrets and whatever looks like one.

    A formatter, not a filter: a filter sees the message before the traceback is added to it.
    """

    def __init__(self, secrets: Sequence[str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        """The line, without secrets."""
        text = super().format(record)
        for secret in self._secrets:
            text = text.replace(secret, "[token]")
        return _ANY_TOKEN.sub("[token]", text)

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - the library's name
        """Type and places of an exception and of those that led to it, without their texts."""
        return "\n".join(_chain(ei[1], set()))


def _chain(error: BaseException | None, seen: set[int]) -> Iterator[str]:
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield f"{type(error).__name__}, at:"
        for place in traceback.extract_tb(error.__traceback__):
            yield f"  {place.filename}:{place.lineno} {place.name}"
        inner = error.exceptions if isinstance(error, BaseExceptionGroup) else ()
        for one in inner:
            yield from _chain(one, seen)
        error = error.__cause__ or error.__context__


def configure_logging(secrets: Sequence[str], stream: TextIO | None = None) -> None:
    """Send everything to `stream` (default: standard error), redacted."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Redacting(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.processors.KeyValueRenderer(key_order=["event"]),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
