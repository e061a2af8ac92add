"""Bot API methods about chats, files, the webhook, menus and the bot itself.

getUpdates is not here: it waits, so it lives with the HTTP in `bot_api`.
"""

from __future__ import annotations

import re

from local_telegram import bot_acts, shapes
from local_telegram.calls import Call, Method
from local_telegram.commands import Scope, parse_scope
from local_telegram.errors import bad_request

# ---- files, chats


def _get_file(call: Call) -> object:
    return shapes.file(bot_acts.download(call.world, call.given.text("file_id") or ""))


def _get_chat(call: Call) -> object:
    return shapes.full_chat(call.chat(), call.world.accounts)


def _get_chat_member(call: Call) -> object:
    user_id = call.given.integer("user_id")
    if not user_id:
        raise bad_request("invalid user_id specified")
    return bot_acts.member(call.world, call.chat(), user_id)


def _leave_chat(call: Call) -> object:
    bot_acts.leave(call.world, call.bot, call.chat())
    return True


# ---- the bot itself


def _get_me(call: Call) -> object:
    return shapes.bot_profile(call.bot)


def _set_webhook(call: Call) -> object:
    """SetWebhook: recorded and answered; updates are not delivered to it."""
    url = call.given.text("url") or ""
    secret = call.given.text("secret_token") or ""
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    if url and not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    call.queue.allow(call.given.structure("allowed_updates"))
    call.queue.webhook = {"url": url, "secret_token": secret} if url else None
    return _after_webhook_change(call)


def _delete_webhook(call: Call) -> object:
    call.queue.webhook = None
    return _after_webhook_change(call)


def _after_webhook_change(call: Call) -> bool:
    if call.given.flag("drop_pending_updates"):
        call.queue.clear()
    call.world.on_change()
    return True


def _get_webhook_info(call: Call) -> object:
    return {
        "url": (call.queue.webhook or {"url": ""})["url"],
        "has_custom_certificate": False,
        "pending_update_count": call.queue.pending,
    }


def _set_my_commands(call: Call) -> object:
    commands = call.given.structure("commands")
    call.menus.put(_scope(call), call.given.text("language_code") or "", commands)
    return True


def _get_my_commands(call: Call) -> object:
    return call.menus.get(_scope(call), call.given.text("language_code") or "")


def _delete_my_commands(call: Call) -> object:
    call.menus.delete(_scope(call), call.given.text("language_code") or "")
    return True


def _scope(call: Call) -> Scope:
    def resolve(raw: object) -> int:
        return bot_acts.find_chat(call.world, call.bot, call.id_of(raw)).id

    return parse_scope(call.given.structure("scope"), resolve)


def _setter(field: str, longest: int) -> Method:
    """SetMyName and its like: one text per language."""

    def put(call: Call) -> object:
        text = call.given.text(field) or ""
        if len(text) > longest:
            raise bad_request(f"{field.upper()}_TOO_LONG")
        language = call.given.text("language_code") or ""
        call.world.settings[call.bot.id][f"{field} {language}"] = text
        return True

    return put


def _getter(field: str) -> Method:
    """GetMyName and its like: the text of that language, else the one without language."""

    def get(call: Call) -> object:
        settings = call.world.settings[call.bot.id]
        language = call.given.text("language_code") or ""
        default = call.bot.first_name if field == "name" else ""
        text = settings.get(f"{field} {language}") or settings.get(f"{field} ") or default
        return {field: text}

    return get


def _set_chat_menu_button(call: Call) -> object:
    """SetChatMenuButton, for one private chat or for all."""
    button = call.given.structure("menu_button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in ("commands", "web_app", "default"):
        raise bad_request("unsupported menu button type")
    call.world.settings[call.bot.id][_menu_button_key(call)] = button
    return True


def _get_chat_menu_button(call: Call) -> object:
    settings = call.world.settings[call.bot.id]
    fallback = settings.get("menu_button ", {"type": "commands"})
    return settings.get(_menu_button_key(call), fallback)


def _menu_button_key(call: Call) -> str:
    return f"menu_button {call.given.integer('chat_id') or ''}"


BOT_METHODS: dict[str, Method] = {
    "deleteMyCommands": _delete_my_commands,
    "deleteWebhook": _delete_webhook,
    "getChat": _get_chat,
    "getChatMember": _get_chat_member,
    "getChatMenuButton": _get_chat_menu_button,
    "getFile": _get_file,
    "getMe": _get_me,
    "getMyCommands": _get_my_commands,
    "getMyDescription": _getter("description"),
    "getMyName": _getter("name"),
    "getMyShortDescription": _getter("short_description"),
    "getWebhookInfo": _get_webhook_info,
    "leaveChat": _leave_chat,
    "setChatMenuButton": _set_chat_menu_button,
    "setMyCommands": _set_my_commands,
    "setMyDescription": _setter("description", 512),
    "setMyName": _setter("name", 64),
    "setMyShortDescription": _setter("short_description", 120),
    "setWebhook": _set_webhook,
}
"""Method by its name in the Bot API reference."""
