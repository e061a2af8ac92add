"""What is known of an enterprise when it is drawn: the `facts` of its leaf (01 §1).

Contract: a `Facts`, `Visit` or `Row` that exists is well-formed; construction refuses anything
else with `BadInput`. So no later step looks again at patterns, order or repetition.

Order rules: `types`, `failed` and `conflicts` ascending, `last` ascending by type, none twice.

Left out of the facts of 01 §1 because no rule of the draw reads them: region, and the evidence of
a failure.
"""

import datetime
from dataclasses import dataclass

from draw.notation import (
    refusal,
    require_ascending,
    require_date,
    require_digest,
    require_institution,
    require_one_of,
    require_product_type,
)

STATUSES = ("normal", "closed", "invalid", "duplicate")
"""The states of an enterprise in the roster (01 §1)."""


@dataclass(frozen=True, slots=True)
class Visit:
    """The most recent published visit to an enterprise for one product type (01 §1, `last`).

    `sampler` and `tester` are institution codes, or "" where it is not known who it was.
    """

    type: str
    date: datetime.date
    sampler: str
    tester: str

    def __post_init__(self) -> None:
        require_product_type("type of a last visit", self.type)
        require_date("date of a last visit", self.date)
        for role, code in (("sampler", self.sampler), ("tester", self.tester)):
            if code != "":
                require_institution(f"{role} of a last visit", code)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules of the draw look at in one enterprise (01 §1).

    `types`: what it makes, at least one. `failed`: those of them in which it failed when last
    inspected. `last`: its last visits; a type may stand there that is not in `types`.
    `conflicts`: institutions that may serve it in no role. `status`: one of `STATUSES`.
    """

    types: tuple[str, ...]
    failed: tuple[str, ...]
    last: tuple[Visit, ...]
    conflicts: tuple[str, ...]
    status: str

    def __post_init__(self) -> None:
        require_one_of("status of an enterprise", self.status, STATUSES)
        self._require_types()
        require_ascending("last visits by type", [visit.type for visit in self.last])
        for code in self.conflicts:
            require_institution("conflict of an enterprise", code)
        require_ascending("conflicts of an enterprise", self.conflicts)

    def _require_types(self) -> None:
        if not self.types:
            advice = "An enterprise without a type does not belong in a roster."
            raise refusal("types of an enterprise", "at least one type", "none", advice)
        for code in self.types:
            require_product_type("type of an enterprise", code)
        require_ascending("types of an enterprise", self.types)
        require_ascending("failed types of an enterprise", self.failed)
        if strange := [code for code in self.failed if code not in self.types]:
            advice = "Add the type to `types`, or drop the failure."
            raise refusal("failed types of an enterprise", "types it has", repr(strange[0]), advice)

    def last_visit(self, product_type: str) -> Visit | None:
        """Return the last visit for that type, or None if the facts know none."""
        return next((visit for visit in self.last if visit.type == product_type), None)


@dataclass(frozen=True, slots=True)
class Row:
    """One enterprise of the roster: its leaf (64 hex digits) and its facts."""

    leaf: str
    facts: Facts

    def __post_init__(self) -> None:
        require_digest("leaf of a roster row", self.leaf)
