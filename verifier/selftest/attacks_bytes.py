"""Faults of single entries: look-alike bytes, keys and signatures, unknown versions."""

from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from .attacks_entries import raw
from .book import Data, Maker
from .spoiling import Attack, body, insert, later, prepared, put, remove, swap

ORDER = 2**252 + 27742317777372353535851937790883648493
STRANGER = Ed25519PrivateKey.from_private_bytes(b"\7" * 32)


def bytes_of(kind: str, old: bytes, new: bytes) -> Callable[[], Maker]:
    """The bytes of an entry's body are written in another way and signed so."""
    return later(raw(kind, lambda data: data.replace(old, new, 1)))


def unknown(
    name: str, change: Callable[[Maker], None], kind: str, draw: int | None = None
) -> Attack:
    """An entry of a version that this verifier does not know."""
    return Attack("03.kind", name, later(change), kind, draw, result="not_checked")


def malleable(maker: Maker) -> None:
    """S of a signature is raised by the order of the group."""

    def change(whole: bytes) -> bytes:
        place = whole.rindex(b'"sig":"') + 7
        signature = bytes.fromhex(whole[place : place + 128].decode())
        raised = int.from_bytes(signature[32:], "little") + ORDER
        other = signature[:32] + raised.to_bytes(32, "little")
        return whole[:place] + other.hex().encode() + whole[place + 128 :]

    maker.entries[maker.find("draw.freeze", 3)]["bytes"] = change


def of_another_entry(maker: Maker) -> None:
    """The signature of another entry stands here."""
    other = maker.sealed_entries()[maker.find("draw.freeze", 1)]
    tail = other[other.rindex(b',"sigs":[') :]
    maker.entries[maker.find("draw.freeze", 3)]["bytes"] = lambda b: (
        b[: b.rindex(b',"sigs":[')] + tail
    )


def other_payload(maker: Maker) -> None:
    """The body is signed without its type, as a plain message."""
    seq = maker.find("draw.freeze", 3)
    whole = maker.sealed_entries()[seq]
    maker.entries[seq]["message"] = whole[len(b'{"body":') : whole.rindex(b',"sigs":[')]


def signed_by_stranger(maker: Maker) -> None:
    """A key that nobody named signs."""
    maker.entries[maker.find("draw.freeze", 3)]["key"] = STRANGER


def under_other_id(maker: Maker) -> None:
    """The agency's signature stands under a stranger's key id."""
    seq = maker.find("draw.freeze", 3)
    whole = maker.sealed_entries()[seq]
    place = whole.rindex(b'"key":"') + 7
    maker.entries[seq]["bytes"] = lambda b: b[:place] + b"9" * 64 + b[place + 64 :]


def same_key_twice(maker: Maker) -> None:
    """The same key signs twice, as if two had signed."""

    def double(whole: bytes) -> bytes:
        start = whole.rindex(b'"sigs":[') + 8
        return whole[:-2] + b"," + whole[start:-2] + b"]}"

    maker.entries[maker.find("draw.freeze", 3)]["bytes"] = double


def third_key(maker: Maker) -> None:
    """Beside body and signatures an entry has something else."""
    maker.entries[maker.find("draw.freeze", 3)]["bytes"] = lambda b: b[:-1] + b',"zz":1}'


def second_genesis(maker: Maker) -> None:
    """A second genesis in the middle of the book."""
    insert(maker, 3, "genesis", dict(maker.data("genesis")))


def other_agency(maker: Maker) -> None:
    """The agency key is exchanged, everything signed with the new one."""
    maker.trusted_first = maker.sealed_entries()[0]
    maker.agency = STRANGER
    maker.data("genesis")["agency_key"] = maker.public(STRANGER).hex()


def deep(data: bytes) -> bytes:
    """Nine lists inside each other."""
    return data.replace(b'"statements":[', b'"statements":[[[[[[[[[]]]]]]]],', 1)


def long_number(data: bytes) -> bytes:
    """A time of 2^53."""
    start = data.index(b'"at":') + 5
    end = data.index(b",", start)
    return data[:start] + b"9007199254740992" + data[end:]


def gone(kind: str, draw: int | None, nth: int = 0) -> Callable[[], Maker]:
    """An entry is left out."""
    return later(lambda maker: remove(maker, maker.find(kind, draw, nth)))


def exchanged(first: str, second: str, draw: int) -> Callable[[], Maker]:
    """Two neighbouring entries come in the other order."""
    return later(lambda maker: swap(maker, maker.find(first, draw), maker.find(second, draw)))


def again(kind: str, draw: int | None, before: str) -> Callable[[], Maker]:
    """An entry comes a second time."""

    def change(maker: Maker) -> None:
        insert(maker, maker.find(before, draw), kind, dict(maker.data(kind, draw)))

    return later(change)


def day(data: Data) -> None:
    """A day that no month has."""
    data.update(sampling_until="2026-06-31")


ATTACKS: list[Attack] = [
    # bytes
    Attack("03.canonical", "minus zero", bytes_of("roster.audit", b'"campaign":1', b'"campaign":-0'
           ), "roster.audit"),
    Attack("03.canonical", "leading zero", bytes_of("roster.audit", b'"campaign":1',
           b'"campaign":01'), "roster.audit"),
    Attack("03.canonical", "look-alike digit", bytes_of("roster.audit", b'"campaign":1',
           '"campaign":１'.encode()), "roster.audit"),
    Attack("03.canonical", "look-alike key", bytes_of("roster.audit", b'"campaign"',
           '"cаmpaign"'.encode()), "roster.audit"),
    Attack("03.canonical", "two to the 53", later(raw("roster.audit", long_number)),
           "roster.audit"),
    Attack("03.canonical", "too deep", later(raw("roster.audit", deep)), "roster.audit"),
    Attack("03.canonical", "not UTF-8", bytes_of("campaign.open", b'"title":"', b'"title":"\xc0\x80'
           ), "campaign.open"),
    Attack("03.canonical", "lone surrogate", bytes_of("campaign.open", b'"title":"',
           b'"title":"\xed\xa0\x80'), "campaign.open"),
    Attack("03.canonical", "keys unordered", bytes_of("roster.audit", b'"campaign":1,"level":"D"',
           b'"level":"D","campaign":1'), "roster.audit"),
    Attack("03.canonical", "exponent", bytes_of("roster.audit", b'"campaign":1', b'"campaign":1e0'),
           "roster.audit"),
    Attack("03.schema", "no such day", later(lambda m: day(m.data("campaign.open"))),
           "campaign.open"),
    Attack("03.schema", "upper-case hex", later(put("draw.commit", 4, commitment="A" * 64)),
           "draw.commit", 4),
    Attack("03.schema", "number as text", later(put("confirm", 1, expires="1772500000")),
           "confirm", 1),
    Attack("03.schema", "third key of an entry", later(third_key), "draw.freeze", 3),
    Attack("03.schema", "reasons in other order", later(lambda m: m.data("draw.freeze", 4)[
        "excluded"].reverse()), "draw.freeze", 4),
    Attack("03.schema", "key missing", later(lambda m: m.data("confirm", 1).pop("nonce")),
           "confirm", 1),
    # versions
    unknown("profile", put("genesis", None, profile="sunlot/v9"), "genesis"),
    unknown("allocation", put("campaign.open", None, allocation="by_lot"), "campaign.open"),
    unknown("matching", put("campaign.open", None, matching="by_hand"), "campaign.open"),
    unknown("chain", put("campaign.open", None, beacon="ab" * 32), "campaign.open"),
    unknown("rules", put("campaign.open", None, rules="sunlot/v2"), "campaign.open"),
    # links of the chain
    Attack("03.seq", "repeated", later(lambda m: m.entries[m.find("draw.choice", 3)].update(
        body={"seq": m.find("draw.choice", 3) - 1})), "draw.choice", 3),
    Attack("03.prev", "first again", later(body("roster.audit", prev="0" * 64)), "roster.audit"),
    # keys and signatures
    Attack("04.genesis", "second", later(second_genesis), "genesis", None, 1),
    Attack("04.genesis", "another agency", prepared(other_agency), "genesis"),
    Attack("04.signature", "S raised", later(malleable), "draw.freeze", 3),
    Attack("04.signature", "of another entry", later(of_another_entry), "draw.freeze", 3),
    Attack("04.signature", "without its type", later(other_payload), "draw.freeze", 3),
    Attack("04.signature", "stranger", later(signed_by_stranger), "draw.freeze", 3),
    Attack("04.signature", "another key id", later(under_other_id), "draw.freeze", 3),
    Attack("03.schema", "same key twice", later(same_key_twice), "draw.freeze", 3),
]  # fmt: skip
