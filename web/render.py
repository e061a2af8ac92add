"""Turns values into pages: one template environment, the reader's language, links that keep it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from web import terms, words
from web.words import LANGUAGES, choose_language, speech

FOLDER: Final = Path(__file__).parent


def render(request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """Return a page in the reader's language. Every value is escaped where it is shown."""
    asked = request.query_params.get("lang", "")
    language = choose_language(asked, request.headers.get("accept-language", ""))
    kept = asked if asked in LANGUAGES else ""
    html = _ENVIRONMENT.get_template(template).render(
        t=speech(language),
        html_lang=LANGUAGES[language],
        path=request.url.path,
        link=partial(_link, kept),
        **values,
    )
    headers = {"Cache-Control": "no-cache", "Content-Language": LANGUAGES[language]}
    return HTMLResponse(html, status, {**headers, "Vary": "Accept-Language"})


def _link(language: str, path: str, text: object) -> Markup:
    """A link to a page of ours that keeps the language the reader asked for."""
    path, mark, anchor = path.partition("#")
    query = f"?lang={language}" if language and "?" not in path else ""
    if language and "?" in path:
        query = f"&lang={language}"
    return Markup('<a href="{}{}{}{}">{}</a>').format(path, query, mark, anchor, text)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "count": words.count,
        "digest": words.digest,
        "free": words.free,
        "moment": words.moment,
    }
    environment.globals |= {"terms": terms, "percent": words.percent}
    return environment


_ENVIRONMENT: Final = _environment()
