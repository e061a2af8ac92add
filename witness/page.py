"""What a witness shows: a page in Chinese or English, its last notes, the contribution page.

The page loads nothing and runs nothing. It reads well on paper: a printed copy with its QR codes is
evidence of what the witness had seen on that day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)

from witness.connections import POLICY
from witness.folder import Witness
from witness.store import Evidence, Rows, Signed, Store
from witness.words import LANGUAGES, speak

FOLDER: Final = Path(__file__).parent
CONTRIBUTE: Final = FOLDER / "pages" / "contribute.html"
"""A page that works by itself, from a file too; it may run its own script and send nothing."""
CONTRIBUTE_POLICY: Final = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
EVIDENCE_SHOWN: Final = 5
"""Most pieces of evidence of a book that the page prints in full."""

_SHANGHAI: Final = timezone(timedelta(hours=8))


@dataclass(frozen=True)
class Contradiction:
    """Evidence, and whether the witness has signed the offered head since."""

    evidence: Evidence
    settled: bool


@dataclass(frozen=True)
class SeenLog:
    """What is shown of one book; `signed` is None if nothing of it was signed yet."""

    origin: str
    signed: Signed | None
    sizes: int
    contradictions: tuple[Contradiction, ...]
    count: int


class Pages:
    """One method a route. They are plain functions, so the server runs them in threads."""

    def __init__(self, witness: Witness, store: Store) -> None:
        self._witness = witness
        self._store = store

    def home(self, request: Request) -> Response:
        """Who the witness is, and what it saw of every book."""
        with self._store.transaction() as rows:
            logs = [_seen(rows, origin) for origin in rows.logs()]
        asked = request.query_params.get("lang", "")
        language = asked if asked in LANGUAGES else "zh"
        html = _ENVIRONMENT.get_template("home.html").render(
            t=partial(speak, language),
            html_lang=LANGUAGES[language],
            witness=self._witness,
            logs=logs,
            contribute=_digest_of(CONTRIBUTE),
        )
        return HTMLResponse(html, headers={"Content-Language": LANGUAGES[language]})

    def style(self, request: Request) -> Response:
        """The style sheet."""
        return FileResponse(FOLDER / "templates" / "style.css")

    def checkpoint(self, request: Request) -> Response:
        """The last note of a book with the log's line and ours, as text."""
        origin = request.path_params["origin"]
        with self._store.transaction() as rows:
            signed = rows.newest(origin)
        if signed is None:
            return PlainTextResponse("nothing of this book was signed here\n", 404)
        return Response(signed.note, media_type="text/plain; charset=utf-8")

    def contribute(self, request: Request) -> Response:
        """The page on which a person makes a contribution, to be used at once."""
        if not CONTRIBUTE.is_file():
            return PlainTextResponse("this witness has no such page\n", 404)
        return FileResponse(CONTRIBUTE, headers={POLICY: CONTRIBUTE_POLICY})

    def contribute_to_keep(self, request: Request) -> Response:
        """The same file, to be saved and opened without any network."""
        if not CONTRIBUTE.is_file():
            return RedirectResponse("/contribute")
        headers = {POLICY: CONTRIBUTE_POLICY}
        return FileResponse(CONTRIBUTE, headers=headers, filename=CONTRIBUTE.name)


def _seen(rows: Rows, origin: str) -> SeenLog:
    found = tuple(Contradiction(one, _is_settled(rows, one)) for one in rows.evidence(origin))
    return SeenLog(
        origin,
        rows.newest(origin),
        rows.sizes_signed(origin),
        found[:EVIDENCE_SHOWN],
        len(found),
    )


def _is_settled(rows: Rows, evidence: Evidence) -> bool:
    signed = rows.signed_at_size(evidence.head.origin, evidence.head.size)
    return signed is not None and signed.head == evidence.head


def _digest_of(path: Path) -> str | None:
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def _digest(value: str) -> Markup:
    """Hex digits in groups of four; the style sheet draws the gaps, so a copied root has none."""
    groups = (escape(value[at : at + 4]) for at in range(0, len(value), 4))
    inner = Markup("<wbr>").join(Markup("<span>{}</span>").format(group) for group in groups)
    return Markup('<code class="digest">{}</code>').format(inner)


def _moment(seconds: int) -> Markup:
    local = datetime.fromtimestamp(seconds, _SHANGHAI)
    shown = f"{local:%Y-%m-%d %H:%M:%S} (UTC+8)"
    return Markup('<time datetime="{}">{}</time>').format(local.isoformat(), shown)


def _qr(note: bytes, title: str) -> Markup:
    """An inline SVG of the note's exact bytes; `title` is what a screen reader says.

    Nothing for a note that no QR code can hold: its text is on the page, too.
    """
    try:
        code = segno.make(note.decode("utf-8"), encoding="utf-8", eci=False, error="l", micro=False)
    except segno.DataOverflowError:
        return Markup()
    svg = code.svg_inline(title=title, omitsize=True, border=4, light="#fff")
    return Markup('<div class="qr" role="img" aria-label="{}">{}</div>').format(
        title,
        Markup(svg),  # noqa: S704 - drawn by segno, which escapes the title
    )


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "count": "{:,}".format,
        "digest": _digest,
        "moment": _moment,
        "qr": _qr,
        "text": partial(bytes.decode, encoding="utf-8"),
    }
    return environment


_ENVIRONMENT: Final = _environment()
