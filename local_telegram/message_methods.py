"""Bot API methods that send, change or answer messages: parameters in, JSON result out."""

from __future__ import annotations

from collections.abc import Callable

from local_telegram import bot_acts, shapes
from local_telegram.bot_acts import Reply
from local_telegram.calls import Call, Method
from local_telegram.entities import formatted, recognised, trimmed
from local_telegram.errors import bad_request
from local_telegram.keyboards import parse_inline, parse_markup
from local_telegram.model import (
    Account,
    Chat,
    Entity,
    FormattedText,
    Json,
    Keyboard,
    Message,
    StoredFile,
)
from local_telegram.parameters import Upload
from local_telegram.world import World


def _send_message(call: Call) -> object:
    return _send(call, call.chat(), _body(call, "text", "entities"))


def _send_document(call: Call) -> object:
    return _send_file(call, "document")


def _send_photo(call: Call) -> object:
    return _send_file(call, "photo")


def _send_file(call: Call, kind: str) -> object:
    chat = call.chat()  # first, so that nothing is kept for a chat that is closed to the bot
    body = _body(call, "caption", "caption_entities")
    bot_acts.check_body(body, is_caption=True)
    given = call.given.file(kind)
    if given is None or given == "":
        raise bad_request(f"there is no {kind} in the request")
    if isinstance(given, Upload):
        stored = bot_acts.store_upload(
            call.world, given.name, given.mime_type, given.data, as_photo=kind == "photo"
        )
    elif given in call.world.files:
        stored = call.world.files[given]
    else:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return _send(call, chat, body, stored)


def _send(
    call: Call, chat: Chat, body: FormattedText, attachment: StoredFile | None = None
) -> object:
    buttons, reply_keyboard = parse_markup(call.given.structure("reply_markup"), chat.is_private)
    draft = Message(
        message_id=0,
        sender=call.bot.id,
        date=0,
        body=body,
        attachment=attachment,
        buttons=buttons,
        reply_keyboard=reply_keyboard,
        protected=call.given.flag("protect_content"),
        silent=call.given.flag("disable_notification"),
    )
    sent = bot_acts.send(call.world, call.bot, chat, draft, _reply(call))
    return shapes.message(chat, sent, call.world.accounts)


def _reply(call: Call) -> Reply | None:
    raw = call.given.structure("reply_parameters")
    if raw is None:
        number = call.given.integer("reply_to_message_id")
        return Reply(number, call.given.flag("allow_sending_without_reply")) if number else None
    if not isinstance(raw, dict) or not isinstance(raw.get("message_id"), int):
        raise bad_request("can't parse reply parameters JSON object")
    return Reply(raw["message_id"], bool(raw.get("allow_sending_without_reply")))


def _body(call: Call, text: str, entities: str) -> FormattedText:
    raw = call.given.text(text) or ""
    listed = call.given.structure(entities)
    if not listed or call.given.text("parse_mode"):
        return formatted(raw, call.given.text("parse_mode"))
    if not isinstance(listed, list):
        raise bad_request("can't parse message entities JSON object")
    return recognised(trimmed(FormattedText(raw, tuple(_entity(item) for item in listed))))


def _entity(raw: object) -> Entity:
    fields = raw if isinstance(raw, dict) else {}
    kind, offset, length = (fields.get(name) for name in ("type", "offset", "length"))
    if not (isinstance(kind, str) and isinstance(offset, int) and isinstance(length, int)):
        raise bad_request("can't parse MessageEntity JSON object")
    user = fields.get("user")
    return Entity(
        type=kind,
        offset=offset,
        length=length,
        url=fields.get("url"),
        language=fields.get("language"),
        custom_emoji_id=fields.get("custom_emoji_id"),
        user_id=user.get("id") if isinstance(user, dict) else None,
    )


def _edit_message_text(call: Call) -> object:
    return _edit_body(call, ("text", "entities"), bot_acts.edit_text)


def _edit_message_caption(call: Call) -> object:
    return _edit_body(call, ("caption", "caption_entities"), bot_acts.edit_caption)


_Edit = Callable[[World, Account, Chat, int, tuple[FormattedText, Keyboard]], Message]


def _edit_body(call: Call, names: tuple[str, str], edit: _Edit) -> object:
    number, chat, body = call.message_id(), call.chat(), _body(call, *names)
    buttons = parse_inline(call.given.structure("reply_markup"), chat.is_private)
    edited = edit(call.world, call.bot, chat, number, (body, buttons))
    return shapes.message(chat, edited, call.world.accounts)


def _edit_message_reply_markup(call: Call) -> object:
    number, chat = call.message_id(), call.chat()
    buttons = parse_inline(call.given.structure("reply_markup"), chat.is_private)
    edited = bot_acts.edit_buttons(call.world, call.bot, chat, number, buttons)
    return shapes.message(chat, edited, call.world.accounts)


def _delete_message(call: Call) -> object:
    bot_acts.delete(call.world, call.bot, call.chat(), call.message_id())
    return True


def _pin_chat_message(call: Call) -> object:
    bot_acts.pin(call.world, call.chat(), call.message_id())
    return True


def _unpin_chat_message(call: Call) -> object:
    bot_acts.pin(call.world, call.chat(), None)
    return True


def _send_chat_action(call: Call) -> object:
    """SendChatAction: checked, but nobody sees it here."""
    call.chat()
    if not call.given.text("action"):
        raise bad_request("wrong parameter action in request")
    return True


def _answer_callback_query(call: Call) -> object:
    query_id = call.given.text("callback_query_id") or ""
    text, url = call.given.text("text"), call.given.text("url")
    if text and len(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    answer: Json = {"text": text or "", "show_alert": call.given.flag("show_alert")}
    bot_acts.answer_query(call.world, call.bot, query_id, answer | ({"url": url} if url else {}))
    return True


MESSAGE_METHODS: dict[str, Method] = {
    "answerCallbackQuery": _answer_callback_query,
    "deleteMessage": _delete_message,
    "editMessageCaption": _edit_message_caption,
    "editMessageReplyMarkup": _edit_message_reply_markup,
    "editMessageText": _edit_message_text,
    "pinChatMessage": _pin_chat_message,
    "sendChatAction": _send_chat_action,
    "sendDocument": _send_document,
    "sendMessage": _send_message,
    "sendPhoto": _send_photo,
    "unpinChatMessage": _unpin_chat_message,
}
"""Method by its name in the Bot API reference."""
