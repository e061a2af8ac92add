"""No log line holds a token, whatever library wrote it and however."""

from __future__ import annotations

import io
import logging

import pytest
import structlog

from app.logging import configure_logging

TOKEN = "7:LOCAL-logging"
OTHER = "7361234567:" + "AbCdEfGh-_" * 3 + "12345"


@pytest.fixture
def lines() -> io.StringIO:
    stream = io.StringIO()
    configure_logging([TOKEN, ""], stream)
    return stream


def test_the_token_is_blanked_in_every_way_it_can_come(lines: io.StringIO) -> None:
    log = logging.getLogger("somewhere")
    log.warning("HTTP Request: POST https://api.example/bot%s/getMe", TOKEN)
    structlog.get_logger("ours").error("failed", url=f"x/bot{OTHER}/y")
    try:
        raise ValueError(f"no answer from bot{TOKEN}")
    except ValueError:
        log.exception("broke off")
    assert TOKEN not in lines.getvalue()
    assert OTHER not in lines.getvalue()
    assert lines.getvalue().count("[token]") == 2
    assert "ValueError, at:" in lines.getvalue()


def test_of_an_exception_only_types_and_places_are_written(lines: io.StringIO) -> None:
    secret = "示例企业甲"
    error: Exception
    try:
        try:
            raise KeyError(secret)
        except KeyError as first:
            raise ExceptionGroup(secret, [ValueError(secret), OSError(secret)]) from first
    except ExceptionGroup as group:
        error = group
    try:
        raise error from error  # a chain that bites its tail ends
    except ExceptionGroup:
        logging.getLogger("asyncio").exception("Task exception was never retrieved")
    text = lines.getvalue()
    assert secret not in text
    for kind in ("ExceptionGroup", "ValueError", "OSError"):
        assert f"{kind}, at:" in text
    assert "test_logging.py:" in text


def test_what_led_to_an_exception_is_written(lines: io.StringIO) -> None:
    try:
        try:
            raise KeyError("示例")
        except KeyError as first:
            raise RuntimeError("示例") from first
    except RuntimeError:
        logging.getLogger("x").exception("failed")
    assert lines.getvalue().index("RuntimeError, at:") < lines.getvalue().index("KeyError, at:")
    assert "示例" not in lines.getvalue()


@pytest.mark.parametrize("name", ["httpx", "httpcore", "telegram", "telegram.ext"])
def test_the_http_libraries_are_quiet(lines: io.StringIO, name: str) -> None:
    logging.getLogger(name).info("HTTP Request")
    assert lines.getvalue() == ""


def test_events_are_lines_with_their_values(lines: io.StringIO) -> None:
    structlog.get_logger("bot.sender").info("call failed", outbox=7)
    assert "event='call failed' outbox=7" in lines.getvalue()
