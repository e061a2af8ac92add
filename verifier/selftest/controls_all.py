"""The honest controls, and the requirements that each keeps."""

from collections.abc import Callable, Mapping

from .attacks_files import honest_zip
from .attacks_history import kept_now
from .attacks_kept import proven_contribution, refuted_in_vain
from .controls import CONTROLS
from .package import Package

ALL_CONTROLS: Mapping[str, Callable[[], Package]] = {
    **CONTROLS,
    "as a ZIP": honest_zip,
    "what was kept, typed and printed": kept_now,
    "proof of a contribution": proven_contribution,
    "refuted in vain": refuted_in_vain,
}

# What only one of the other commands looks at; the control of every kind keeps all the rest.
OWN: Mapping[str, tuple[str, ...]] = {
    "as a ZIP": ("S04-12",),
    "what was kept, typed and printed": ("S04-13",),
    "proof of a contribution": ("S03-10",),
    "refuted in vain": ("S04-11",),
    "disclosed, after the deadline": ("S04-3", "S04-7"),
}


def kept_by(name: str, known: frozenset[str]) -> tuple[str, ...]:
    """The requirements that a control keeps and shows; `known` are all of the attacks'."""
    own = {id for ids in OWN.values() for id in ids}
    if name in OWN:
        return OWN[name]
    return tuple(sorted(known - own)) if name == "every kind of campaign" else ()
