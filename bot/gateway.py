"""Telegram behind the port `Service`: the only module that touches `telegram.Bot`.

Only the thin client of python-telegram-bot is used; its Application, handlers, persistence and job
queue keep state in memory, which this bot must not. `getUpdates` is posted by hand because the
library's method would parse the updates first, and one it cannot parse would block all others.
"""

from __future__ import annotations

import json
import os
from collections.abc import Awaitable, Mapping, Sequence
from datetime import timedelta
from types import TracebackType
from typing import Final, TypeVar, cast
from urllib.parse import urlencode

import httpx
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.request import HTTPXRequest

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
from bot.service import Keyboard, Raw

KINDS: Final = ("message", "edited_message", "callback_query", "my_chat_member")
_QUIET: Final = LinkPreviewOptions(is_disabled=True)
_NOT_LEFT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_GONE: Final = ("chat not found", "user is deactivated", "bot can't initiate", "peer_id_invalid")
_Answer = TypeVar("_Answer")


class Gateway:
    """A bot account. `api_url` comes from the settings only, never from a message (SSRF)."""

    def __init__(self, token: str, api_url: str) -> None:
        # Without this the library warns, on every 429, that its pause will become a timedelta.
        os.environ.setdefault("PTB_TIMEDELTA", "1")
        base = f"{api_url.rstrip('/')}/bot"
        self._files = f"{api_url.rstrip('/')}/file/bot{token}/"
        self._polling = HTTPXRequest(connection_pool_size=1)
        self._bot = Bot(
            token,
            base_url=base,
            base_file_url=f"{api_url.rstrip('/')}/file/bot",
            request=HTTPXRequest(connection_pool_size=32, pool_timeout=20, read_timeout=20),
        )

    async def __aenter__(self) -> Gateway:
        await self._polling.initialize()
        await self._bot.request.initialize()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._polling.shutdown()
        await self._bot.request.shutdown()

    async def me(self) -> str:
        """See `Service.me`."""
        return (await _mapped(self._bot.get_me())).username or ""

    async def updates(self, offset: int, seconds: int) -> list[Raw]:
        """See `Service.updates`."""
        fields = {"offset": offset, "timeout": seconds, "allowed_updates": json.dumps(KINDS)}
        url = f"{self._bot.base_url}/getUpdates?{urlencode(fields)}"
        found = await _mapped(self._polling.post(url, read_timeout=float(seconds + 10)))
        return cast("list[Raw]", found)

    async def send(self, chat: int, text: str, keyboard: Keyboard) -> int:
        """See `Service.send`."""
        message = await _mapped(
            self._bot.send_message(
                chat,
                text,
                parse_mode=ParseMode.HTML,
                link_preview_options=_QUIET,
                reply_markup=_markup(keyboard),
            )
        )
        return message.message_id

    async def document(
        self, chat: int, name: str, data: bytes, caption: str, keyboard: Keyboard
    ) -> int:
        """See `Service.document`."""
        message = await _mapped(
            self._bot.send_document(
                chat,
                InputFile(data, filename=name),
                caption=caption or None,
                parse_mode=ParseMode.HTML,
                reply_markup=_markup(keyboard),
            )
        )
        return message.message_id

    async def edit(self, chat: int, message_id: int, text: str, keyboard: Keyboard) -> None:
        """See `Service.edit`."""
        await _mapped(
            self._bot.edit_message_text(
                text,
                chat_id=chat,
                message_id=message_id,
                parse_mode=ParseMode.HTML,
                link_preview_options=_QUIET,
                reply_markup=_markup(keyboard),
            )
        )

    async def answer(self, callback: str, text: str, *, alert: bool) -> None:
        """See `Service.answer`."""
        try:
            await _mapped(self._bot.answer_callback_query(callback, text or None, show_alert=alert))
        except Rejected:
            return  # too old, or answered before the restart: nobody waits for it any more

    async def commands(
        self, chat: int | None, language: str | None, entries: Sequence[tuple[str, str]]
    ) -> None:
        """See `Service.commands`."""
        scope = BotCommandScopeAllPrivateChats() if chat is None else BotCommandScopeChat(chat)
        await self._set_commands(scope, language, entries)

    async def group_commands(
        self, language: str | None, entries: Sequence[tuple[str, str]]
    ) -> None:
        """See `Service.group_commands`."""
        await self._set_commands(BotCommandScopeAllGroupChats(), language, entries)

    async def download(self, file_id: str, limit: int) -> bytes:
        """See `Service.download`."""
        file = await _mapped(self._bot.get_file(file_id))
        path = file.file_path or ""
        # A server that answers the path of a file on OUR disk would make the library read it.
        if not path.startswith(self._files) or ".." in path:
            raise FileRefused("expected a file below the bot's own address")
        if (file.file_size or 0) > limit:
            raise FileRefused(f"expected at most {limit} bytes, got {file.file_size}")
        data = await _mapped(self._bot.request.retrieve(path, read_timeout=60.0))
        if len(data) > limit:
            raise FileRefused(f"expected at most {limit} bytes, got {len(data)}")
        return data

    async def _set_commands(
        self, scope: BotCommandScope, language: str | None, entries: Sequence[tuple[str, str]]
    ) -> None:
        commands = [BotCommand(name, line) for name, line in entries]
        await _mapped(self._bot.set_my_commands(commands, scope=scope, language_code=language))


async def _mapped(call: Awaitable[_Answer]) -> _Answer:
    try:
        return await call
    except TelegramError as error:
        raise _error(error) from error


def _error(error: TelegramError) -> ChatError:
    """Our error for the library's; its text never holds the token (research/chat.md §1)."""
    match error:
        case RetryAfter():
            return SlowDown(_seconds(error))
        case Forbidden() | ChatMigrated():
            return Unreachable(error.message)
        case InvalidToken():
            return TokenRefused(error.message)
        case Conflict():
            return OtherPoller(error.message)
        case BadRequest():
            return _bad_request(error.message)
        case NetworkError() if isinstance(error.__cause__, _NOT_LEFT):
            return NotSent(type(error.__cause__).__name__)
        case _:
            return PerhapsSent(type(error.__cause__ or error).__name__)


def _bad_request(message: str) -> ChatError:
    lowered = message.lower()
    if "message is not modified" in lowered:
        return Unchanged(message)
    if any(sign in lowered for sign in _GONE):
        return Unreachable(message)
    return Rejected(message)


def _seconds(error: RetryAfter) -> float:
    pause: int | timedelta = error.retry_after
    return pause.total_seconds() if isinstance(pause, timedelta) else float(pause)


def _markup(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    if not keyboard:
        return None
    return InlineKeyboardMarkup([[_key(key) for key in row] for row in keyboard])


def _key(key: Mapping[str, str]) -> InlineKeyboardButton:
    return InlineKeyboardButton(
        key["text"], url=key.get("url"), callback_data=key.get("callback_data")
    )
