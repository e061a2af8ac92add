"""Witnesses: the policy of a ledger and cosignatures of its notes (spec 01 §2, 03 §8)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .canonical import MAX_INTEGER
from .findings import Fault, say
from .note import Checkpoint, NoteError, NoteKey, is_signed, parse_witness_key

_MAX_WITNESSES = 15
_MAX_BODY = 200
_TIME_BYTES = 8
_SIGNATURE_BYTES = 64


@dataclass(frozen=True)
class Witness:
    """A party that signs heads: who it is, its vkey as written, and the key itself."""

    body: str
    vkey: str
    key: NoteKey


@dataclass(frozen=True)
class Policy:
    """Whose signatures count, and how many of them there must be."""

    quorum: int
    witnesses: tuple[Witness, ...]

    def bodies(self) -> tuple[str, ...]:
        """Who the witnesses are, in the order of the policy."""
        return tuple(witness.body for witness in self.witnesses)


def read_policy(quorum: int, rows: Sequence[Mapping[str, str]]) -> Policy:
    """A policy whose vkeys can be read; raises NoteError."""
    witnesses = [Witness(row["body"], row["vkey"], parse_witness_key(row["vkey"])) for row in rows]
    return Policy(quorum, tuple(witnesses))


def policy_faults(quorum: int, rows: Sequence[Mapping[str, str]]) -> Iterator[Fault]:
    """What breaks the rules of 01 §2: numbers, vkeys, bodies, order, nothing twice."""
    yield from _number_faults(quorum, len(rows))
    vkeys = [row["vkey"] for row in rows]
    if vkeys != sorted(vkeys):
        yield Fault(say("ascending order"), "witnesses")
    public: list[bytes] = []
    for place, row in enumerate(rows):
        if not 1 <= len(row["body"]) <= _MAX_BODY:
            wrong = say("the text is empty or longer than {n} characters", n=_MAX_BODY)
            yield Fault(wrong, f"witnesses[{place}].body")
        try:
            public.append(parse_witness_key(row["vkey"]).public)
        except NoteError as fault:
            yield Fault(say(str(fault)), f"witnesses[{place}].vkey", None, row["vkey"])
    bodies = [row["body"] for row in rows]
    for name, values in (("vkey", vkeys), ("body", bodies), ("key", public)):
        if len(set(values)) < len(values):
            wrong = say("two witnesses share what must be their own")
            yield Fault(wrong, f"witnesses, {name}")


def _number_faults(quorum: int, count: int) -> Iterator[Fault]:
    if count > _MAX_WITNESSES:
        wrong = say("there are too many witnesses")
        yield Fault(wrong, "witnesses", f"<= {_MAX_WITNESSES}", str(count))
    if not (quorum == count == 0 or count < 2 * quorum <= 2 * count):
        wrong = say("the quorum must be more than half of the witnesses and at most all of them")
        low = count // 2 + 1 if count else 0
        yield Fault(wrong, "quorum", f"{low} … {count}", str(quorum))


@dataclass(frozen=True)
class Cosignature:
    """A valid line of a witness; `time` is its clock in seconds since 1970."""

    witness: Witness
    time: int


def cosignatures(checkpoint: Checkpoint, policy: Policy) -> tuple[Cosignature, ...]:
    """The valid lines of the policy's witnesses, ascending by vkey; raises NoteError.

    A second line of a witness, one of another length or with a wrong signature makes the whole
    note invalid (03 §8). Lines of other keys are ignored.
    """
    known = {(one.key.name, one.key.key_id): one for one in policy.witnesses}
    found: dict[tuple[str, bytes], Cosignature] = {}
    for name, blob in checkpoint.lines:
        witness = known.get(line := (name, blob[:4]))
        if witness is None:
            continue
        if line in found:
            raise NoteError("a witness has more than one line", name)
        found[line] = _cosignature(checkpoint, witness, blob[4:])
    return _by_key(found.values())


def _by_key(found: Iterable[Cosignature]) -> tuple[Cosignature, ...]:
    """One per public key, the earliest: two names of one key are one witness, whatever 01 §2 says.

    (That a policy must not name a key twice is 04.genesis.)
    """
    earliest: dict[bytes, Cosignature] = {}
    for one in sorted(found, key=lambda one: one.time):
        earliest.setdefault(one.witness.key.public, one)
    return tuple(sorted(earliest.values(), key=lambda one: one.witness.vkey))


def _cosignature(checkpoint: Checkpoint, witness: Witness, data: bytes) -> Cosignature:
    name = witness.key.name
    if len(data) != _TIME_BYTES + _SIGNATURE_BYTES:
        raise NoteError("a witness's line has a wrong length", name)
    time = int.from_bytes(data[:_TIME_BYTES], "big")
    if not 1 <= time <= MAX_INTEGER:
        raise NoteError("a witness's time is 0 or not below 2^53", name)
    message = b"cosignature/v1\ntime %d\n" % time + checkpoint.text
    if not is_signed(witness.key.public, data[_TIME_BYTES:], message):
        raise NoteError("a witness's signature does not fit the note", name)
    return Cosignature(witness, time)


def policy_value(policy: Policy) -> dict[str, Any]:
    """The policy as genesis and trust file write it."""
    rows = [{"body": one.body, "vkey": one.vkey} for one in policy.witnesses]
    return {"quorum": policy.quorum, "witnesses": rows}
