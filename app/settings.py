"""Settings from the environment or a file `sunlot.env` in the folder where `sunlot` is started.

The environment wins. Names begin with `SUNLOT_`; the token is a secret and never shown.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.errors import WrongSettings
from app.relays import DRAND

ENV_FILE: Final = "sunlot.env"
_TOKEN: Final = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{6,80}")
_PLACEHOLDER: Final = re.compile(
    r"change.?me|placeholder|your.?token|example|insert|secret|^123456:ABC|x{4,}", re.IGNORECASE
)


def _real_token(token: SecretStr) -> SecretStr:
    value = token.get_secret_value()
    if _PLACEHOLDER.search(value) or not _TOKEN.fullmatch(value):
        # The value itself must not get into the message: it may be a real token with a typo.
        raise ValueError("expected the bot's token as BotFather gave it, found something else")
    return token


def _http_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
        raise ValueError("expected an address like https://api.telegram.org")
    return url.rstrip("/")


def _addresses(text: object) -> object:
    """Several addresses, separated by commas."""
    if not isinstance(text, str):
        return text
    return tuple(part.strip() for part in text.split(",") if part.strip())


class Settings(BaseSettings):
    """What the bot needs to know. `data` is private (0700), `publication` is what is served.

    `relays`: where beacons' values are fetched, separated by commas; none of them is trusted.
    """

    model_config = SettingsConfigDict(
        env_prefix="SUNLOT_",
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        extra="ignore",
        hide_input_in_errors=True,
    )

    token: Annotated[SecretStr, AfterValidator(_real_token)] | None = None
    api_url: Annotated[str, AfterValidator(_http_address)] = "https://api.telegram.org"
    data: Path = Path("var/data")
    publication: Path = Path("var/publication")
    relays: Annotated[
        tuple[Annotated[str, AfterValidator(_http_address)], ...],
        NoDecode,
        BeforeValidator(_addresses),
    ] = DRAND
    kill_at: str = ""


def read_settings() -> Settings:
    """The settings; `WrongSettings` names every one that is not right, without its value."""
    try:
        return Settings()
    except ValidationError as error:
        found = [f"SUNLOT_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors()]
        raise WrongSettings("; ".join(found)) from None  # its cause holds the values
