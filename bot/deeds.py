"""The steps an official presses, as a table: label, preview, act, outcome.

A preview says what will be fixed and what cannot be taken back; an outcome says what was fixed.
Numbers come from the book or from the same rule that will write them, never from the message.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bot import labels
from bot.message import Html
from bot.terms import EXCLUSIONS, grouped, stack, term
from bot.texts import T
from inspection import Desk, DrawState, Person, Step
from inspection.acts import (
    close_contributions,
    commit_draw,
    draw_result,
    freeze_pool,
    inherit_choice,
    open_secrets,
    unopened,
)
from inspection.disclosure import PARTS, disclose
from inspection.matching import match_institutions
from inspection.people import Role, people
from inspection.queries import count_pool, next_step
from inspection.records import running, running_draw


@dataclass(frozen=True)
class Deed:
    """One step: `preview` and `outcome` render it before and after, `act` is the use case."""

    label: str
    preview: Callable[[T, Desk], Html]
    act: Callable[[Desk, Person], object]
    outcome: Callable[[T, Desk], Html]


def representative(t: T, desk: Desk, number: int) -> Html:
    """Number and name of a representative; for private chats only."""
    for person in people(desk, Role.REPRESENTATIVE):
        if person.number == number:
            return t("representative {number} ({name})", number=number, name=person.name)
    return t("representative {number}", number=number)


def draw_title(t: T, draw: DrawState) -> Html:
    """Which draw a message is about."""
    return t("<b>Campaign {campaign}, draw {draw}</b>", campaign=draw.campaign, draw=draw.number)


def selection_numbers(t: T, draw: DrawState) -> Html:
    """Pool, certain and equal-chance part of a drawn selection, exactly as in the book."""
    counts = t("{pool} enterprises in the pool, {n} drawn.", pool=draw.pool, n=draw.size)
    certain = t("Certainly drawn, because they failed last time: {must}.", must=draw.must)
    if draw.odds is None:
        return stack(counts, certain, t("Nobody else was in the pool."))
    a, b = draw.odds
    return stack(
        counts,
        certain,
        t(
            "All others: {a} of {b}; the same chance for each if nobody steered the seed. "
            "No public beacon was used.",
            a=a,
            b=b,
        ),
    )


def over_quota(t: T, draw: DrawState) -> Html:
    """Rows that went beyond an institution's quota; empty if there are none."""
    sampling, testing = draw.over_quota
    if not sampling and not testing:
        return Html("")
    return t(
        "Over quota: {sampling} for sampling, {testing} for testing.",
        sampling=sampling,
        testing=testing,
    )


# ── commitment and choice ──


def _commit_preview(t: T, desk: Desk) -> Html:
    campaign = running(desk)
    number = campaign.next_representative or 0
    return t(
        "You are about to publish the commitment of draw {draw}: 32 secret bytes are made, and "
        "their fingerprint goes into the book before anybody chooses. Then {who} chooses the "
        "product types.",
        draw=len(campaign.draws) + 1,
        who=representative(t, desk, number),
    )


def _commit_outcome(t: T, desk: Desk) -> Html:
    draw = running_draw(desk)
    return stack(
        draw_title(t, draw),
        t("The commitment is published: {digest}", digest=grouped(draw.commitment)),
        t("{who} is asked to choose.", who=representative(t, desk, draw.representative))
        if next_step(desk) is Step.CHOOSE
        else "",
    )


def _inherit_preview(t: T, desk: Desk) -> Html:
    draw = running_draw(desk)
    before = running(desk).inherited_choice(draw.representative)
    return t(
        "You are about to repeat the choice of the voided draw {before}: the same {n} product "
        "types. A void does not discard a choice: it is repeated here, and if the campaign were "
        "closed without repeating it, everyone's verification would name it.",
        before=before.number if before else 0,
        n=len(before.types) if before else 0,
    )


def _inherit_outcome(t: T, desk: Desk) -> Html:
    draw = running_draw(desk)
    done = t("The voided choice was repeated: {n} product types.", n=len(draw.types))
    return stack(draw_title(t, draw), done)


# ── pool and contributions ──


def _freeze_preview(t: T, desk: Desk) -> Html:
    draw = running_draw(desk)
    count = count_pool(desk, draw.types)
    return t(
        "You are about to fix the pool of draw {draw}: {types} product types, {pool} enterprises, "
        "of which {must} failed last time; planned {planned}, to be drawn {n}.",
        draw=draw.number,
        types=len(draw.types),
        pool=count.size,
        must=count.must,
        planned=count.planned,
        n=count.n,
    )


def _freeze_outcome(t: T, desk: Desk) -> Html:
    draw = running_draw(desk)
    left_out = [
        t("{reason}: {n}", reason=term(t, EXCLUSIONS, why), n=n)
        for why, n in draw.excluded.items()
        if n
    ]
    return stack(
        draw_title(t, draw),
        t("The pool is fixed: {pool} enterprises, to be drawn {n}.", pool=draw.pool, n=draw.size),
        t("Left out: {reasons}.", reasons=left_out) if left_out else "",
        t("The representatives are asked to contribute to the randomness; at least one must."),
    )


def _close_preview(t: T, desk: Desk) -> Html:
    draw = running_draw(desk)
    numbers = [row["number"] for row in running(desk).opened["representatives"]]
    missing = [str(number) for number in numbers if number not in draw.contributions]
    return stack(
        t(
            "You are about to close the contributions of draw {draw}: {n} of {total} are there. "
            "Nobody can add one afterwards.",
            draw=draw.number,
            n=len(draw.contributions),
            total=len(numbers),
        ),
        t("Not contributed: number {numbers}.", numbers=missing) if missing else "",
    )


def _close_outcome(t: T, desk: Desk) -> Html:
    draw = running_draw(desk)
    done = t("The contributions are closed: {n} of them.", n=len(draw.contributions))
    return stack(draw_title(t, draw), done)


# ── opening, selection, matching ──


def _open_preview(t: T, desk: Desk) -> Html:
    return t(
        "You are about to open the secrets of draw {draw}. This is the point of no return: from "
        "then on the result is fixed, and the draw can be void only if the verifier fails it.",
        draw=running_draw(desk).number,
    )


def _open_outcome(t: T, desk: Desk) -> Html:
    draw = running_draw(desk)
    done = t("The secrets are open: {n} of them are in the book.", n=len(draw.opened))
    return stack(draw_title(t, draw), done, _left_closed(t, draw))


def _left_closed(t: T, draw: DrawState) -> Html:
    closed = [str(number) for number in unopened(draw)]
    if not closed:
        return Html("")
    return t(
        "ATTENTION: the contribution of number {numbers} could not be opened, because the kept "
        "secret is missing or does not fit its commitment. The commitment stands in its place in "
        "the seed, and everyone's verification says so.",
        numbers=closed,
    )


def _result_preview(t: T, desk: Desk) -> Html:
    draw = running_draw(desk)
    return t(
        "You are about to draw {n} of {pool} enterprises in draw {draw}; {must} of them failed "
        "last time and are drawn certainly. The seed follows from the opened secrets alone.",
        n=draw.size,
        pool=draw.pool,
        draw=draw.number,
        must=draw.must,
    )


def _result_outcome(t: T, desk: Desk) -> Html:
    draw = running_draw(desk)
    return stack(
        draw_title(t, draw),
        selection_numbers(t, draw),
        t("Seed: {digest}", digest=grouped(draw.seed)),
    )


def _match_preview(t: T, desk: Desk) -> Html:
    draw = running_draw(desk)
    return t(
        "You are about to match {n} drawn enterprises of draw {draw}, each with one sampling "
        "institution and one testing institution, by lot.",
        n=draw.size,
        draw=draw.number,
    )


def _match_outcome(t: T, desk: Desk) -> Html:
    draw = running_draw(desk)
    return stack(
        draw_title(t, draw),
        t("{n} enterprises are matched with institutions.", n=draw.size),
        over_quota(t, draw),
        t("Digest of the result: {digest}", digest=grouped(draw.digest)),
        t(
            "The representatives are asked to confirm the result or to object. The list with "
            "names: /list {place}",
            place=f"{draw.campaign}.{draw.number}",
        ),
    )


def _disclose_preview(t: T, desk: Desk) -> Html:
    return t(
        "You are about to publish names, facts and keys of all {n} enterprises of the roster, as "
        "the open policy of this campaign demands. It cannot be taken back.",
        n=running(desk).opened["roster"]["count"],
    )


def _disclose_outcome(t: T, desk: Desk) -> Html:
    count = running(desk).opened["roster"]["count"]
    return t("The whole roster is published: {n} enterprises.", n=count)


DEEDS: Final[Mapping[Step, Deed]] = {
    Step.DISCLOSE: Deed(
        labels.DISCLOSE_ROSTER,
        _disclose_preview,
        lambda desk, by: disclose(desk, by, PARTS, "all"),
        _disclose_outcome,
    ),
    Step.COMMIT: Deed(labels.COMMIT, _commit_preview, commit_draw, _commit_outcome),
    Step.INHERIT: Deed(labels.INHERIT, _inherit_preview, inherit_choice, _inherit_outcome),
    Step.FREEZE: Deed(labels.FREEZE, _freeze_preview, freeze_pool, _freeze_outcome),
    Step.CONTRIBUTE: Deed(
        labels.CLOSE_CONTRIBUTIONS, _close_preview, close_contributions, _close_outcome
    ),
    Step.OPEN: Deed(labels.OPEN_SECRETS, _open_preview, open_secrets, _open_outcome),
    Step.RESULT: Deed(labels.DRAW, _result_preview, draw_result, _result_outcome),
    Step.MATCH: Deed(labels.MATCH, _match_preview, match_institutions, _match_outcome),
}
"""Every step that one official does alone."""
