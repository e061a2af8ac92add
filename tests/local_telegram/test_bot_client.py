"""python-telegram-bot 22.8, unmodified, against a real server process."""

from __future__ import annotations

import struct
import zlib
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    CallbackQuery,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    MessageEntity,
    MessageOriginUser,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
    Update,
    WebAppInfo,
)
from telegram.constants import ChatMemberStatus, ChatType, ParseMode
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from tests.local_telegram.stage import TOKEN, UserSide

KEYS = InlineKeyboardMarkup(
    [
        [
            InlineKeyboardButton("好", callback_data="yes"),
            InlineKeyboardButton("否", callback_data="no"),
        ]
    ]
)
ROSTER = "名称,代码\r\n示例食品有限公司,99\r\n".encode("gb18030") + bytes(range(256))

Handler = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]


async def _greet(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    await update.message.reply_html("<b>您好😀</b> &lt;1&gt;", reply_markup=KEYS)


async def _pressed(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer("收到", show_alert=True)
    await update.callback_query.edit_message_text(f"选了 {update.callback_query.data}")


async def _send_back(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    assert update.message.document is not None
    fetched = await update.message.document.get_file()
    data = bytes(await fetched.download_as_bytearray())
    await update.message.reply_document(data, filename="名录.csv", caption="原样")


@pytest.fixture
async def running(server_url: str, side: UserSide) -> AsyncIterator[None]:
    """A polling application with three handlers."""
    del side
    app: Application[Any, Any, Any, Any, Any, Any] = (
        ApplicationBuilder()
        .token(TOKEN)
        .base_url(f"{server_url}/bot")
        .base_file_url(f"{server_url}/file/bot")
        .build()
    )
    app.add_handler(CommandHandler("start", _greet))
    app.add_handler(CallbackQueryHandler(_pressed))
    app.add_handler(MessageHandler(filters.Document.ALL, _send_back))
    async with app:
        assert app.updater is not None
        await app.start()
        await app.updater.start_polling(timeout=5)
        yield
        await app.updater.stop()
        await app.stop()


async def next_update(client: Bot, offset: int = 0) -> Update:
    """The oldest update that the bot has not confirmed."""
    updates = await client.get_updates(offset=offset, timeout=10, allowed_updates=Update.ALL_TYPES)
    return updates[0]


@pytest.mark.usefixtures("running")
async def test_start_press_and_edit(side: UserSide, uid: int) -> None:
    await side.post(f"/users/{uid}/start", bot="sunlot_bot", payload="invite-1")
    greeting = await side.event(uid, "message")
    assert greeting["message"]["text"] == "您好😀 <1>"
    assert greeting["message"]["entities"] == [{"type": "bold", "offset": 0, "length": 4}]
    assert greeting["message"]["buttons"] == [
        [{"text": "好", "data": "yes"}, {"text": "否", "data": "no"}]
    ]
    pressed = await side.post(
        f"/users/{uid}/press",
        chat="sunlot_bot",
        message_id=greeting["message"]["message_id"],
        label="否",
    )
    answer = await side.event(uid, "callback_answer")
    assert answer["callback_query_id"] == pressed["callback_query_id"]
    assert (answer["text"], answer["show_alert"]) == ("收到", True)
    assert (await side.event(uid, "edited"))["message"]["text"] == "选了 no"


@pytest.mark.usefixtures("running")
async def test_document_goes_both_ways_byte_for_byte(side: UserSide, opened: int) -> None:
    sent = await side.http.post(
        f"/local/users/{opened}/upload",
        data={"chat": "sunlot_bot", "caption": "名录"},
        files={"file": ("企业名录.csv", ROSTER, "text/csv")},
    )
    assert sent.json()["document"]["file_name"] == "企业名录.csv"
    assert sent.json()["document"]["mime_type"] == "text/csv"
    while True:
        got = await side.event(opened, "message", after=2)
        if "document" in got["message"]:
            break
    document = got["message"]["document"]
    assert (document["file_name"], got["message"]["caption"]) == ("名录.csv", "原样")
    back = await side.http.get(f"/local/users/{opened}/files/{document['file_id']}")
    assert back.content == ROSTER


async def test_get_me(client: Bot) -> None:
    me = await client.get_me()
    assert (me.id, me.username, me.first_name, me.is_bot) == (7, "sunlot_bot", "阳光签", True)


async def test_update_of_a_message(side: UserSide, uid: int, client: Bot) -> None:
    await side.post(f"/users/{uid}/start", bot="@sunlot_bot", payload="abc")
    message = (await next_update(client)).message
    assert message is not None
    assert message.from_user is not None
    assert (message.text, message.chat_id, message.chat.type) == ("/start abc", uid, "private")
    assert message.entities == (MessageEntity(MessageEntity.BOT_COMMAND, 0, 6),)
    assert (message.from_user.id, message.from_user.language_code) == (uid, "zh-hans")


async def test_all_keyboards(side: UserSide, opened: int, client: Bot) -> None:
    rich = InlineKeyboardMarkup(
        [
            [InlineKeyboardButton("页", url="https://example.org/")],
            [InlineKeyboardButton("应用", web_app=WebAppInfo("https://example.org/app"))],
        ]
    )
    sent = await client.send_message(opened, "x", reply_markup=rich)
    assert sent.reply_markup == rich
    for markup in (ReplyKeyboardMarkup([["是", "否"]]), ReplyKeyboardRemove(), ForceReply()):
        assert (await client.send_message(opened, "y", reply_markup=markup)).reply_markup is None
    seen = (await side.get(f"/users/{opened}/chats/sunlot_bot"))["messages"]
    assert seen[1]["buttons"][0] == [{"text": "页", "url": "https://example.org/"}]
    assert seen[2]["keyboard"] == [["是", "否"]]
    assert seen[3]["remove_keyboard"] is True
    assert seen[4]["force_reply"] is True


async def test_send_options(side: UserSide, opened: int, client: Bot) -> None:
    first = await client.send_message(opened, "一")
    sent = await client.send_message(
        opened,
        "二",
        reply_parameters=ReplyParameters(first.message_id),
        disable_notification=True,
        protect_content=True,
    )
    assert sent.has_protected_content
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.message_id == first.message_id
    seen = (await side.get(f"/users/{opened}/chats/7"))["messages"][-1]
    assert (seen["reply_to"], seen["silent"], seen["protected"]) == (first.message_id, True, True)


async def test_edit_keeps_or_drops_the_keyboard(opened: int, client: Bot) -> None:
    sent = await client.send_message(opened, "x", reply_markup=KEYS)
    kept = await client.edit_message_text("y", opened, sent.message_id, reply_markup=KEYS)
    assert isinstance(kept, Message)
    assert (kept.text, kept.reply_markup) == ("y", KEYS)
    assert kept.edit_date is not None
    gone = await client.edit_message_reply_markup(opened, sent.message_id)
    assert isinstance(gone, Message)
    assert (gone.text, gone.reply_markup) == ("y", None)


async def test_caption_photo_and_file_id(opened: int, client: Bot) -> None:
    sent = await client.send_photo(
        opened, png(3, 2), caption="<i>图</i>", parse_mode=ParseMode.HTML
    )
    assert [(photo.width, photo.height) for photo in sent.photo] == [(3, 2)]
    assert sent.caption_entities == (MessageEntity(MessageEntity.ITALIC, 0, 1),)
    edited = await client.edit_message_caption(opened, sent.message_id, caption="新")
    assert isinstance(edited, Message)
    assert edited.caption == "新"
    again = await client.send_photo(opened, sent.photo[-1].file_id)
    assert again.photo[-1].file_unique_id == sent.photo[-1].file_unique_id


async def test_delete_pin_and_action(side: UserSide, opened: int, client: Bot) -> None:
    sent = await client.send_message(opened, "x")
    assert await client.pin_chat_message(opened, sent.message_id)
    pinned = (await client.get_chat(opened)).pinned_message
    assert pinned is not None
    assert pinned.message_id == sent.message_id
    assert await client.send_chat_action(opened, "typing")
    assert await client.delete_message(opened, sent.message_id)
    gone = await side.event(opened, "deleted")
    assert gone["message_id"] == sent.message_id
    assert (await client.get_chat(opened)).pinned_message is None


async def test_callback_query_shape(side: UserSide, opened: int, client: Bot) -> None:
    sent = await client.send_message(opened, "x", reply_markup=KEYS)
    where: dict[str, object] = {"chat": "sunlot_bot", "message_id": sent.message_id}
    await side.post(f"/users/{opened}/raw_callback", **where, data="forged")
    update = await next_update(client, offset=-1)
    query = update.callback_query
    assert isinstance(query, CallbackQuery)
    assert (query.data, query.from_user.id) == ("forged", opened)
    assert query.chat_instance
    assert isinstance(query.message, Message)
    assert query.message.reply_markup == KEYS


async def test_group(side: UserSide, opened: int, client: Bot) -> None:
    other = (await side.post("/users", first_name="Han", language_code="en"))["id"]
    made = await side.post("/groups", title="大厅", members=[opened, other], bots=["sunlot_bot"])
    entry = (await next_update(client, offset=-1)).my_chat_member
    assert entry is not None
    assert (entry.chat.id, entry.new_chat_member.status) == (made["id"], ChatMemberStatus.MEMBER)
    sent = await client.send_message(made["id"], "大家好")
    assert (sent.chat.type, sent.chat.title) == (ChatType.GROUP, "大厅")
    assert (await side.event(other, "message"))["chat"] == made["id"]
    assert (await client.get_chat_member(made["id"], opened)).status == ChatMemberStatus.OWNER
    assert await client.leave_chat(made["id"])


async def test_edited_and_forwarded_updates(side: UserSide, opened: int, client: Bot) -> None:
    mine = await side.post(f"/users/{opened}/send", chat="sunlot_bot", text="旧")
    where = {"chat": 7, "message_id": mine["message_id"]}
    await side.post(f"/users/{opened}/edit", **where, text="新")
    edited = (await next_update(client, offset=-1)).edited_message
    assert edited is not None
    assert edited.text == "新"
    assert edited.edit_date is not None
    await side.post(
        f"/users/{opened}/forward", from_chat=7, message_id=mine["message_id"], to_chat=7
    )
    forwarded = (await next_update(client, offset=-1)).message
    assert forwarded is not None
    assert isinstance(forwarded.forward_origin, MessageOriginUser)
    assert forwarded.forward_origin.sender_user.id == opened


async def test_command_menus(side: UserSide, opened: int, client: Bot) -> None:
    await client.set_my_commands([BotCommand("help", "Help")])
    await client.set_my_commands([BotCommand("help", "帮助")], language_code="zh")
    await client.set_my_commands([BotCommand("hall", "x")], BotCommandScopeAllGroupChats())
    assert await menu(side, opened) == [
        {"command": "help", "description": "帮助", "bot": "sunlot_bot"}
    ]
    scope = BotCommandScopeChat(opened)
    await client.set_my_commands([BotCommand("draw", "抽取")], scope)
    assert [item["command"] for item in await menu(side, opened)] == ["draw"]
    assert await client.get_my_commands(scope) == (BotCommand("draw", "抽取"),)
    await client.delete_my_commands(scope)
    assert [item["description"] for item in await menu(side, opened)] == ["帮助"]


async def menu(side: UserSide, person: int) -> list[dict[str, str]]:
    """The command menu in the private chat."""
    commands: list[dict[str, str]] = (
        await side.get(f"/users/{person}/commands", chat="sunlot_bot")
    )["commands"]
    return commands


async def test_profile_and_webhook_are_recorded(client: Bot) -> None:
    assert await client.set_my_name("阳光签")
    assert await client.set_my_description("公开抽取")
    assert await client.set_my_short_description("抽取")
    assert (await client.get_my_description()).description == "公开抽取"
    assert await client.set_chat_menu_button()
    await client.set_webhook("https://example.org/hook", secret_token="s")
    assert (await client.get_webhook_info()).url == "https://example.org/hook"
    await client.delete_webhook()
    assert (await client.get_webhook_info()).url == ""


def png(width: int, height: int) -> bytes:
    """A black picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\0" * width) * height)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )
