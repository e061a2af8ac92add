"""The public site: campaigns, the book, one entry, and the published files byte for byte.

Reads only. What cannot be read gives one sentence with status 503; the reason goes to the log.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from ledger.tiles import CHECKPOINT
from web.book import file_names, read_note, read_trust
from web.errors import NotPublished, Unreadable
from web.files import cache_control, published_path
from web.headers import SafeHeaders
from web.render import FOLDER, render
from web.shelf import Shelf

PAGE: Final = 200
"""Entries on one page of the book."""

_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,8}")
_LOG: Final = logging.getLogger(__name__)


def public_site(
    publication: Path, trust: Path | None = None, clock: Callable[[], float] = time.time
) -> ASGIApp:
    """Return the site over a publication folder, which need not be there yet.

    `trust`: a trust file; with it the log's signature is checked at each reading. `clock` gives
    seconds since 1970 and decides one thing: whether a beacon's round is due. Raises `Unreadable`
    if that file is not one.
    """
    shelf = Shelf(publication, read_trust(trust, publication) if trust else None)
    pages = Pages(shelf, clock)
    site = Starlette(
        routes=[
            Route("/", pages.home),
            Route("/campaign/{number}", pages.campaign),
            Route("/book", pages.book),
            Route("/book/{seq}.json", pages.entry_bytes),
            Route("/book/{seq}", pages.entry),
            Route("/files.txt", pages.files),
            Route("/publication/{name:path}", pages.published),
            Mount("/static", StaticFiles(directory=FOLDER / "static")),
        ],
        exception_handlers={
            Unreadable: _unreadable,
            NotPublished: _not_found,
            404: _not_found,
            500: _broken,
        },
    )
    return SafeHeaders(site)  # around all of it: as a middleware it would miss the answers with 500


def serve(publication: Path, host: str, port: int, trust: Path | None = None) -> None:
    """Serve the site until SIGTERM or Ctrl-C; keeps no record of who looked at what."""
    site = public_site(publication, trust)
    uvicorn.run(site, host=host, port=port, server_header=False, access_log=False)


class Pages:
    """One method a route. They are plain functions, so the server runs them in threads."""

    def __init__(self, shelf: Shelf, clock: Callable[[], float]) -> None:
        self._shelf = shelf
        self._clock = clock

    def home(self, request: Request) -> Response:
        """What this is, the campaigns, the newest one in full, what it proves, how to check."""
        shown = self._shelf.shown()
        newest = shown.campaigns[-1] if shown.campaigns else None
        return render(request, "home.html", shown=shown, page=newest, now=int(self._clock()))

    def campaign(self, request: Request) -> Response:
        """One campaign in full, and what its draws prove."""
        shown, number = self._shelf.shown(), _number(request, "number")
        if not 1 <= number <= len(shown.campaigns):
            raise HTTPException(404)
        page = shown.campaigns[number - 1]
        return render(request, "campaign.html", shown=shown, page=page, now=int(self._clock()))

    def book(self, request: Request) -> Response:
        """The entries in order, `PAGE` at a time from `?from=`."""
        shown = self._shelf.shown()
        asked = request.query_params.get("from", "0")
        first = int(asked) // PAGE * PAGE if _NUMBER.fullmatch(asked) else 0
        if first >= len(shown.deeds):
            raise HTTPException(404)
        rows = shown.deeds[first : first + PAGE]
        starts = range(0, len(shown.deeds), PAGE)
        return render(
            request, "book.html", shown=shown, rows=rows, first=first, starts=starts, size=PAGE
        )

    def entry(self, request: Request) -> Response:
        """One entry: its exact bytes as text, its leaf hash, and how to recompute it."""
        shown, seq = self._shelf.shown(), _number(request, "seq")
        if seq >= len(shown.deeds):
            raise HTTPException(404)
        return render(request, "entry.html", shown=shown, deed=shown.deeds[seq])

    def entry_bytes(self, request: Request) -> Response:
        """One entry's exact bytes, to be hashed."""
        entries, seq = self._shelf.shown().book.entries, _number(request, "seq")
        if seq >= len(entries):
            raise HTTPException(404)
        return Response(entries[seq].bytes, media_type="application/json")

    def files(self, request: Request) -> Response:
        """The names of all files of the publication, one a line, for whoever copies it.

        Outside `/publication/`: a copy holds only files that the specification names (03 §4).
        """
        names = file_names(self._shelf.shown().book)
        text = "".join(f"{name}\n" for name in names)
        return PlainTextResponse(text, headers={"Cache-Control": "no-cache"})

    def published(self, request: Request) -> Response:
        """A published file, byte for byte, whether or not the book as a whole can be read."""
        name = request.path_params["name"]
        path = published_path(self._shelf.folder, name)
        headers = {"Cache-Control": cache_control(name)}
        if name == CHECKPOINT:  # replaced while it is read; the others never change
            return PlainTextResponse(read_note(self._shelf.folder), headers=headers)
        is_tile = name.startswith("tile/")
        media_type = "application/octet-stream" if is_tile else "text/plain; charset=utf-8"
        return FileResponse(path, headers=headers, media_type=media_type)


def _number(request: Request, name: str) -> int:
    text = request.path_params[name]
    if not _NUMBER.fullmatch(text):
        raise HTTPException(404)
    return int(text)


def _unreadable(request: Request, error: Exception) -> Response:
    _LOG.error("%s", error)
    page = render(request, "unreadable.html", 503, shown=None)
    page.headers["Retry-After"] = "30"
    return page


def _not_found(request: Request, error: Exception) -> Response:
    return render(request, "not_found.html", 404, shown=None)


def _broken(request: Request, error: Exception) -> Response:
    return render(request, "broken.html", 500, shown=None)
