"""Every class of refusal arrives in python-telegram-bot as the right error with the right words."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from tests.local_telegram.stage import TOKEN, UserSide

MEGABYTE = 1024 * 1024

pytestmark = pytest.mark.filterwarnings("ignore:.*retry_after:DeprecationWarning")


async def test_unknown_token_is_unauthorized(server_url: str, side: UserSide) -> None:
    answer = await side.http.post("/bot8:LOCAL-nobody/getMe")
    assert (answer.status_code, answer.json()) == (
        401,
        {"ok": False, "error_code": 401, "description": "Unauthorized"},
    )
    stranger = Bot("8:LOCAL-nobody", base_url=f"{server_url}/bot")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()


@pytest.mark.parametrize(
    "path", [f"/bot{TOKEN}/sendTelepathy", "/elsewhere", f"/file/bot{TOKEN}/x"]
)
async def test_unknown_methods_are_not_found(side: UserSide, path: str) -> None:
    answer = await side.http.get(path)
    assert (answer.status_code, answer.json()) == (
        404,
        {"ok": False, "error_code": 404, "description": "Not Found"},
    )


async def test_chats_that_are_closed(side: UserSide, uid: int, client: Bot) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await client.send_message(999, "x")
    with pytest.raises(BadRequest, match="Chat not found"):
        await client.send_message("@nobody", "x")
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await client.send_message(uid, "x")
    await side.post(f"/users/{uid}/start", bot="sunlot_bot")
    await side.post(f"/users/{uid}/block", bot="sunlot_bot", blocked=True)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await client.send_message(uid, "x")
    group = (await side.post("/groups", title="大厅", members=[uid], bots=[]))["id"]
    with pytest.raises(Forbidden, match="bot is not a member of the group chat"):
        await client.send_message(group, "x")


@pytest.mark.parametrize(
    ("text", "parse_mode", "reason"),
    [
        ("", None, "Message text is empty"),
        ("<b> </b>", ParseMode.HTML, "Message text is empty"),
        ("😀" * 2049, None, "Message is too long"),
        ("<b>x", ParseMode.HTML, "Can't parse entities: can't find end tag"),
    ],
)
async def test_texts(
    opened: int, client: Bot, text: str, parse_mode: ParseMode | None, reason: str
) -> None:
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await client.send_message(opened, text, parse_mode=parse_mode)


async def test_markup_does_not_count_towards_the_length(opened: int, client: Bot) -> None:
    sent = await client.send_message(opened, f"<b>{'&lt;' * 4096}</b>", parse_mode=ParseMode.HTML)
    assert sent.text == "<" * 4096


async def test_buttons(opened: int, client: Bot) -> None:
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="阳" * 22)]])
    with pytest.raises(BadRequest, match=r"(?i)button_data_invalid"):
        await client.send_message(opened, "x", reply_markup=keys)


async def test_messages_that_are_not_there(opened: int, client: Bot) -> None:
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await client.edit_message_text("x", opened, 99)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await client.delete_message(opened, 99)
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await client.send_message(opened, "x", reply_parameters=ReplyParameters(99))
    tolerated = ReplyParameters(99, allow_sending_without_reply=True)
    sent = await client.send_message(opened, "x", reply_parameters=tolerated)
    assert sent.reply_to_message is None


async def test_edits(opened: int, client: Bot) -> None:
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await client.edit_message_text("x", opened, 1)
    sent = await client.send_message(opened, "x")
    with pytest.raises(BadRequest) as caught:
        await client.edit_message_text("x", opened, sent.message_id)
    assert caught.value.message == (
        "Message is not modified: specified new message content and reply markup are exactly the "
        "same as a current content and reply markup of the message"
    )


async def test_callback_queries(client: Bot) -> None:
    reason = "Query is too old and response timeout expired or query id is invalid"
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await client.answer_callback_query("123")


async def test_files(side: UserSide, opened: int, client: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)media_caption_too_long"):
        await client.send_document(opened, b"x", caption="x" * 1025)
    with pytest.raises(BadRequest, match=r"(?i)image_process_failed"):
        await client.send_photo(opened, b"x")
    with pytest.raises(BadRequest, match=r"(?i)invalid file_id"):
        await client.get_file("nothing")
    big = {"file": ("big.bin", bytes(20 * MEGABYTE + 1))}
    where = {"chat": "sunlot_bot"}
    sent = await side.http.post(f"/local/users/{opened}/upload", data=where, files=big)
    with pytest.raises(BadRequest, match="File is too big"):
        await client.get_file(sent.json()["document"]["file_id"])
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await client.send_document(opened, bytes(50 * MEGABYTE + 1))


async def test_floods(opened: int, client: Bot) -> None:
    burst = await asyncio.gather(
        *(client.send_message(opened, "x") for _ in range(25)), return_exceptions=True
    )
    refused = [str(result) for result in burst if isinstance(result, RetryAfter)]
    # the library words the seconds as a number or as a duration, by its setting PTB_TIMEDELTA
    known = {f"Flood control exceeded. Retry in {wait}" for wait in ("1 seconds", "0:00:01")}
    assert refused
    assert set(refused) <= known
    assert sum(isinstance(result, Message) for result in burst) + len(refused) == 25


async def test_newer_poller_ends_the_older(side: UserSide, client: Bot) -> None:
    older = asyncio.create_task(client.get_updates(timeout=30))
    async with asyncio.timeout(10):
        while not await ended_another(side.http):
            pass  # every round is a request: the older one gets its turn
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await older


async def ended_another(http: httpx.AsyncClient) -> bool:
    """Poll once without waiting, which ends any poll that waits; True if one has."""
    await http.get(f"/bot{TOKEN}/getUpdates")
    entries = (await http.get("/local/log")).json()
    return any(entry["code"] == 409 for entry in entries)


async def test_no_polling_while_a_webhook_is_set(client: Bot) -> None:
    await client.set_webhook("https://example.org/hook")
    with pytest.raises(Conflict, match="webhook is active"):
        await client.get_updates()


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ({"status": 429, "retry_after": 17}, RetryAfter),
        ({"status": 500}, NetworkError),
        ({"status": 502}, NetworkError),
        ({"status": "drop"}, NetworkError),
    ],
)
async def test_faults_on_order(
    side: UserSide,
    opened: int,
    client: Bot,
    order: dict[str, object],
    expected: type[TelegramError],
) -> None:
    await side.post("/faults", method="sendMessage", times=2, **order)
    assert (await client.get_me()).id == 7
    for _ in range(2):
        with pytest.raises(expected):
            await client.send_message(opened, "x")
    assert (await client.send_message(opened, "x")).message_id == 2


async def test_answer_lost_after_the_effect(side: UserSide, opened: int, client: Bot) -> None:
    await side.post("/faults", method="sendMessage", status="drop", after=True)
    with pytest.raises(NetworkError):
        await client.send_message(opened, "x")
    assert (await client.send_message(opened, "x")).message_id == 3


async def test_delay(side: UserSide, opened: int, client: Bot) -> None:
    await side.post("/faults", method="sendMessage", status="delay", seconds=20)
    with pytest.raises(TimedOut):
        await client.send_message(opened, "x", read_timeout=0.2)


async def test_log_names_calls_but_no_token(side: UserSide, opened: int, client: Bot) -> None:
    await client.send_message(opened, "x")
    with pytest.raises(BadRequest):
        await client.edit_message_text("x", opened, 99)
    entries = await side.log()
    told = [(entry["method"], entry["chat"], entry["code"]) for entry in entries]
    assert told == [
        ("getMe", None, 200),
        ("sendMessage", opened, 200),
        ("editMessageText", opened, 400),
    ]
    assert entries[-1]["description"] == "Bad Request: message to edit not found"
    assert "LOCAL" not in str(entries)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/users/{uid}/send", {"chat": "sunlot_bot", "text": "x\ud83d"}),
        ("/users/{uid}/edit", {"chat": "sunlot_bot", "message_id": 1, "text": "\udc00"}),
        ("/users/{uid}/raw_callback", {"chat": "sunlot_bot", "message_id": 1, "data": "\ud83d"}),
        ("/users/{uid}/start", {"bot": "\ud83d"}),
        ("/users", {"first_name": "\ud83d", "language_code": "en"}),
        ("/groups", {"title": "\ud83d", "members": [], "bots": ["sunlot_bot"]}),
    ],
)
async def test_people_cannot_type_half_a_character(
    side: UserSide, opened: int, client: Bot, path: str, body: dict[str, object]
) -> None:
    answer = await side.http.post(
        f"/local{path.format(uid=opened)}",
        content=json.dumps(body),
        headers={"content-type": "application/json"},
    )
    assert answer.status_code == 400
    assert "surrogate" in answer.json()["error"]
    await side.post(f"/users/{opened}/send", chat="sunlot_bot", text="after 😀")
    updates = await client.get_updates()
    assert updates[-1].message is not None
    assert updates[-1].message.text == "after 😀"


@pytest.mark.parametrize("field", ["filename", "caption"])
async def test_uploads_cannot_carry_half_a_character(
    side: UserSide, opened: int, client: Bot, field: str
) -> None:
    """Written in an encoding that can write a surrogate; the parser believes the declared one."""
    half = "+2D0-"  # UTF-7
    name, caption = (half, "x") if field == "filename" else ("a.csv", half)
    parts = [
        ("chat", "", "sunlot_bot"),
        ("caption", "", caption),
        ("file", f'; filename="{name}"', "data"),
    ]
    body = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{key}"{more}\r\n\r\n{value}\r\n'
        for key, more, value in parts
    )
    answer = await side.http.post(
        f"/local/users/{opened}/upload",
        content=f"{body}--b--\r\n",
        headers={"content-type": "multipart/form-data; boundary=b; charset=utf-7"},
    )
    assert (answer.status_code, "surrogate" in answer.text) == (400, True)
    assert await client.get_updates()  # the opening of the chat, and nothing that cannot be sent
