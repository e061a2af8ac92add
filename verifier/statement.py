"""The result statement, the text whose digest people confirm (spec 02 §9)."""

from collections.abc import Mapping
from typing import Any

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


def text_of(fields: Mapping[str, Any]) -> bytes:
    """The whole statement from its fields."""
    lines = [HEAD, *(line(name, fields[name]) for name in FIELDS)]
    return "".join(one + "\n" for one in lines).encode("utf-8")
