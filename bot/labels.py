"""The labels of the buttons, as msgids; their wording is stable.

People learn buttons by their words, helpers on the telephone name them, and the demo presses them
by the exact label. The Chinese words stand in the catalogue; change a label in both or not at all.
"""

from __future__ import annotations

from typing import Final

from bot.texts import msg

# every decision
EXECUTE: Final = msg("Confirm and do it")
CANCEL: Final = msg("Cancel")
REFRESH: Final = msg("Refresh")

# an official's steps, in the order of a draw
OPEN_FORM: Final = msg("Open a campaign")
DISCLOSE_ROSTER: Final = msg("Publish the whole roster")
COMMIT: Final = msg("Publish the commitment")
INHERIT: Final = msg("Repeat the voided choice")
FREEZE: Final = msg("Fix the pool")
CLOSE_CONTRIBUTIONS: Final = msg("Close the contributions")
OPEN_SECRETS: Final = msg("Open the secrets")
RECORD_BEACON: Final = msg("Record the beacon's value")
DRAW: Final = msg("Draw the enterprises")
MATCH: Final = msg("Match the institutions")
CLOSE_CAMPAIGN: Final = msg("Close the campaign…")
VOID_DRAW: Final = msg("Void the draw…")
VOID_LATE: Final = msg("Void the draw: too late to open")
VOID_SILENT: Final = msg("Void the draw: the beacon is silent")
VOID_CAMPAIGN: Final = msg("Void the campaign…")

# a second official
SUBMIT_PROPOSAL: Final = msg("Submit to another official")
WITHDRAW: Final = msg("Take it back")
AGREE: Final = msg("Agree")
DISAGREE: Final = msg("Do not agree")

# the representative's keyboard
START_CHOOSING: Final = msg("Choose product types")
CLASS: Final = msg("{name} (chosen {chosen} of {total})")
CHOOSE_TYPE: Final = msg("Choose {name}")
CHOSEN_TYPE: Final = msg("Chosen {name} ✓")
PREVIOUS: Final = msg("Previous page")
NEXT: Final = msg("Next page")
NEXT_CLASS: Final = msg("Next class: {name}")
CLASSES: Final = msg("Back to the classes")
SHOW_CHOSEN: Final = msg("Show what is chosen")
SEARCH: Final = msg("Search for a type")
SUBMIT_CHOICE: Final = msg("Submit")
RECORD_CHOICE: Final = msg("Submit for good, no more changes")
CHANGE_CHOICE: Final = msg("Go back and change")

# a representative's contribution and answer
CONTRIBUTE: Final = msg("Contribute to the randomness")
ON_DEVICE: Final = msg("On my own device (recommended)")
IN_CHAT: Final = msg("Here in the chat")
SEND_OPENING: Final = msg("Send my opening")
READ_AND_CONFIRM: Final = msg("I have read it and confirm the result")
OBJECT: Final = msg("I object")
CONFIRM_DIGEST: Final = msg("Confirm: digest {digest}")

# whoever is present
BRING_BEACON: Final = msg("Bring the beacon's value")

# the supervisor
SHOW_ROSTER: Final = msg("Audit the roster")
AUDITED: Final = msg("I have audited it, all four statements are true")
RECORD_AUDIT: Final = msg("Record the four statements")
ANSWER_OBJECTION: Final = msg("Answer objection {seq}")
READ_RESULT: Final = msg("Read and answer the result of draw {draw}")
