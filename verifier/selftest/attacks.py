"""All attacks, and what each is about in words (04 §14)."""

from collections.abc import Mapping

from . import (
    attacks_acts,
    attacks_answers,
    attacks_beacon,
    attacks_bytes,
    attacks_draws,
    attacks_entries,
    attacks_foreign,
    attacks_keys,
    attacks_late,
    attacks_order,
    attacks_public,
    attacks_typed,
    attacks_unread,
    catalogue_files,
    catalogue_history,
)
from .spoiling import Attack
from .words import WORDS, Words

ATTACKS: tuple[Attack, ...] = tuple(
    sorted(
        (
            *catalogue_files.ATTACKS,
            *catalogue_history.ATTACKS,
            *attacks_bytes.ATTACKS,
            *attacks_keys.ATTACKS,
            *attacks_entries.ATTACKS,
            *attacks_acts.ATTACKS,
            *attacks_draws.ATTACKS,
            *attacks_typed.ATTACKS,
            *attacks_answers.ATTACKS,
            *attacks_beacon.ATTACKS,
            *attacks_late.ATTACKS,
            *attacks_order.ATTACKS,
            *attacks_public.ATTACKS,
            *attacks_unread.ATTACKS,
            *attacks_foreign.ATTACKS,
        ),
        key=lambda attack: attack.code,
    )
)


def words_of(attack: Attack) -> Words:
    """What an attack changes, in both languages, and the requirements it breaks."""
    return WORDS[attack.id]


def by_code() -> Mapping[str, tuple[Attack, ...]]:
    """The attacks of every check that has some."""
    codes = sorted({attack.code for attack in ATTACKS})
    return {code: tuple(a for a in ATTACKS if a.code == code) for code in codes}
