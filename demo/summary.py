"""What is left of a play besides publication and transcript: summary.json, and what to open."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from demo.book import Row
from demo.drawing import Results
from demo.progress import Stretch
from demo.rounds import time_of
from demo.tally import Tally
from demo.transcript import SHANGHAI
from demo.words import Words

Statement = Mapping[str, str]
"""The lines of a result statement by name (spec 02 §9), and its `digest`."""


@dataclass(frozen=True)
class Times:
    """Seconds since the start, and how many of them the whole hall waited for rounds."""

    total: float
    waiting: float

    @property
    def work(self) -> float:
        """All the rest."""
        return self.total - self.waiting

    def line(self) -> Words:
        """Both parts in one line."""
        return Words(
            "用时 {total} 秒：工作 {work} 秒，等待信标轮次 {waiting} 秒",
            "{total} s: {work} s of work, {waiting} s of waiting for the beacon's rounds",
        )(total=f"{self.total:.1f}", work=f"{self.work:.1f}", waiting=f"{self.waiting:.1f}")


@dataclass(frozen=True)
class Deaths:
    """Where the bot was killed, in order, and how often a witness was."""

    bot: Sequence[str] = ()
    witnesses: int = 0


def summary(
    results: Results,
    rows: Sequence[Row],
    people: Sequence[Tally],
    stretches: Sequence[Stretch],
    times: Times,
    deaths: Deaths,
) -> dict[str, Any]:
    """Everything that was counted, as plain JSON."""
    return {
        "synthetic": True,
        "seconds": {
            "total": round(times.total, 1),
            "work": round(times.work, 1),
            "waiting_for_rounds": round(times.waiting, 1),
        },
        "draws": [_draw(number, results) for number in sorted(results.statements)],
        "entries": [[kind, numbers] for kind, numbers in rows],
        "people": [asdict(one) for one in people],
        "scenes": [asdict(one) for one in stretches],
        "deaths_of_the_bot": list(deaths.bot),
        "deaths_of_witnesses": deaths.witnesses,
    }


def _draw(number: int, results: Results) -> dict[str, Any]:
    statement = results.statements[number]
    counts = {name: int(statement[name]) for name in ("N", "m", "n")}
    texts = {name: statement[name] for name in ("odds", "seed", "cutoff", "digest", "over_quota")}
    types = len(statement["types"].split(","))
    return {"draw": number, "types": types, **counts, **texts, **_proof(number, results)}


def _proof(number: int, results: Results) -> dict[str, int]:
    """Round and its time (Unix seconds), and how the witnesses bracket it; as far as there are."""
    found = round_of(results.statements[number])
    if found is None:
        return {}
    bracket = {name: int(value) for name, value in results.brackets.get(number, {}).items()}
    return {"round": found, "time": time_of(found), **bracket}


def unproven(results: Results) -> list[int]:
    """The draws with a beacon of which people were told that no witnesses bracket them."""
    rounds = {number: round_of(one) for number, one in results.statements.items()}
    return [n for n, found in rounds.items() if found is not None and n not in results.brackets]


def round_of(statement: Statement) -> int | None:
    """The beacon's round in a statement; None without a beacon."""
    beacon = statement["beacon"]
    return None if beacon == "none" else int(beacon.split(":")[1])


def write_json(path: Path, data: Mapping[str, Any]) -> None:
    """Write JSON that people can read as well."""
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def draw_line(number: int, results: Results) -> Words:
    """One draw in a few lines."""
    statement = results.statements[number]
    values: dict[str, object] = {name: int(statement[name]) for name in ("N", "m", "n")}
    proof = _proof_words(_proof(number, results))
    return Words(
        "第{k}次：池 {N} 家，必抽 {m} 家，抽中 {n} 家，其余机会均等 {odds}\n"
        f"{proof.zh}          种子 {{seed}}\n          截止签号 {{cutoff}}\n"
        "          摘要 {digest}",
        "draw {k}: pool {N}, certain {m}, drawn {n}, equal chance of all others {odds}\n"
        f"{proof.en}          seed {{seed}}\n          cut-off {{cutoff}}\n"
        "          digest {digest}",
    )(
        k=number,
        odds=statement["odds"],
        seed=statement["seed"],
        cutoff=statement["cutoff"],
        digest=statement["digest"],
        **values,
    )


def _proof_words(proof: Mapping[str, int]) -> Words:
    """Round, its time in Asia/Shanghai, witnesses and margin; empty without a beacon."""
    if not proof:
        return Words("", "")
    due = f"{datetime.fromtimestamp(proof['time'], SHANGHAI):%H:%M:%S} UTC+8"
    zh, en = f"信标第 {proof['round']} 轮，{due}", f"beacon round {proof['round']}, {due}"
    if "margin" not in proof:
        return Words(f"          {zh}，未证明\n", f"          {en}, not proven\n")
    signed = f"{proof['signed']}/{proof['total']}"
    return Words(
        f"          {zh}；{signed} 个见证方提前 {proof['margin']} 秒签名\n",
        f"          {en}; {signed} witnesses signed {proof['margin']} s before\n",
    )


def people_line(people: Sequence[Tally]) -> Words:
    """Messages per person; those sent again are counted apart, over all people."""
    rows = [f"{one.name} {one.messages}+{one.edits}" for one in people]
    return Words(
        "每人收到的消息（+ 编辑次数）：{rows}；\n"
        "          注明“重发”的共 {again} 条，其中 {twice} 条先前已收到",
        "messages per person (+ edits): {rows};\n"
        "          {again} marked as sent again, {twice} of them had come before",
    )(
        rows="; ".join(rows),
        again=sum(one.announced for one in people),
        twice=sum(one.repeated for one in people),
    )
