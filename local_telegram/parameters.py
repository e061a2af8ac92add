"""The arguments of one Bot API call, however they came: query, form, multipart or JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.datastructures import UploadFile
from starlette.requests import Request

from local_telegram.bot_acts import MAX_UPLOAD
from local_telegram.errors import Refusal, bad_request

MAX_BODY = MAX_UPLOAD + 1024 * 1024
"""Largest request body in bytes: one upload and its other fields."""

_TRUE = ("true", "yes", "1")


def is_unicode(value: object) -> bool:
    """Whether every string in a JSON value is text: an answer can carry no lone surrogate."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


@dataclass(frozen=True)
class Upload:
    """One file part of a multipart body."""

    name: str
    mime_type: str | None
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Parameters:
    """Values by name. Strings stand for numbers, booleans and JSON, as in a form; all accepted."""

    values: Mapping[str, object]
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str | None:
        """A string, None if absent. Refuses text that is no Unicode (lone surrogates)."""
        value = self.values.get(name)
        if value is None:
            return None
        text = value if isinstance(value, str) else json.dumps(value)
        if not is_unicode(text):
            raise bad_request("strings must be encoded in UTF-8")
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def integer(self, name: str) -> int | None:
        """A whole number, None if absent or not one: Telegram takes both for missing."""
        try:
            return int(str(self.values[name]))
        except (KeyError, ValueError):
            return None

    def flag(self, name: str) -> bool:
        """A boolean; false if absent."""
        return str(self.values.get(name, "")).lower() in _TRUE

    def structure(self, name: str) -> object:
        """A JSON object or array, given as such or as text; None if absent."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            parsed: object = json.loads(value)
        except ValueError as error:
            label = name.replace("_", " ")
            raise bad_request(f"can't parse {label} JSON object") from error
        return parsed

    def file(self, name: str) -> Upload | str | None:
        """An upload, or the text that stands for an earlier one (a file_id); None if absent."""
        value = self.text(name)
        if value is not None and value.startswith("attach://"):
            return self.files.get(value.removeprefix("attach://"))
        return self.files.get(name) or value


async def read_parameters(request: Request) -> Parameters:
    """Read query and body. Raises Refusal for a body that is too big or no JSON object."""
    if int(request.headers.get("content-length", "0")) > MAX_BODY:
        raise Refusal(413, "Request Entity Too Large")
    query: dict[str, object] = dict(request.query_params)
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        return Parameters(query | _json_object(await request.body()))
    async with request.form() as form:
        texts = {name: value for name, value in form.items() if isinstance(value, str)}
        files = {
            name: Upload(part.filename or name, part.content_type, await part.read())
            for name, part in form.items()
            if isinstance(part, UploadFile)
        }
    return Parameters(query | texts, files)


def _json_object(body: bytes) -> dict[str, object]:
    try:
        parsed = json.loads(body or b"{}")
    except ValueError as error:
        raise bad_request("can't parse request JSON object") from error
    if not isinstance(parsed, dict):
        raise bad_request("can't parse request JSON object")
    return parsed
