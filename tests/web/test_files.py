"""The files themselves: byte for byte, only those of the closed list, never through a link."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.conftest import Event
from tests.web.visitor import Visitor
from web.errors import NotPublished
from web.files import published_path
from web.headers import HEADERS
from web.public import public_site

OUTSIDE = [
    "",
    "%2e",
    "%2e%2e",
    "../trust.json",
    "%2e%2e/trust.json",
    "%2e%2e%2ftrust.json",
    "tile/..%2f..%2ftrust.json",
    "tile/%2e%2e/checkpoint",
    "%2fetc/passwd",
    "/etc/passwd",
    "checkpoint/",
    "checkpoint%00",
    "Checkpoint",
    "tile",
    "tile/0/000.p/0",
    "tile/0/000.p/256",
    "tile/0/000.p/01",
    "tile/64/000",
    "tile/0/0",
    "tile/0/x000/000",
    "blob/sha256/",
    "blob/sha256/" + "A" * 64,
    "blob/sha256/" + "0" * 63,
    "blob/sha256/" + "0" * 64,
    "note.txt",
]


@pytest.mark.parametrize("name", OUTSIDE)
def test_nothing_outside_the_closed_list_is_served(copy: Path, event: Event, name: str) -> None:
    copy.parent.joinpath("trust.json").write_bytes(event.trust.read_bytes())
    copy.joinpath("note.txt").write_text("not published")
    client = Visitor(public_site(copy))
    answer = client.get(f"/publication/{name}")
    assert answer.status_code == 404
    assert "log_key" not in answer.text


@given(st.text(alphabet="./x0123456789abcdeftilpbsh\\\n", max_size=40))
def test_names_never_lead_out(event: Event, name: str) -> None:
    try:
        path = published_path(event.publication, name)
    except NotPublished:
        return
    assert path.resolve().is_relative_to(event.publication.resolve())


@pytest.mark.parametrize("linked", ["blob/sha256/" + "0" * 64, "tile/1", "blob"])
def test_links_are_not_followed(copy: Path, linked: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    name = "blob/sha256/" + "0" * 64 if linked.startswith("blob") else "tile/1/000"
    kept = copy.joinpath(linked)
    if kept.exists():
        kept.rename(tmp_path / "kept")
    target = secret.joinpath(name[len(linked) :].lstrip("/"))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("private")
    kept.symlink_to(secret)
    assert copy.joinpath(name).read_text() == "private"
    client = Visitor(public_site(copy))
    assert client.get(f"/publication/{name}").status_code == 404


def test_every_file_is_served_byte_for_byte(site: Visitor, event: Event) -> None:
    files = [path for path in event.publication.rglob("*") if path.is_file()]
    assert len(files) > 50
    for path in files:
        answer = site.get(f"/publication/{path.relative_to(event.publication)}")
        assert answer.content == path.read_bytes()
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_only_the_checkpoint_may_be_asked_again(site: Visitor, event: Event) -> None:
    for name in site.get("/files.txt").text.splitlines():
        kept = site.get(f"/publication/{name}").headers["cache-control"]
        assert kept == (
            "public, max-age=5" if name == "checkpoint" else "public, max-age=31536000, immutable"
        )


def test_the_list_names_what_a_copy_needs(event: Event, tmp_path: Path) -> None:
    made = tmp_path / "copy"
    client = Visitor(public_site(event.publication))
    names = client.get("/files.txt").text.splitlines()
    for name in names:
        path = made / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(client.get(f"/publication/{name}").content)
    assert len(names) == len(set(names))
    blobs = {path.name for path in (event.publication / "blob/sha256").iterdir()}
    assert {path.name for path in (made / "blob/sha256").iterdir()} == blobs
    client = Visitor(public_site(made, event.trust))
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "address", ["/", "/book/0.json", "/publication/checkpoint", "/static/page.css", "/nothing"]
)
def test_every_answer_forbids_what_is_foreign(site: Visitor, address: str) -> None:
    headers = site.get(address).headers
    assert {name: headers[name] for name in HEADERS} == HEADERS
    assert headers["content-security-policy"].startswith("default-src 'self';")


def test_a_page_can_be_asked_for_without_its_body(site: Visitor) -> None:
    for address in ("/", "/publication/checkpoint"):
        answer = site.ask("HEAD", address)
        assert (answer.status_code, answer.content) == (200, b"")
        assert site.ask("POST", address).status_code == 405
