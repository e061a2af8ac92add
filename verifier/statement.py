"""The result statement, the text whose digest people confirm (spec 02 §9)."""

from collections.abc import Mapping, Sequence
from typing import Any

from .rules import Stratum

HEAD = "sunlot/v1/statement"
FIELDS = (
    "origin",
    "simulation",
    "campaign",
    "draw",
    "representative",
    "types",
    "roster",
    "pool",
    "N",
    "m",
    "n",
    "beacon",
    "seed",
    "cutoff",
    "odds",
    "selection",
    "rows",
    "over_quota",
)


# With `per_type` the strata stand in the place of these two (02 §6.1).
PER_DRAW = ("cutoff", "odds")


def stratum_line(one: Stratum) -> str:
    """The line of one stratum without its LF."""
    odds = "none" if one.odds is None else f"{one.odds[0]}/{one.odds[1]}"
    cutoff = "none" if one.cutoff is None else one.cutoff
    return f"stratum.{one.type}=N:{one.N},m:{one.m},n:{one.n},cutoff:{cutoff},odds:{odds}"


def line(name: str, value: Any) -> str:
    """One line of a statement without its LF.

    `types` is a list of codes, `odds` a pair or None, `cutoff` a digest or None, `over_quota`
    an object with both roles; everything else is written as it is.
    """
    if value is None:
        return f"{name}=none"
    if name == "types":
        return f"{name}={','.join(value)}"
    if name == "odds":
        return f"{name}={value[0]}/{value[1]}"
    if name == "over_quota":
        return f"{name}=sampling:{value['sampling']},testing:{value['testing']}"
    return f"{name}={str(value).lower() if isinstance(value, bool) else value}"


def text_of(fields: Mapping[str, Any], strata: Sequence[Stratum] = ()) -> bytes:
    """The whole statement from its fields and, with `per_type`, its strata."""
    lines = [HEAD]
    for name in FIELDS:
        if strata and name == PER_DRAW[0]:
            lines += map(stratum_line, strata)
        elif not strata or name not in PER_DRAW:
            lines.append(line(name, fields[name]))
    return "".join(one + "\n" for one in lines).encode("utf-8")
