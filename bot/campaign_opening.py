"""`/open`: form, full preview, and on to the second official."""

from __future__ import annotations

from typing import Final

from bot import labels
from bot.allocation_words import allocation_meaning, weights_meaning
from bot.beacon_words import choice_words, policy_words
from bot.board import board
from bot.buttons import Button
from bot.campaign_form import Wrong, label, parse, template
from bot.context import Context
from bot.message import Html, escape
from bot.rights import enrolled
from bot.table import OFFICIALS, Action, Command, Talk
from bot.terms import HOUR, LISTS, grouped, paragraphs, stack, term
from bot.texts import T, msg
from inspection import CampaignForm, CampaignPreview, Desk, Person
from inspection.files import KINDS, staged, today
from inspection.opening import preview_campaign


def open_(ctx: Context) -> None:
    """`/open`: send the form with defaults and wait for it."""
    if ctx.desk.state.campaign is not None or len(staged(ctx.desk)) < len(KINDS):
        message = board(ctx.t, ctx.desk, enrolled(ctx))
        return ctx.reply(
            paragraphs(ctx.t("A campaign cannot be opened now."), message.text), message.buttons
        )
    ctx.expect("campaign.form", ttl=HOUR)
    return ctx.reply(
        paragraphs(
            ctx.t(
                "Copy this form, change what has to be changed, and send it back in one message:"
            ),
            f"<pre>{escape(template(ctx.t, today(ctx.desk), ctx.desk.simulation))}</pre>",
            ctx.t(
                "Sealed: names stay closed until sampling has ended. Open: everything is public at "
                "once and needs a legal basis."
            ),
        )
    )


def take_form(ctx: Context) -> None:
    """Read the form; show the full preview, or every wrong field."""
    form = parse(ctx.text)
    if isinstance(form, tuple):
        ctx.expect("campaign.form", ttl=HOUR)
        return ctx.reply(_wrong_fields(ctx.t, form))
    preview = preview_campaign(ctx.desk, enrolled(ctx), form)
    proposal = {"kind": "campaign.open", "params": {"form": form.to_json()}}
    return ctx.reply(
        paragraphs(
            preview_text(ctx.t, ctx.desk, preview),
            ctx.t("Nothing has been done yet. A second official must agree."),
        ),
        [
            [Button(ctx.t(labels.SUBMIT_PROPOSAL), "proposal.submit", proposal, ttl=HOUR)],
            [Button(ctx.t(labels.CANCEL), "step.cancel", ttl=HOUR)],
        ],
    )


def preview_text(t: T, desk: Desk, preview: CampaignPreview) -> Html:
    """Everything the campaign would fix, in words; people by name, so for private chats only."""
    form = preview.form
    return paragraphs(
        t("<b>Campaign: {title}</b>", title=form.title),
        _rules(t, form),
        stack(choice_words(t, form.beacon), policy_words(t, desk)),
        _policy(t, form),
        stack(allocation_meaning(t, form.allocation), weights_meaning(t, form.weighted)),
        _counts(t, preview),
        _files(t, preview),
        _waivers(t, form),
        _people(t, preview),
        t("Checked: every enterprise can get a pair of institutions, also in the worst case."),
    )


def _wrong_fields(t: T, wrong: tuple[Wrong, ...]) -> Html:
    return stack(
        t("The form cannot be read. Change these fields and send the whole form again:"),
        *(
            t(
                "{field}: expected {expected}; found “{found}”",
                field=label(t, one.field),
                expected=t(one.expected),
                found=one.found,
            )
            for one in wrong
        ),
    )


def _rules(t: T, form: CampaignForm) -> Html:
    return stack(
        t("Legal basis: {text}", text=form.basis),
        t("Reference date: {date}", date=form.reference_date),
        t("Avoidance: {months} months", months=form.avoidance_months)
        if form.avoidance_months
        else t("Avoidance: none"),
        t("Sampling until: {date}", date=form.sampling_until),
        t("Disclosure by: {date}", date=form.disclose_by),
    )


def _policy(t: T, form: CampaignForm) -> Html:
    if form.policy == "open":
        return t(
            "Policy open: names and facts of all enterprises become public before the first draw. "
            "Legal basis: {text}",
            text=form.open_basis,
        )
    return t(
        "Policy sealed: names stay closed until sampling has ended; everybody can recompute "
        "seed, tickets and selection at once, the rest after the disclosure."
    )


def _counts(t: T, preview: CampaignPreview) -> Html:
    return stack(
        t("{list}: {n}", list=term(t, LISTS, "enterprises"), n=preview.enterprises),
        t("of which failed last time: {n}", n=preview.failed_flags),
        t("{list}: {n}", list=term(t, LISTS, "catalogue"), n=preview.types),
        t("{list}: {n}", list=term(t, LISTS, "institutions"), n=preview.institutions),
        t("Planned draws of all types together: {n}", n=preview.planned),
    )


def _files(t: T, preview: CampaignPreview) -> Html:
    return stack(
        t("The files the lists were read from, SHA-256:"),
        *(
            t("{list}: {digest}", list=term(t, LISTS, kind), digest=grouped(digest))
            for kind, digest in preview.files
        ),
    )


def _waivers(t: T, form: CampaignForm) -> Html:
    return stack(
        *(
            t(
                "Special circumstances {code}: one institution may sample and test {types}. "
                "Reason: {text}",
                code=waiver.code,
                types=waiver.types,
                text=waiver.text,
            )
            for waiver in form.waivers
        )
    )


def _people(t: T, preview: CampaignPreview) -> Html:
    return stack(
        t("Officials: {names}", names=_names(preview.officials)),
        t("Supervisors: {names}", names=_names(preview.supervisors)),
        t("Representatives: {names}", names=_names(preview.representatives)),
        t("Substitutes: {names}", names=_names(preview.substitutes))
        if preview.substitutes
        else t("Substitutes: none"),
    )


def _names(group: tuple[Person, ...]) -> list[str]:
    return [f"{p.number} {p.name}" if p.number is not None else p.name for p in group]


COMMANDS: Final = (
    Command("open", OFFICIALS, "private", msg("open a campaign: get the form"), open_),
)
ACTIONS: Final = (Action("campaign.form", OFFICIALS, open_),)
TALKS: Final = (Talk("campaign.form", OFFICIALS, take_form),)
