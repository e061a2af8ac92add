"""Settings: from the environment or the file, placeholders refused, the token never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import WrongSettings
from app.settings import read_settings

REAL = "7361234567:" + "AbCdEfGh-_" * 3 + "12345"


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("TOKEN", "API_URL", "DATA", "PUBLICATION", "KILL_AT"):
        monkeypatch.delenv(f"SUNLOT_{name}", raising=False)


def test_without_anything_the_real_service_is_meant() -> None:
    settings = read_settings()
    assert settings.api_url == "https://api.telegram.org"
    assert settings.token is None


def test_the_file_is_read_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "sunlot.env").write_text(f"SUNLOT_TOKEN={REAL}\nSUNLOT_DATA=from-file\nOTHER=1\n")
    monkeypatch.setenv("SUNLOT_DATA", "from-environment")
    settings = read_settings()
    assert settings.token is not None
    assert settings.token.get_secret_value() == REAL
    assert settings.data == Path("from-environment")
    assert REAL not in repr(settings)


@pytest.mark.parametrize(
    "token",
    [
        "changeme",
        "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11",
        "7361234567:your_token_here_0000000000",
        "<token>",
        "7361234567",
        "7361234567:xxxxxxxxxxxxxxxxxxxxxxxx",
        REAL + " ",
        "",
    ],
)
def test_a_placeholder_is_refused_without_repeating_it(
    monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setenv("SUNLOT_TOKEN", token)
    with pytest.raises(WrongSettings, match="SUNLOT_TOKEN") as caught:
        read_settings()
    assert not token or token not in str(caught.value)


def test_a_rehearsal_token_is_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUNLOT_TOKEN", "7:LOCAL-rehearsal")
    assert read_settings().token is not None


@pytest.mark.parametrize("url", ["api.telegram.org", "ftp://x", "https://", "https://x/?a=b"])
def test_an_address_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("SUNLOT_API_URL", url)
    with pytest.raises(WrongSettings, match="SUNLOT_API_URL"):
        read_settings()
