"""Arguments of the command line and what is printed for them (spec 04 §1, §2)."""

import argparse
import os
import re
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from .dates import parse_now
from .findings import DrawId
from .judge import EXIT, Judgement, Request, judge
from .report import as_json, as_text
from .texts import Language

_DRAW = re.compile(r"([1-9][0-9]{0,14})\.([1-9][0-9]{0,14})")


class WrongCallError(ValueError):
    """The arguments cannot be understood; there is nothing to judge (exit 2)."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise WrongCallError(message)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="verifier", description="Verify a sunlot/v1 publication.")
    parser.add_argument("publication", type=Path, help="folder of the publication")
    parser.add_argument("--trust", type=Path, required=True, help="trust file")
    parser.add_argument("--draw", type=_draw, help="only this draw, e.g. 1.2")
    parser.add_argument("--opening", type=Path, help="opening of one enterprise")
    parser.add_argument("--auditor", type=Path, help="folder with all openings")
    parser.add_argument("--beacon", help="typed value of the round that a draw waits for")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--now", type=_now, help="RFC 3339 time with zone, or seconds")
    parser.add_argument("--lang", choices=("zh", "en"), help="language of the report")
    return parser


def _draw(text: str) -> DrawId:
    match = _DRAW.fullmatch(text)
    if match is None:
        raise argparse.ArgumentTypeError("a draw is written like 1.2")
    return int(match[1]), int(match[2])


def _now(text: str) -> int:
    seconds = parse_now(text)
    if seconds is None:
        raise argparse.ArgumentTypeError("a time is RFC 3339 with zone, or integer seconds")
    return seconds


def language_of(chosen: str | None, environment: Mapping[str, str]) -> Language:
    """The language asked for, else Chinese where the locale says so, else English."""
    if chosen is None:
        locale = environment.get("LC_ALL") or environment.get("LANG") or ""
        chosen = "zh" if locale.startswith("zh") else "en"
    return "zh" if chosen == "zh" else "en"


def _request(options: argparse.Namespace) -> Request:
    if any("\0" in str(value) for value in vars(options).values()):
        raise WrongCallError("a path has a zero byte")
    if options.opening is not None and not os.path.lexists(options.opening):
        raise WrongCallError(f"there is no file {options.opening}")
    if options.auditor is not None and not options.auditor.is_dir():
        raise WrongCallError(f"there is no folder {options.auditor}")
    now = int(time.time()) if options.now is None else options.now
    return Request(
        publication=options.publication,
        trust=options.trust,
        now=now,
        draw=options.draw,
        opening=options.opening,
        auditor=options.auditor,
        beacon=options.beacon,
    )


def _print(text: str) -> None:
    """Print whatever the terminal's encoding can hold, and escapes for the rest."""
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, "backslashreplace").decode(encoding), end="", flush=True)


def _wrong_call(arguments: Sequence[str], message: str) -> int:
    print(f"verifier: {message}", file=sys.stderr)
    if "--json" in arguments:
        _print(as_json(Judgement("unreadable", int(time.time()), ()), "en") + "\n")
    return EXIT["unreadable"]


def run(arguments: Sequence[str]) -> int:
    """Judge as `arguments` say, print the report, and give the exit code."""
    try:
        options = _parser().parse_args(arguments)
        request = _request(options)
    except (WrongCallError, ValueError) as error:
        return _wrong_call(arguments, str(error))
    judgement = judge(request)
    if options.json:
        # A machine's language must not change with the terminal's: English unless asked.
        _print(as_json(judgement, language_of(options.lang, {})) + "\n")
    else:
        _print(as_text(judgement, language_of(options.lang, os.environ)))
    return judgement.exit
