"""What a phone can do: local_telegram's user side over HTTP, and what the screen showed.

The contract is the README of local_telegram; nothing of its code, and nothing of ours, is used.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType
from typing import Any, Final, TypeAlias

import httpx

from demo.errors import PhoneError

Json: TypeAlias = dict[str, Any]
Place: TypeAlias = str | int
"""A chat as people name it: the bot's username, or a group's number."""

POLL_SECONDS: Final = 30
NO_TLS: Final = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For plain HTTP on loopback: reading the machine's certificates takes 0.3 s a client."""


class Kind(StrEnum):
    """What happened on a screen, or on the glass above it."""

    MESSAGE = "message"
    EDITED = "edited"
    DELETED = "deleted"
    TOAST = "toast"
    WROTE = "wrote"
    REWROTE = "rewrote"
    PRESSED = "pressed"


@dataclass(frozen=True)
class Key:
    """A button below a message; `data` is None for one that opens a link."""

    label: str
    data: str | None


@dataclass(frozen=True)
class Attachment:
    """A file in a message; `size` in bytes."""

    name: str
    size: int
    id: str


@dataclass(frozen=True)
class Shown:
    """One thing a person saw, or did. `at`: Unix seconds at which the app had it.

    `author`: the person who wrote it, `` for the bot. `query` belongs to a toast (which press it
    answers) and to a press; `alert`: must be closed by hand.
    """

    kind: Kind
    at: float
    place: Place
    message_id: int = 0
    text: str = ""
    keys: tuple[tuple[Key, ...], ...] = ()
    file: Attachment | None = None
    forwarded: bool = False
    author: str = ""
    query: str = ""
    alert: bool = False

    def labels(self) -> tuple[str, ...]:
        """The labels of all buttons, row by row."""
        return tuple(key.label for row in self.keys for key in row)


@dataclass
class Phones:
    """The user side of one local Telegram at `url`; use it with `async with`."""

    url: str
    _http: httpx.AsyncClient = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._http = httpx.AsyncClient(  # without the environment's proxy: loopback only
            base_url=f"{self.url}/local", timeout=POLL_SECONDS + 15, trust_env=False, verify=NO_TLS
        )

    async def __aenter__(self) -> Phones:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._http.aclose()

    async def post(self, path: str, /, **body: object) -> Json:
        """POST a JSON object; `PhoneError` if the app says no."""
        return _answer(await self._http.post(path, json=body))

    async def upload(self, person: int, chat: Place, name: str, data: bytes, caption: str) -> Json:
        """Send a file as a document."""
        fields = {"chat": str(chat), "caption": caption}
        return _answer(
            await self._http.post(
                f"/users/{person}/upload", data=fields, files={"file": (name, data)}
            )
        )

    async def events(self, person: int, after: int) -> tuple[list[Json], int]:
        """What the person was shown after this number; waits for it, at most 30 s."""
        found = _answer(
            await self._http.get(
                f"/users/{person}/events", params={"after": after, "timeout": POLL_SECONDS}
            )
        )
        return found["events"], int(found["last"])

    async def menu(self, person: int, chat: Place) -> tuple[str, ...]:
        """The commands in the person's menu, without slash."""
        found = _answer(
            await self._http.get(f"/users/{person}/commands", params={"chat": str(chat)})
        )
        return tuple(entry["command"] for entry in found["commands"])

    async def file(self, person: int, file_id: str) -> bytes:
        """The bytes of a file that was shown."""
        answer = await self._http.get(f"/users/{person}/files/{file_id}")
        if answer.is_error:
            _answer(answer)
        return answer.content


def shown(event: Mapping[str, Any]) -> Shown:
    """An event of the user side as somebody sees it now."""
    place: Place = event["chat"]
    match event["type"]:
        case "callback_answer":
            return Shown(
                Kind.TOAST,
                time.time(),
                place,
                text=event.get("text") or "",
                query=event["callback_query_id"],
                alert=bool(event.get("show_alert")),
            )
        case "deleted":
            return Shown(Kind.DELETED, time.time(), place, event["message_id"])
        case kind:
            return _message(kind, place, event["message"])


def _message(kind: str, place: Place, message: Mapping[str, Any]) -> Shown:
    author = "" if message["from"]["is_bot"] else message["from"]["first_name"]
    return Shown(
        Kind.REWROTE if kind == "edited" and author else _KINDS[kind],
        time.time(),
        place,
        message["message_id"],
        message.get("text") or message.get("caption") or "",
        tuple(_keys(row) for row in message["buttons"]),
        _attachment(message.get("document")),
        "forwarded_from" in message,
        author,
    )


_KINDS: Final = {"message": Kind.MESSAGE, "own": Kind.WROTE, "edited": Kind.EDITED}


def _keys(row: Iterable[Mapping[str, Any]]) -> tuple[Key, ...]:
    return tuple(Key(key["text"], key.get("data")) for key in row)


def _attachment(document: Mapping[str, Any] | None) -> Attachment | None:
    if document is None:
        return None
    return Attachment(document["file_name"], document["file_size"], document["file_id"])


def _answer(response: httpx.Response) -> Json:
    body: Json = response.json()
    if response.is_error:
        raise PhoneError(response.status_code, str(body.get("error", body)))
    return body
