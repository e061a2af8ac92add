"""Arguments of the command line and what is printed for them (spec 04 §1, §2, §9, §10)."""

import argparse
import os
import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NoReturn

from .dates import parse_now
from .findings import DrawId
from .finish import Finished, Order, finish
from .finish_report import finish_json, finish_text
from .judge import EXIT, Judgement, Request, judge
from .proving import ProofJudgement, proof_json, proof_text, prove
from .report import as_json, as_text
from .texts import Language

_Form = Callable[[Language], str]
_DRAW = re.compile(r"([1-9][0-9]{0,14})\.([1-9][0-9]{0,14})")


class WrongCallError(ValueError):
    """The arguments cannot be understood; there is nothing to judge (exit 2)."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise WrongCallError(message)


def _parser() -> argparse.ArgumentParser:
    parser = _common("verifier", "Verify a sunlot/v1 publication.")
    parser.add_argument("publication", type=Path, help="folder of the publication")
    parser.add_argument("--draw", type=_draw, help="only this draw, e.g. 1.2, and those before it")
    parser.add_argument("--opening", type=Path, help="opening of one enterprise")
    parser.add_argument("--auditor", type=Path, help="folder with all openings")
    parser.add_argument("--beacon", help="typed value of the round that a draw waits for")
    parser.add_argument("--now", type=_now, help="RFC 3339 time with zone, or seconds")
    return parser


def _finish_parser() -> argparse.ArgumentParser:
    parser = _common("verifier finish", "Compute a draw from the book and a beacon value.")
    parser.add_argument("publication", type=Path, help="folder of the publication")
    parser.add_argument("--beacon", required=True, help="typed value of the draw's round")
    parser.add_argument("--draw", type=_draw, help="this draw, e.g. 1.2; else the one opened last")
    return parser


def _proof_parser() -> argparse.ArgumentParser:
    parser = _common("verifier proof", "Check the proof of a contribution.")
    parser.add_argument("file", type=Path, help="the proof")
    parser.add_argument("publication", type=Path, nargs="?", help="folder of the publication")
    return parser


def _common(name: str, description: str) -> argparse.ArgumentParser:
    parser = _Parser(prog=name, description=description)
    parser.add_argument("--trust", type=Path, required=True, help="trust file")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
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


def _parsed(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> argparse.Namespace:
    # Intermixed, because PUBLICATION of `proof` may stand behind an option (04 §1).
    options = parser.parse_intermixed_args(arguments)
    if any("\0" in str(value) for value in vars(options).values()):
        raise WrongCallError("a path has a zero byte")
    return options


def _request(options: argparse.Namespace) -> Request:
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


def _judge(arguments: Sequence[str]) -> tuple[int, _Form, _Form, argparse.Namespace]:
    options = _parsed(_parser(), arguments)
    made = judge(_request(options))
    return made.exit, partial(as_json, made), partial(as_text, made), options


def _finish(arguments: Sequence[str]) -> tuple[int, _Form, _Form, argparse.Namespace]:
    options = _parsed(_finish_parser(), arguments)
    made = finish(Order(options.publication, options.trust, options.beacon, options.draw))
    return made.exit, partial(finish_json, made), partial(finish_text, made), options


def _proof(arguments: Sequence[str]) -> tuple[int, _Form, _Form, argparse.Namespace]:
    options = _parsed(_proof_parser(), arguments)
    if not os.path.lexists(options.file):
        raise WrongCallError(f"there is no file {options.file}")
    made = prove(options.file, options.trust, options.publication)
    return made.exit, partial(proof_json, made), partial(proof_text, made), options


def _unreadable(command: str) -> str:
    """What --json prints for a wrong call."""
    if command == "finish":
        return finish_json(Finished(EXIT["unreadable"], ()), "en")
    if command == "proof":
        return proof_json(ProofJudgement("unreadable", ()), "en")
    return as_json(Judgement("unreadable", int(time.time()), ()), "en")


def run(arguments: Sequence[str]) -> int:
    """Do what `arguments` say, print the report, and give the exit code."""
    command, rest = "", arguments
    if list(arguments[:1]) in (["finish"], ["proof"]):
        command, rest = arguments[0], arguments[1:]
    act = {"finish": _finish, "proof": _proof}.get(command, _judge)
    try:
        code, in_json, in_text, options = act(rest)
    except (WrongCallError, ValueError) as error:
        print(f"verifier: {error}", file=sys.stderr)
        if "--json" in arguments:
            _print(_unreadable(command) + "\n")
        return EXIT["unreadable"]
    if options.json:
        # A machine's language must not change with the terminal's: English unless asked.
        _print(in_json(language_of(options.lang, {})) + "\n")
    else:
        _print(in_text(language_of(options.lang, os.environ)))
    return code
