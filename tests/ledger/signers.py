"""Three synthetic witnesses, their keys always the same, that sign what a `World` published."""

from ledger.cosignatures import make_vkey, read_cosignatures, sign_cosignature
from tests.ledger.world import START, World, fixed_key

NAMES = ("association.example/w", "notary.example/w", "university.example/w")
KEYS = tuple(fixed_key(name) for name in NAMES)
VKEYS = tuple(make_vkey(name, key.public) for name, key in zip(NAMES, KEYS, strict=True))


def line(note: bytes, witness: int, time: int = START) -> bytes:
    """The line of the witness at that place of `NAMES` on a note."""
    text = note[: note.index(b"\n\n") + 1]
    return sign_cosignature(text, time, NAMES[witness], KEYS[witness])


def note_of(world: World) -> bytes:
    """The last signed note, without any witness's line."""
    signed = world.publisher.signed()
    assert signed is not None
    return signed.note


def sign(world: World, *witnesses: int, time: int = START) -> bytes:
    """These witnesses sign the present head; gives the note with all its lines."""
    note = note_of(world)
    return world.publisher.witness(note, [line(note, witness, time) for witness in witnesses])


def times(note: bytes) -> dict[int, int]:
    """Witness, by its place → the time of its line in this note."""
    return {VKEYS.index(one.vkey): one.time for one in read_cosignatures(note, VKEYS)}


def public_times(world: World) -> dict[int, int]:
    """The same of the checkpoint as everybody can read it."""
    return times((world.published / "checkpoint").read_bytes())
