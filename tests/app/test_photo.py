"""A beacon's QR code from a person's picture to the office: local Telegram, then the reader.

What the service makes of a picture (smaller, a JPEG) must leave the code readable; the tests of the
faces begin with bytes.
"""

from __future__ import annotations

import io

import httpx
import pytest
import segno

from inspection.qr import read_qr
from tests.app.stage import NO_TLS, TOKEN, local_telegram
from tests.inspection import outside

VALUE = outside.signature(123)


def page(scale: int) -> bytes:
    """A screenshot of the code, in a size of its own."""
    file = io.BytesIO()
    segno.make(VALUE, micro=False, error="m").save(file, kind="png", scale=scale, border=4)
    return file.getvalue()


@pytest.mark.parametrize("scale", [3, 8, 40])
def test_a_photo_of_the_code_is_read_in_the_size_that_the_bot_takes(scale: int) -> None:
    with local_telegram() as telegram, httpx.Client(verify=NO_TLS, trust_env=False) as http:
        person = telegram.post("/users", first_name="示例", language_code="zh")["id"]
        sent = http.post(
            f"{telegram.url}/local/users/{person}/photo",
            data={"chat": "sunlot_bot", "caption": "/beacon"},
            files={"file": ("IMG_0001.png", page(scale))},
        )
        assert sent.status_code == 200, sent.text
        answer = http.post(f"{telegram.url}/bot{TOKEN}/getUpdates", json={"timeout": 10}).json()
        sizes = answer["result"][0]["message"]["photo"]
        largest = max(sizes, key=lambda size: size["width"] * size["height"])
        assert max(largest["width"], largest["height"]) <= 1280
        where = {"file_id": largest["file_id"]}
        file = http.post(f"{telegram.url}/bot{TOKEN}/getFile", json=where).json()["result"]
        data = http.get(f"{telegram.url}/file/bot{TOKEN}/{file['file_path']}").content
    assert data.startswith(b"\xff\xd8")
    assert read_qr(data) == VALUE
