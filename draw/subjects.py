"""The selected enterprises on their way to institutions, and their types (02 §7).

Contract: from here on every ticket is keyed by the secret LOT, so that nobody can foretell type or
institutions before the openings. The order of the subjects given changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from draw.facts import Facts
from draw.notation import ascending_types, refusal, require_digest
from draw.tickets import index, ticket


@dataclass(frozen=True, slots=True)
class Subject:
    """A selected enterprise.

    `lot` is its LOT, 64 hex digits, distinct within a roster; `candidates` are the types of the
    pool it can be drawn for, ascending, at least one, each one of its types.
    """

    leaf: str
    lot: str = field(repr=False)
    candidates: tuple[str, ...]
    facts: Facts

    def __post_init__(self) -> None:
        require_digest("leaf of a subject", self.leaf)
        require_digest("LOT of a subject", self.lot, secret=True)
        ascending_types("candidates of a subject", self.candidates)
        if strange := [code for code in self.candidates if code not in self.facts.types]:
            advice = "Take the candidates from the pool of this draw."
            raise refusal("candidates of a subject", "types it has", repr(strange[0]), advice)


def assign_types(seed: str, subjects: Sequence[Subject]) -> Mapping[str, str]:
    """Return the type each leaf is drawn for, ascending by leaf (02 §7).

    Raises BadInput if a leaf or a LOT occurs twice or there is no subject.
    """
    _require_distinct(subjects)
    ordered = sorted(subjects, key=lambda subject: subject.leaf)
    return MappingProxyType({subject.leaf: _type(seed, subject) for subject in ordered})


def _type(seed: str, subject: Subject) -> str:
    place = index(ticket(seed, "type", subject.lot), len(subject.candidates))
    return subject.candidates[place]


def _require_distinct(subjects: Sequence[Subject]) -> None:
    if not subjects:
        raise refusal("subjects", "at least one", "none", "Pass the rows of the selection.")
    for what, keys in (
        ("leaf", {subject.leaf for subject in subjects}),
        ("LOT", {subject.lot for subject in subjects}),
    ):
        if len(keys) < len(subjects):
            found = f"{len(subjects)} subjects with {len(keys)}"
            advice = "Within a roster each is used once (01 §1)."
            raise refusal(f"{what} of the subjects", "each once", found, advice)
