"""What is sealed stays sealed: salts, leaves, and canaries over every published byte."""

import base64
import hashlib
import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from pypinyin import lazy_pinyin

from inspection import acts, answers, disclosure
from inspection.people import Role
from tests.inspection import by_hand
from tests.inspection import hall as halls
from tests.inspection.conftest import At
from tests.inspection.hall import Hall
from tests.inspection.tables import everything, published

SAID = ("春眠不觉晓处处闻啼鸟", "异议：名单不全金丝雀", "答复：已核对金丝雀")


def openings(hall: Hall) -> list[dict[str, Any]]:
    parts = frozenset(disclosure.PARTS)
    lines = hall.do(lambda desk: list(disclosure.openings(desk.session, 1, parts)))
    return [json.loads(line) for _, line in lines]


def played(at: At) -> Hall:
    """A closed campaign in which people typed sentences that nobody must ever find."""
    hall = at("frozen")
    people = hall.people
    hall.do(partial(acts.contribute, by=people["r2"], text=SAID[0]))
    draw = halls.finish_draw(hall)
    objects = partial(answers.object_to, draw=1, digest=draw.digest, code="other", text=SAID[1])
    hall.do(partial(objects, by=people["r3"]))
    seq = hall.draw.objections[3]
    replies = partial(answers.answer_objection, seq=seq, outcome="unfounded", text=SAID[2])
    hall.do(partial(replies, by=people["s1"]))
    halls.close(hall)
    return hall


def test_every_leaf_is_the_hash_of_its_openings(at: At) -> None:
    hall = at("open")
    blob = hall.campaign.opened["roster"]["blob"]
    leaves = [by_hand.leaf(line) for line in openings(hall)]
    assert leaves == sorted(set(leaves))
    listed = hall.do(lambda desk: desk.office.book.blob(desk.session, blob)).decode()
    assert listed == "".join(f"{leaf}\n" for leaf in leaves)
    assert hall.campaign.opened["roster"]["count"] == len(leaves) == 600


def test_every_person_of_the_campaign_is_sealed(at: At) -> None:
    hall = at("open")
    opened = hall.campaign.opened
    named = [*opened["officials"], *opened["supervisors"]]
    named += [row["person"] for row in opened["representatives"]]
    named += [row["substitute"] for row in opened["representatives"] if row["substitute"]]
    sealed = everything(hall)["seal"]
    assert sorted(named) == sorted(str(row[0]) for row in sealed)
    for commitment, _, _, salt, value in sealed:
        assert commitment == by_hand.commitment("person", str(salt), json.loads(str(value)))
    assert len(named) == len(hall.people)


def test_a_substitute_of_nobody_is_not_named(at: At) -> None:
    """Its acts would stand in the book for a representative that does not exist."""
    hall = at("listed")
    hall.people["b9"] = halls.join(hall, Role.SUBSTITUTE, 9, 901)
    halls.open_campaign(hall)
    assert str(hall.people["b9"].id) not in {str(row[2]) for row in everything(hall)["seal"]}


def test_no_salt_or_secret_is_ever_used_twice(at: At) -> None:
    hall = at("over")
    halls.open_campaign(hall)  # the same lists once more: everything is fresh
    rows = everything(hall)
    salts = [str(row[place]) for row in rows["enterprise"] for place in (2, 4, 6, 7)]
    salts += [str(row[3]) for row in rows["seal"]]
    salts += [str(row[1]) for row in rows["sealed_text"]]
    salts += [str(row[3]) for row in rows["secret"]]
    assert all(len(salt) == 64 for salt in salts)
    assert len(set(salts)) == len(salts) > 2 * 600 * 4


def test_secrets_are_published_when_they_are_opened_and_not_before(at: At) -> None:
    for stage, seen in (("closed", False), ("opened", True)):
        hall = at(stage)
        book = b"".join(published(hall).values())
        secrets = [str(row[3]) for row in everything(hall)["secret"]]
        assert len(secrets) == 2
        for secret in secrets:
            assert (secret.encode() in book) is seen


def test_no_salt_or_lot_of_a_sealed_roster_is_published(at: At) -> None:
    hall = played(at)
    book = b"".join(published(hall).values())
    rows = everything(hall)
    salts = [str(row[place]) for row in rows["enterprise"] for place in (2, 4, 6, 7)]
    salts += [str(row[3]) for row in rows["seal"]] + [str(row[1]) for row in rows["sealed_text"]]
    assert not [salt for salt in salts if salt.encode() in book]
    assert len(salts) > 2_400


def forms(text: str) -> Iterator[bytes]:
    """The text as somebody could find it: encoded, escaped, hashed without a salt."""
    raw = text.encode()
    encoded = [raw, text.encode("gb18030"), text.encode("utf-16-le"), text.encode("utf-16-be")]
    yield from encoded
    yield json.dumps(text).strip('"').encode()
    yield json.dumps(text).strip('"').upper().encode()
    yield json.dumps(text, ensure_ascii=False).strip('"').encode()
    yield base64.b64encode(raw)
    yield raw.hex().encode()
    for data in (*encoded[:2], json.dumps(text, ensure_ascii=False).encode(), raw + b"\n"):
        for name in ("sha256", "md5", "sha1"):
            found = hashlib.new(name, data, usedforsecurity=False)
            yield from (
                found.hexdigest().encode(),
                found.digest(),
                base64.b64encode(found.digest()),
            )


def pinyin(name: str) -> Iterator[bytes]:
    for joint in ("", " ", "-", "_"):
        yield joint.join(lazy_pinyin(name)).encode()


def test_the_canaries_can_sing() -> None:
    book = "示例甲有限公司…shi li yi you xian gong si".encode()
    assert any(form in book for form in forms("示例甲有限公司"))
    assert any(form in book for form in pinyin("示例乙有限公司"))
    assert not any(form in book for form in forms("示例丙有限公司"))


def test_no_name_code_or_sentence_is_in_any_published_byte(at: At) -> None:
    hall = played(at)
    files = published(hall)
    book = b"\n".join([*files.values(), *(path.encode() for path in files)])
    lower = book.lower()
    found = []
    for line in openings(hall):
        shown = line["id"]["value"]
        name, code = shown["name"], shown["code"]
        texts = (name, code, code.lower(), *shown["addresses"])
        found += [text for text in texts if any(form in book for form in forms(text))]
        found += [name for form in pinyin(name) if form.lower() in lower]
    for text in (*SAID, *(person.name for person in hall.people.values())):
        found += [text for form in forms(text) if form in book]
    assert found == []
