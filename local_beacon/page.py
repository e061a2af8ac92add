"""The page a person copies or scans a round's value from, in Chinese and English. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import segno

from local_beacon.chain import PERIOD, Value, time_of

_CHINA = timezone(timedelta(hours=8))
_GROUP = 8
_FRAME = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">{refresh}
<title>{title}</title>
<style>
body {{ font: 1.1rem/1.6 sans-serif; margin: 2rem auto; max-width: 44rem; padding: 0 1rem;
  color: #111; background: #fff; }}
code {{ font: 1.4rem/1.9 monospace; word-spacing: .4rem; }}
.note {{ border: 2px solid #a33; padding: .5rem 1rem; }}
svg {{ width: 100%; max-width: 22rem; height: auto; }}
</style>
</head>
<body>
<h1>{title}</h1>
<p class="note">测试信标（模拟）：密钥是公开的，人人都能预知，不保护任何抽签。<br>
<span lang="en">Test beacon (simulation): its key is public, everybody can foretell it, and it
protects no draw.</span></p>
{body}
</body>
</html>
"""


def value_page(value: Value, latest: bool) -> str:
    """The page of a round whose value is there; the one of the latest names its lasting address."""
    digits = value.signature
    groups = " ".join(digits[at : at + _GROUP] for at in range(0, len(digits), _GROUP))
    code = segno.make(digits, micro=False, error="m")
    picture = code.svg_inline(omitsize=True, border=4, light="#fff")  # as wide as the page lets it
    stay = f'<p><a href="/round/{value.round}">/round/{value.round}</a></p>' if latest else ""
    body = (
        f"<p>{_time(value.round)}</p>\n"
        '<p>信标值，96 位，空格可省略 · <span lang="en">The value, 96 digits; blanks may be left '
        f'out</span></p>\n<p><code translate="no">{groups}</code></p>\n<p>{picture}</p>\n{stay}'
    )
    return _frame(value.round, body, refresh=False)


def waiting_page(number: int) -> str:
    """The page of a round whose value is not there yet; it loads itself again."""
    body = (
        '<p>这一轮的值还没有公布。 · <span lang="en">The value of this round is not published '
        f"yet.</span></p>\n<p>{_time(number)}</p>"
    )
    return _frame(number, body, refresh=True)


def _frame(number: int, body: str, refresh: bool) -> str:
    again = f'\n<meta http-equiv="refresh" content="{PERIOD}">' if refresh else ""
    title = f"第 {number:,} 轮 · Round {number:,}"
    return _FRAME.format(title=title, refresh=again, body=body)


def _time(number: int) -> str:
    """When the round is due; a round too far away for a calendar has none to show."""
    try:
        due = datetime.fromtimestamp(time_of(number), UTC)
        china = due.astimezone(_CHINA)
    except (OverflowError, OSError, ValueError):
        return "—"
    return (
        f"应公布时间（北京时间） {china:%Y-%m-%d %H:%M:%S} · "
        f'<span lang="en">due (UTC) {due:%Y-%m-%d %H:%M:%S}</span>'
    )
