"""What `sunlot init` prints of a new folder and of its invitations."""

from __future__ import annotations

import json

from app.folder import DataFolder
from inspection.people import Invited


def _links(invited: Invited, bot_name: str) -> dict[str, str]:
    payload = f"e_{invited.token}"
    link = f"https://t.me/{bot_name}?start={payload}" if bot_name else ""
    return {"name": invited.name, "link": link, "start": payload, "code": invited.code}


def as_json_text(folder: DataFolder, invited: tuple[Invited, ...], bot_name: str) -> str:
    """One JSON object, for programs."""
    rows = [_links(one, bot_name) for one in invited]
    shown = {"data": str(folder.path), "trust": str(folder.trust), "invitations": rows}
    return json.dumps(shown, ensure_ascii=False)


def as_text(folder: DataFolder, invited: tuple[Invited, ...], bot_name: str) -> str:
    """A few lines, for people."""
    lines = [
        f"{folder.path}: made. Back up keys/ now, on paper or offline.",
        f"Give away from a place you do not control: {folder.trust}, {folder.vkey}.",
        "Invitations, valid for 24 hours, each for one person. Tell the code by another way.",
    ]
    return "\n".join([*lines, *(line for one in invited for line in invitation(one, bot_name))])


def invitation(invited: Invited, bot_name: str) -> tuple[str, str]:
    """Link and code of one invitation, a line each."""
    shown = _links(invited, bot_name)
    how = shown["link"] or f"send the bot: /start {shown['start']}"
    return f"  {shown['name']}: {how}", f"    code: {shown['code']}"
