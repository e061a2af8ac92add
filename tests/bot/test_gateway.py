"""The gateway against a server on loopback that answers whatever a test tells it to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.errors import (
    ChatError,
    FileRefused,
    NotSent,
    OtherPoller,
    PerhapsSent,
    Rejected,
    SlowDown,
    TokenRefused,
    Unchanged,
    Unreachable,
)
from bot.gateway import Gateway

TOKEN = "7:LOCAL-gateway"
SENT = {"message_id": 5, "date": 1, "chat": {"id": 3, "type": "private"}, "text": "x"}


@dataclass
class Scripted:
    """Answers every request from `answers` by its last path part; None breaks the connection."""

    answers: dict[str, tuple[int, Any] | None] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = next(
            (int(line.split(":")[1]) for line in head.lower().split("\r\n") if "length:" in line), 0
        )
        await reader.readexactly(length)
        path = head.split(" ")[1]
        self.requests.append(path)
        answer = self.answers.get(path.split("?")[0].rpartition("/")[2])
        if answer is not None:
            status, body = answer
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            lines = f"HTTP/1.1 {status} X\r\nContent-Length: {len(data)}\r\nConnection: close\r\n"
            writer.write(lines.encode() + b"\r\n" + data)
            await writer.drain()
        writer.close()


@asynccontextmanager
async def gateway(script: Scripted) -> AsyncIterator[Gateway]:
    server = await asyncio.start_server(script.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, Gateway(TOKEN, f"http://127.0.0.1:{port}/") as found:
        yield found


def ok(result: object) -> tuple[int, Any]:
    return 200, {"ok": True, "result": result}


def refused(code: int, text: str, **parameters: int) -> tuple[int, Any]:
    body = {"ok": False, "error_code": code, "description": text}
    return code, body | ({"parameters": parameters} if parameters else {})


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (refused(429, "Too Many Requests: retry after 7", retry_after=7), SlowDown),
        (refused(403, "Forbidden: bot was blocked by the user"), Unreachable),
        (refused(400, "Bad Request: chat not found"), Unreachable),
        (refused(400, "Bad Request: can't parse entities"), Rejected),
        (refused(400, "Bad Request: message is not modified: same"), Unchanged),
        (refused(401, "Unauthorized"), TokenRefused),
        (refused(409, "Conflict: terminated by other getUpdates request"), OtherPoller),
        (refused(500, "Internal Server Error"), PerhapsSent),
        ((200, b"<html>not json"), PerhapsSent),
        (None, PerhapsSent),
    ],
)
async def test_every_answer_becomes_the_right_error(
    answer: tuple[int, Any] | None, error: type[ChatError]
) -> None:
    script = Scripted({"sendMessage": answer})
    async with gateway(script) as found:
        with pytest.raises(error) as caught:
            await found.send(3, "x", [])
    assert TOKEN not in str(caught.value)
    if isinstance(caught.value, SlowDown):
        assert caught.value.seconds == 7


async def test_what_never_left_may_be_repeated_silently() -> None:
    async with Gateway(TOKEN, "http://127.0.0.1:9") as found:
        with pytest.raises(NotSent):
            await found.send(3, "x", [])


async def test_updates_come_as_they_are_even_unreadable_ones() -> None:
    raws = [{"update_id": 4, "message": {"nonsense": 1}}, {"update_id": 5, "of_tomorrow": []}]
    script = Scripted({"getUpdates": ok(raws)})
    async with gateway(script) as found:
        assert await found.updates(4, 0) == raws
    assert "offset=4" in script.requests[0]
    assert "my_chat_member" in script.requests[0]


async def test_a_message_with_keys_is_sent() -> None:
    script = Scripted({"sendMessage": ok(SENT), "answerCallbackQuery": refused(400, "too old")})
    async with gateway(script) as found:
        keyboard = [[{"text": "a", "callback_data": "v1:x"}, {"text": "b", "url": "https://e.x"}]]
        assert await found.send(3, "x", keyboard) == 5
        await found.answer("q", "", alert=False)


async def test_a_file_is_fetched_below_the_bots_address_only(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"host")
    file = {"file_id": "F", "file_unique_id": "F"}
    paths = [str(secret), "../../etc/passwd", "documents/../../x"]
    for path in paths:
        script = Scripted({"getFile": ok(file | {"file_path": path})})
        async with gateway(script) as found:
            with pytest.raises(FileRefused):
                await found.download("F", 100)


@pytest.mark.parametrize(("claimed", "body", "fits"), [(3, b"abc", True), (200, b"", False)])
async def test_a_file_is_not_larger_than_allowed(claimed: int, body: bytes, fits: bool) -> None:
    file = {"file_id": "F", "file_unique_id": "F", "file_path": "documents/a.csv"}
    script = Scripted({"getFile": ok(file | {"file_size": claimed}), "a.csv": (200, body)})
    async with gateway(script) as found:
        if fits:
            assert await found.download("F", 100) == body
        else:
            with pytest.raises(FileRefused):
                await found.download("F", 100)


async def test_a_size_that_lies_is_found_out() -> None:
    file = {"file_id": "F", "file_unique_id": "F", "file_path": "documents/a.csv"}
    script = Scripted({"getFile": ok(file | {"file_size": 3}), "a.csv": (200, b"x" * 101)})
    async with gateway(script) as found:
        with pytest.raises(FileRefused):
            await found.download("F", 100)
