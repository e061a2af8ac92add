"""What has to be there before a campaign can be opened: the lists, and the people."""

from __future__ import annotations

from bot.message import Html
from bot.terms import LISTS, stack
from bot.texts import T
from inspection import Desk, Role
from inspection.files import KINDS, staged
from inspection.people import people


def preparation(t: T, desk: Desk) -> Html:
    """The lists as they were sent last, and how many people are enrolled."""
    found = staged(desk)
    lists = [
        t(
            "{list}: {rows} rows ({name})",
            list=t(LISTS[kind]),
            rows=found[kind].rows,
            name=found[kind].name,
        )
        if kind in found
        else t("{list}: not sent yet", list=t(LISTS[kind]))
        for kind in KINDS
    ]
    return stack(*lists, _enrolled_counts(t, desk))


def _enrolled_counts(t: T, desk: Desk) -> Html:
    counts = {role: len(people(desk, role)) for role in Role}
    return t(
        "Enrolled: {officials} officials, {supervisors} supervisors, {representatives} "
        "representatives, {substitutes} substitutes.",
        officials=counts[Role.OFFICIAL],
        supervisors=counts[Role.SUPERVISOR],
        representatives=counts[Role.REPRESENTATIVE],
        substitutes=counts[Role.SUBSTITUTE],
    )


def missing(t: T, desk: Desk) -> Html:
    """The first thing that is missing before a campaign can be opened; empty if nothing is."""
    found = staged(desk)
    for kind in KINDS:
        if kind not in found:
            return t("Next: send the {list} as a CSV or XLSX file.", list=t(LISTS[kind]))
    if len(people(desk, Role.OFFICIAL)) < 2:
        return t("Next: invite a second official: /invite official NAME")
    if not people(desk, Role.SUPERVISOR):
        return t("Next: invite a supervisor: /invite supervisor NAME")
    if not people(desk, Role.REPRESENTATIVE):
        return t("Next: invite the representatives: /invite representative 1 NAME")
    return Html("")
