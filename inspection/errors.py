"""Refusals: everything a person can do wrong, as one error with a code.

The core never writes sentences for people: it names a code and the values that belong to it, and
the chat renders both in the reader's language. `CODES` is the closed list of codes with the English
sentence that `str()` gives; a code outside the list is a programming error and raises at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

CODES: Final[Mapping[str, str]] = {
    # who
    "not_enrolled": "You are not enrolled. Ask an official for an invitation.",
    "not_allowed": "This may be done only by: {roles}. You are: {role}.",
    "not_your_turn": "It is the turn of representative {number}; you cannot choose now.",
    "not_of_this_campaign": "You were not enrolled when campaign {campaign} was opened.",
    "same_person": "A second official must decide; you proposed this yourself.",
    # enrolment
    "invitation_unknown": "This invitation is not valid. Ask for a new one.",
    "invitation_used": "This invitation was already used. Ask for a new one.",
    "invitation_expired": "This invitation expired on {expires}. Ask for a new one.",
    "invitation_locked": "The code was wrong too often. Ask for a new invitation.",
    "already_enrolled": "You are already enrolled as {role}.",
    "no_pending_enrolment": "No enrolment is waiting for a code. Open your invitation link first.",
    "number_taken": "Number {number} already belongs to another {role}.",
    "number_needed": "A {role} needs the number of a representative, 1 or higher.",
    "name_bad": "A name has 1 to 40 characters on one line; got {found} characters.",
    "needs_second_official": "An official can be invited only with a second official.",
    "person_unknown": "There is no enrolled person with number {id}.",
    "person_busy": "{name} has a role in the open campaign and cannot be removed now.",
    "not_oneself": "You cannot remove yourself. Another official can.",
    "officials_stay": "{found} officials are enrolled; 2 must stay. Invite another one first.",
    "disclosure_owed": (
        "{name} is the last official of campaign {campaign}, which is not disclosed yet. "
        "Disclose it first."
    ),
    "officials_few": (
        "To invite somebody, 2 officials must be enrolled, one for the link and one for the code; "
        "enrolled are {found}."
    ),
    # files
    "file_empty": "The file {name} is empty. Send a CSV or XLSX file with a header line.",
    "file_too_large": "The file has {size} bytes; at most {limit} are accepted.",
    "file_too_long": "The file has more than {limit} rows. Send a shorter list.",
    "file_unreadable": "The file {name} is neither CSV (UTF-8 or GB18030) nor XLSX: {reason}.",
    "file_header": "The header of {name} fits no known list. Missing: {missing}.",
    "file_header_twice": "The header of {name} has these columns twice: {columns}. Leave one each.",
    "file_formulas": (
        "The workbook {name} has formulas, which may show another value later. Save it with values "
        "only, or as CSV, and send it again."
    ),
    "file_missing": "Before this, send the file: {kinds}.",
    "file_conflict": "The files do not fit together: {reason}.",
    "campaign_running": "Campaign {campaign} is open; its lists can no longer be changed.",
    # campaign form
    "form_bad": "The field {field} is not right: expected {expected}, found {found}.",
    "people_missing": "A campaign needs {expected}; enrolled are {found}.",
    "infeasible": "{count} cases have no pair of institutions. First: {first}.",
    # proposals
    "proposal_unknown": "There is no such request any more.",
    "proposal_expired": "This request expired on {expires}. Make a new one.",
    "proposal_decided": "This request was already decided: {state}.",
    "changed_since": "Since this was requested, something changed. Make the request again.",
    # steps
    "wrong_step": "This cannot be done now. The next step is: {next}.",
    "no_campaign": "No campaign is open.",
    "types_none": "Choose at least one product type.",
    "types_unknown": "There is no product type {type} in this campaign.",
    "types_taken": "Product type {type} was already chosen in draw {draw}.",
    "pool_empty": "No manufacturer can be drawn for these types. Choose others.",
    "contribution_empty": "Send a sentence or the numbers you rolled; the message was empty.",
    "contribution_twice": "You already contributed to draw {draw}.",
    "commitment_bad": (
        "A commitment or an opening has 64 digits, 0 to 9 and a to f; found {found} characters. "
        "Copy it again, completely, from the page on your device."
    ),
    "secret_used": (
        "These digits were used before, in draw {draw}; nothing may be used twice. Make a fresh "
        "contribution on your device. If this is the opening of one that you have already sent, "
        "it stays closed."
    ),
    "opening_none": (
        "You have no contribution from your own device in draw {draw}, so there is nothing to open."
    ),
    "opening_early": "Keep your opening: the contributions of draw {draw} are not closed yet.",
    "opening_wrong": (
        "This opening does not fit your commitment. Nothing was taken; send the opening of this "
        "draw, exactly as the page on your device shows it."
    ),
    "opening_late": (
        "Nothing can be opened any more: it had to be done by {until}, so early before the round "
        "that the witnesses could sign it. The draw can be void as late, and is then repeated."
    ),
    "not_witnessed": (
        "The witnesses have not signed {what} yet: {signed} of the {quorum} that are needed. "
        "Wait a moment and try again."
    ),
    "beacon_early": "Round {round} is due in {seconds} seconds; nobody can have its value before.",
    "beacon_refused": "This is not the beacon's value for this draw: {reason}.",
    "beacon_missing": "The value of round {round} is not here yet.",
    "clock_wrong": (
        "The clock of this computer shows {clock}, when the campaign's beacon did not exist yet. "
        "Nothing was closed; set the clock right first."
    ),
    "clock_behind": (
        "The book's last entry is of {last}, but the clock of this computer shows {clock}. Nothing "
        "was done; set the clock right first."
    ),
    "waits_for_beacon": (
        "Draw {draw} waits for the beacon's value. Until that is in the book nothing else is "
        "recorded; try again in a moment."
    ),
    "openings_waiting": (
        "Contributions from people's own devices are not opened yet: number {numbers}. Wait for "
        "them, at most until {until}."
    ),
    "draw_unknown": "There is no draw {draw} in the campaign.",
    "digest_other": "That digest is not the one of draw {draw}: {expected}.",
    "answered_twice": "You already gave this answer on draw {draw}.",
    "reason_empty": "Give the reason in a sentence; the message was empty.",
    "reason_long": "The reason may have {limit} characters; it has {found}.",
    "code_unknown": "Unknown code {found}; known are: {known}.",
    "objection_unknown": "There is no open objection number {seq}.",
    "objections_open": "{count} objections are not answered yet.",
    "void_too_late": (
        "The draw can no longer be void: its secret is open, and the verifier finds no fault in "
        "what was fixed by then."
    ),
    "void_too_early": "The code `verifier` is only for a draw whose secret is already open.",
    "void_silent": (
        "A beacon is silent only after 24 hours: round {round} is waited for until {since}."
    ),
    "void_not_silent": (
        "The beacon is not silent: the value of round {round} is here. Record it in the book."
    ),
    "void_outrun": (
        "Draw {draw} can no longer be void: draw {later} has begun since, and rests on it. If it "
        "has a fault, that stays, and everyone's verification shows it."
    ),
    "campaign_drawn": "A representative has already chosen; the campaign can be closed, not void.",
    "disclose_early": "Names stay sealed until sampling has ended on {date}.",
    "disclose_running": "Campaign {campaign} is still open; names stay sealed until it has ended.",
    "secret_lost": (
        "The operator's secret of draw {draw} is missing or does not fit its commitment. Nothing "
        "was opened; declare the draw void."
    ),
    "pool_changed": (
        "The pool of draw {draw} computed again is not the frozen one: expected root {expected}, "
        "found {found}. Nothing was recorded."
    ),
    "roster_damaged": (
        "The private rows of campaign {campaign} are not the ones its roster commits to. Nothing "
        "was done; restore the database from a backup."
    ),
    "order": "The ledger does not allow {kind} here: {reason}.",
    # reading
    "opening_bad": "This is not an opening of an enterprise: {reason}.",
    "opening_foreign": "This enterprise is not in the roster of campaign {campaign}.",
}


class InspectionError(Exception):
    """Base of every error of this package."""


class Refusal(InspectionError):
    """A person asked for something that is not possible now; nothing was changed.

    `code` is a key of `CODES`; `values` fill its sentence.
    """

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values: Mapping[str, object] = values
        super().__init__(CODES[code].format(**values))
