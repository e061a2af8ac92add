"""Reading what the user side was sent: JSON bodies, their fields, numbers of a query.

Every function raises PersonError with a plain sentence for what it does not expect.
"""

from __future__ import annotations

import json

from starlette.requests import Request

from local_telegram.errors import PersonError
from local_telegram.model import Json
from local_telegram.parameters import is_unicode


async def read_body(request: Request) -> Json:
    """The JSON object of a request."""
    try:
        body = json.loads(await request.body())
    except ValueError as error:
        raise PersonError(400, f"The body must be a JSON object: {error}.") from error
    if not isinstance(body, dict):
        raise PersonError(400, "The body must be a JSON object.")
    refuse_broken(body)
    return body


def refuse_broken(texts: object) -> None:
    """Refuse texts that are not Unicode."""
    if not is_unicode(texts):  # it would break every later answer that holds it
        raise PersonError(400, "Texts must be Unicode: a lone surrogate stands for no character.")


def text(body: Json, name: str) -> str:
    """A text that must be there."""
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise PersonError(400, f"'{name}' must be a text that is not empty.")
    return value


def optional_text(body: Json, name: str) -> str | None:
    """A text, or None."""
    return None if body.get(name) is None else text(body, name)


def number(body: Json, name: str) -> int:
    """A whole number that must be there."""
    value = body.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise PersonError(400, f"'{name}' must be a whole number, not {value!r}.")
    return value


def items(body: Json, name: str) -> list[object]:
    """A list; empty if it is not there."""
    value = body.get(name, [])
    if not isinstance(value, list):
        raise PersonError(400, f"'{name}' must be a list.")
    return value


def query_number(request: Request, name: str) -> float:
    """A number of the query; 0 if it is not there."""
    try:
        return float(request.query_params.get(name) or 0)
    except ValueError as error:
        raise PersonError(400, f"'{name}' must be a number.") from error
