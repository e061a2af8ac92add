"""The world in process: who hears what, and what can be done only once or in time."""

from __future__ import annotations

import pytest

from local_telegram import bot_acts, person_acts
from local_telegram.errors import PersonError, Refusal
from local_telegram.model import Account, Button, Chat, FormattedText, Json, Message
from local_telegram.world import World
from tests.local_telegram.stage import Clock

KEYS = ((Button("好", "callback_data", "yes"), Button("否", "callback_data", "no")),)


def say(world: World, bot: Account, chat: Chat, text: str = "x") -> Message:
    """The bot sends a message with two buttons."""
    return bot_acts.send(world, bot, chat, Message(0, bot.id, 0, FormattedText(text), buttons=KEYS))


def updates(world: World, bot: Account) -> list[Json]:
    """Everything the bot could fetch."""
    return world.queues[bot.id].read(100)


def kinds(world: World, person: Account) -> list[str]:
    """What the person saw, in order."""
    return [event["type"] for event in world.events[person.id]]


@pytest.fixture
def other(world: World) -> Account:
    return world.add_person("韩", None, None, "en")


@pytest.fixture
def group(world: World, person: Account, other: Account, bot: Account) -> Chat:
    return world.add_group("大厅", [person.id, other.id], [bot.id])


def test_private_chat_has_the_persons_id_for_the_bot(
    world: World, bot: Account, person: Account, chat: Chat
) -> None:
    person_acts.send(world, person.id, chat, "/start abc")
    (update,) = updates(world, bot)
    assert update["message"]["chat"]["id"] == update["message"]["from"]["id"] == person.id
    assert update["message"]["chat"]["type"] == "private"
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert world.events[person.id][0]["chat"] == "sunlot_bot"


def test_bot_must_wait_until_the_person_writes_first(
    world: World, bot: Account, person: Account
) -> None:
    with pytest.raises(Refusal, match="bot can't initiate conversation with a user"):
        bot_acts.find_chat(world, bot, person.id)
    chat = person_acts.find_chat(world, person.id, "@Sunlot_Bot")
    person_acts.start(world, person.id, chat, "")
    assert bot_acts.find_chat(world, bot, person.id) is chat


def test_query_is_answered_once(world: World, bot: Account, person: Account, chat: Chat) -> None:
    sent = say(world, bot, chat)
    query = person_acts.press(world, person.id, chat, sent.message_id, None, "好")
    assert updates(world, bot)[-1]["callback_query"]["data"] == "yes"
    bot_acts.answer_query(world, bot, query.id, {"text": "收到", "show_alert": True})
    assert world.events[person.id][-1] == {
        "seq": 2,
        "chat": "sunlot_bot",
        "type": "callback_answer",
        "callback_query_id": query.id,
        "text": "收到",
        "show_alert": True,
    }
    with pytest.raises(Refusal, match="query is too old"):
        bot_acts.answer_query(world, bot, query.id, {})


def test_query_is_answered_in_time(
    world: World, clock: Clock, bot: Account, person: Account, chat: Chat
) -> None:
    sent = say(world, bot, chat)
    query = person_acts.press(world, person.id, chat, sent.message_id, "no", None)
    clock.now += bot_acts.ANSWERABLE_SECONDS + 1
    with pytest.raises(Refusal, match="query is too old"):
        bot_acts.answer_query(world, bot, query.id, {})
    assert kinds(world, person) == ["message"]


def test_another_bot_cannot_answer(world: World, bot: Account, person: Account, chat: Chat) -> None:
    stranger = world.add_bot("8:LOCAL-x", "other_bot", "别的")
    query = person_acts.press(world, person.id, chat, say(world, bot, chat).message_id, "no", None)
    with pytest.raises(Refusal, match="query is too old"):
        bot_acts.answer_query(world, stranger, query.id, {})


def test_only_a_button_that_is_there_now_can_be_pressed(
    world: World, bot: Account, person: Account, chat: Chat
) -> None:
    sent = say(world, bot, chat)
    bot_acts.edit_buttons(world, bot, chat, sent.message_id, KEYS[:0])
    with pytest.raises(PersonError, match="no callback button with label '好' now"):
        person_acts.press(world, person.id, chat, sent.message_id, None, "好")
    person_acts.press_forged(world, person.id, chat, sent.message_id, "yes")
    assert updates(world, bot)[-1]["callback_query"]["data"] == "yes"


def test_edit_is_seen_with_its_keyboard_gone(
    world: World, bot: Account, person: Account, chat: Chat
) -> None:
    sent = say(world, bot, chat)
    bot_acts.edit_text(world, bot, chat, sent.message_id, (FormattedText("y"), ()))
    seen = world.events[person.id][-1]
    assert (seen["type"], seen["message"]["text"]) == ("edited", "y")
    assert (seen["message"]["buttons"], seen["message"]["edited"]) == ([], True)
    with pytest.raises(Refusal, match="message is not modified: specified new message content"):
        bot_acts.edit_text(world, bot, chat, sent.message_id, (FormattedText("y"), ()))


def test_reply_keyboards_make_a_message_uneditable(world: World, bot: Account, chat: Chat) -> None:
    draft = Message(0, bot.id, 0, FormattedText("x"), reply_keyboard={"keyboard": [["是"]]})
    sent = bot_acts.send(world, bot, chat, draft)
    assert person_acts.chat_state(world, chat)["keyboard"] == [["是"]]
    with pytest.raises(Refusal, match="message can't be edited"):
        bot_acts.edit_text(world, bot, chat, sent.message_id, (FormattedText("y"), ()))


def test_old_messages_cannot_be_deleted(
    world: World, clock: Clock, bot: Account, chat: Chat, person: Account
) -> None:
    first, second = say(world, bot, chat), say(world, bot, chat)
    bot_acts.delete(world, bot, chat, first.message_id)
    assert kinds(world, person)[-1] == "deleted"
    clock.now += 48 * 3600 + 1
    with pytest.raises(Refusal, match="message can't be deleted for everyone"):
        bot_acts.delete(world, bot, chat, second.message_id)


def test_caption_counts_utf16_units_after_parsing() -> None:
    bot_acts.check_body(FormattedText("😀" * 512), is_caption=True)
    with pytest.raises(Refusal, match="MEDIA_CAPTION_TOO_LONG"):
        bot_acts.check_body(FormattedText("😀" * 512 + "x"), is_caption=True)
    bot_acts.check_body(FormattedText("😀" * 2048), is_caption=False)
    with pytest.raises(Refusal, match="message is too long"):
        bot_acts.check_body(FormattedText("😀" * 2048 + "x"), is_caption=False)


def test_forward_keeps_the_origin_and_the_command(
    world: World, bot: Account, person: Account, other: Account, chat: Chat, group: Chat
) -> None:
    command = person_acts.send(world, other.id, group, "/sign")
    person_acts.forward(world, person.id, (group, command.message_id), chat)
    forwarded = updates(world, bot)[-1]["message"]
    assert forwarded["from"]["id"] == person.id
    assert forwarded["forward_origin"]["sender_user"]["id"] == other.id
    assert forwarded["entities"][0]["type"] == "bot_command"


def test_protected_messages_cannot_be_forwarded(
    world: World, bot: Account, person: Account, chat: Chat, group: Chat
) -> None:
    draft = Message(0, bot.id, 0, FormattedText("x"), protected=True)
    sent = bot_acts.send(world, bot, chat, draft)
    with pytest.raises(PersonError, match="protected"):
        person_acts.forward(world, person.id, (chat, sent.message_id), group)


def test_people_edit_only_their_own(
    world: World, bot: Account, person: Account, chat: Chat
) -> None:
    mine = person_acts.send(world, person.id, chat, "x")
    person_acts.edit(world, person.id, chat, mine.message_id, "/help")
    assert updates(world, bot)[-1]["edited_message"]["text"] == "/help"
    with pytest.raises(PersonError, match="not a text that this person wrote"):
        person_acts.edit(world, person.id, chat, say(world, bot, chat).message_id, "y")


def test_privacy_mode_hides_talk_between_people(
    world: World, bot: Account, person: Account, other: Account, group: Chat
) -> None:
    before = len(updates(world, bot))
    person_acts.send(world, person.id, group, "你好")
    person_acts.send(world, person.id, group, "/help@other_bot")
    assert kinds(world, person) == ["own", "own"]
    assert kinds(world, other) == ["message", "message"]
    assert len(updates(world, bot)) == before
    sent = say(world, bot, group)
    person_acts.send(world, other.id, group, "答", reply_to=sent.message_id)
    person_acts.send(world, other.id, group, "/help@sunlot_bot")
    heard = [update["message"]["text"] for update in updates(world, bot)[before:]]
    assert heard == ["答", "/help@sunlot_bot"]


def test_bot_that_reads_everything_hears_it(world: World, person: Account) -> None:
    bot = world.add_bot("9:LOCAL-x", "all_bot", "x", reads_all=True)
    group = world.add_group("大厅", [person.id], [bot.id])
    person_acts.send(world, person.id, group, "你好")
    assert updates(world, bot)[-1]["message"]["text"] == "你好"


def test_entry_block_and_leaving_are_told(
    world: World, bot: Account, person: Account, chat: Chat, group: Chat
) -> None:
    sent = say(world, bot, chat)
    person_acts.block(world, person.id, chat, True)
    with pytest.raises(PersonError, match="unblock it first"):
        person_acts.press(world, person.id, chat, sent.message_id, "yes", None)
    with pytest.raises(Refusal, match="bot was blocked by the user"):
        bot_acts.find_chat(world, bot, person.id)
    bot_acts.leave(world, bot, group)
    with pytest.raises(Refusal, match="bot is not a member of the group chat"):
        bot_acts.find_chat(world, bot, group.id)
    changes = [update["my_chat_member"] for update in updates(world, bot)]
    statuses = [(c["old_chat_member"]["status"], c["new_chat_member"]["status"]) for c in changes]
    assert statuses == [("left", "member"), ("member", "kicked"), ("member", "left")]


def test_members(world: World, bot: Account, person: Account, other: Account, group: Chat) -> None:
    stranger = world.add_person("外", None, None, "zh")
    asked = [person.id, other.id, bot.id, stranger.id]
    statuses = [bot_acts.member(world, group, account)["status"] for account in asked]
    assert statuses == ["creator", "member", "member", "left"]
    with pytest.raises(Refusal, match="user not found"):
        bot_acts.member(world, group, 5)


def test_reset_keeps_the_numbering_of_updates(
    world: World, bot: Account, person: Account, chat: Chat
) -> None:
    person_acts.send(world, person.id, chat, "x")
    last = updates(world, bot)[-1]["update_id"]
    world.reset()
    again = world.add_bot("7:LOCAL-test", "sunlot_bot", "阳光签")
    reader = world.add_person("李", None, None, "zh")
    person_acts.send(world, reader.id, world.private_chat(reader.id, again.id), "y")
    assert updates(world, again)[0]["update_id"] == last + 1


@pytest.mark.parametrize(
    ("token", "sentence"),
    [
        ("123456789:" + "A" * 35, "looks like one of a real Telegram bot"),
        ("123456789:LOCAL-" + "A" * 29, "looks like one of a real Telegram bot"),
        ("7:anything", "A local token looks like"),
        ("1234567:LOCAL-x", "A local token looks like"),
    ],
)
def test_tokens_that_are_refused(world: World, token: str, sentence: str) -> None:
    with pytest.raises(PersonError, match=sentence):
        world.add_bot(token, "x_bot", "x")
    assert world.accounts == {}


def test_ids_and_usernames_are_unique(world: World, bot: Account) -> None:
    with pytest.raises(PersonError, match="exists already"):
        world.add_bot("7:LOCAL-other", "second_bot", "x")
    with pytest.raises(PersonError, match="is taken"):
        world.add_bot("8:LOCAL-x", (bot.username or "").upper(), "x")
