"""The steps an official presses, as a table: label, preview, act, outcome.

A preview says what will be fixed and what cannot be taken back; an outcome says what was fixed.
Numbers come from the book or from the same rule that will write them, never from the message.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bot import labels
from bot.allocation_words import TYPE_BY_TYPE, by_weight, is_per_type
from bot.draw_words import draw_title, pool_fixed, quota_words, representative
from bot.message import Html
from bot.seed_deeds import (
    beacon_outcome,
    beacon_preview,
    close_outcome,
    close_preview,
    open_outcome,
    open_preview,
    result_outcome,
    result_preview,
)
from bot.terms import EXCLUSIONS, grouped, stack, term
from bot.texts import T
from bot.waits import witnesses_missing
from inspection import Desk, Person, Step
from inspection.acts import (
    close_contributions,
    commit_draw,
    draw_result,
    freeze_pool,
    inherit_choice,
    open_secrets,
    record_beacon,
)
from inspection.disclosure import PARTS, disclose
from inspection.matching import match_institutions
from inspection.queries import count_pool, next_step
from inspection.records import running, running_draw


@dataclass(frozen=True)
class Deed:
    """One step: `preview` and `outcome` render it before and after, `act` is the use case."""

    label: str
    preview: Callable[[T, Desk], Html]
    act: Callable[[Desk, Person], object]
    outcome: Callable[[T, Desk], Html]


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
        _asked_to_choose(t, desk, representative(t, desk, draw.representative)),
    )


def _asked_to_choose(t: T, desk: Desk, who: Html) -> Html:
    if next_step(desk) is not Step.CHOOSE:
        return Html("")
    if witnesses_missing(desk):
        return t("{who} is asked to choose as soon as the witnesses have signed.", who=who)
    return t("{who} is asked to choose.", who=who)


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


# ── pool ──


def _freeze_preview(t: T, desk: Desk) -> Html:
    draw = running_draw(desk)
    count = count_pool(desk, draw.types)
    if is_per_type(desk, draw):
        what = t(
            "You are about to fix the pool of draw {draw}: {types} product types, {pool} "
            "enterprises, of which {must} failed last time; planned {planned}.",
            draw=draw.number,
            types=len(draw.types),
            pool=count.size,
            must=count.must,
            planned=count.planned,
        )
        return stack(what, t(TYPE_BY_TYPE))
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
        pool_fixed(t, desk, draw),
        t("Left out: {reasons}.", reasons=left_out) if left_out else "",
        t("The representatives are asked to contribute to the randomness; at least one must."),
    )


def _match_preview(t: T, desk: Desk) -> Html:
    draw = running_draw(desk)
    what = t(
        "You are about to match {n} drawn enterprises of draw {draw}, each with one sampling "
        "institution and one testing institution, by lot.",
        n=draw.selected,
        draw=draw.number,
    )
    return stack(what, by_weight(t, desk, draw))


def _match_outcome(t: T, desk: Desk) -> Html:
    draw = running_draw(desk)
    return stack(
        draw_title(t, draw),
        t("{n} enterprises are matched with institutions.", n=draw.selected),
        quota_words(t, desk, draw),
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
        labels.CLOSE_CONTRIBUTIONS, close_preview, close_contributions, close_outcome
    ),
    Step.OPEN: Deed(labels.OPEN_SECRETS, open_preview, open_secrets, open_outcome),
    Step.BEACON: Deed(labels.RECORD_BEACON, beacon_preview, record_beacon, beacon_outcome),
    Step.RESULT: Deed(labels.DRAW, result_preview, draw_result, result_outcome),
    Step.MATCH: Deed(labels.MATCH, _match_preview, match_institutions, _match_outcome),
}
"""Every step that one official does alone."""
