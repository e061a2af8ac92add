"""Faults on order, all off at first. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields

from local_beacon.errors import FaultRefused

LONGEST = 90_000.0
"""The most seconds a fault may say: a little more than the 24 hours after which rounds are void."""


@dataclass(frozen=True)
class Faults:
    """How this relay misbehaves until it is told otherwise.

    `lie`: it gives another round's signature. `silent`: the chain makes no new round. `stall`:
    seconds of real time before any answer. `shift`: seconds by which rounds come late, or early
    if below zero.
    """

    lie: bool = False
    silent: bool = False
    stall: float = 0.0
    shift: float = 0.0


def parse_faults(raw: object) -> Faults:
    """The faults of a JSON object; what it does not name is off. Raises `FaultRefused`."""
    if not isinstance(raw, dict):
        raise FaultRefused(f"Expected a JSON object, found {type(raw).__name__}.")
    known = {field.name for field in fields(Faults)}
    if unknown := sorted(set(raw) - known):
        raise FaultRefused(f"Unknown: {', '.join(unknown)}. Known are: {', '.join(sorted(known))}.")
    for name, value in raw.items():
        _require(name, value)
    return Faults(**raw)


def _require(name: str, value: object) -> None:
    if name in ("lie", "silent"):
        if type(value) is not bool:
            raise FaultRefused(f"{name}: expected true or false, found {value!r}.")
        return
    least = -LONGEST if name == "shift" else 0.0
    if type(value) not in (int, float) or not least <= float(str(value)) <= LONGEST:
        found = f"{least:,.0f} … {LONGEST:,.0f} seconds, found {value!r}"
        raise FaultRefused(f"{name}: expected {found}.")
