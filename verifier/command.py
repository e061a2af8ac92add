"""Arguments of the command line and what is printed for them (spec 04 §1, §2, §9–§11)."""

import argparse
import importlib
import os
import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NoReturn, TextIO

from .dates import parse_now
from .findings import DrawId, WrongTextError, say
from .finish import Finished, Order, finish
from .finish_report import finish_json, finish_text
from .judge import EXIT, Judgement, Request, judge
from .proving import ProofJudgement, proof_json, proof_text, prove
from .publication import UnreachableError, lies_inside
from .refute_report import form_text, refute_json, refute_text
from .refuting import Refutation, refute
from .report import as_json, as_text
from .seen import Typed, read_typed
from .sheet import read_digest
from .sources import Where, is_address
from .texts import Language, render

_PLACE = "folder, ZIP file or http(s) address of the publication"
_Form = Callable[[Language], str]
_TypeError = argparse.ArgumentTypeError
_DRAW = re.compile(r"([1-9][0-9]{0,14})\.([1-9][0-9]{0,14})")


class WrongCallError(WrongTextError):
    """The arguments cannot be understood; there is nothing to judge (exit 2)."""


# What argparse says, and how that is said here; its own words stay where none fits.
_ARGPARSE = (
    (re.compile(r"the following arguments are required: (.*)"),
     "these arguments are missing: {what}"),
    (re.compile(r"unrecognized arguments: (.*)"), "these arguments are not known: {what}"),
    (re.compile(r"argument (.*): expected one argument"), "{what} needs a value"),
    (re.compile(r"argument (.*): invalid choice: .*"), "{what} cannot have this value"),
    (re.compile(r"argument .*: ignored explicit argument (.*)"),
     "this value is given to an option that takes none: {what}"),
)  # fmt: skip


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        for pattern, template in _ARGPARSE:
            match = pattern.fullmatch(message)
            if match is not None:
                raise WrongCallError(say(template, what=match[1]))
        name, colon, why = message.removeprefix("argument ").partition(": ")
        if message.startswith("argument ") and colon:
            raise WrongCallError(say("{file}: {why}", file=name, why=say(why)))
        raise WrongCallError(say("{why}", why=message))


def _parser() -> argparse.ArgumentParser:
    parser = _common("verifier", "Verify a sunlot/v1 publication.")
    parser.add_argument("publication", type=_where, help=_PLACE)
    parser.add_argument("--draw", type=_draw, help="only this draw, e.g. 1.2, and those before it")
    parser.add_argument("--opening", type=Path, help="opening of one enterprise")
    parser.add_argument("--auditor", type=Path, help="folder with all openings")
    parser.add_argument("--beacon", help="typed value of the round that a draw waits for")
    parser.add_argument("--keep", type=Path, help="folder that remembers every checkpoint seen")
    parser.add_argument("--checkpoint", help="a printed checkpoint, or a file with one")
    parser.add_argument("--digest", help="the digest on a printed sheet")
    parser.add_argument("--now", type=_now, help="RFC 3339 time with zone, or seconds")
    return parser


def _finish_parser() -> argparse.ArgumentParser:
    parser = _common("verifier finish", "Compute a draw from the book and a beacon value.")
    parser.add_argument("publication", type=_where, help=_PLACE)
    parser.add_argument("--beacon", required=True, help="typed value of the draw's round")
    parser.add_argument("--draw", type=_draw, help="this draw, e.g. 1.2; else the one opened last")
    return parser


def _proof_parser() -> argparse.ArgumentParser:
    parser = _common("verifier proof", "Check the proof of a contribution.")
    parser.add_argument("file", type=Path, help="the proof")
    parser.add_argument("publication", type=_where, nargs="?", help=_PLACE)
    return parser


def _refute_parser() -> argparse.ArgumentParser:
    parser = _common("verifier refute", "Show that a draw treated an enterprise wrongly.")
    parser.add_argument("publication", type=_where, help=_PLACE)
    parser.add_argument("--opening", type=Path, required=True, help="opening of the enterprise")
    parser.add_argument("--draw", type=_draw, help="only this draw, e.g. 1.2")
    parser.add_argument("--form", type=Path, help="write a form that can be printed and signed")
    return parser


def _common(name: str, description: str) -> argparse.ArgumentParser:
    parser = _Parser(prog=name, description=description)
    parser.add_argument("--trust", type=_file, required=True, help="trust file")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--lang", choices=("zh", "en"), help="language of the report")
    return parser


def _draw(text: str) -> DrawId:
    match = _DRAW.fullmatch(text)
    if match is None:
        raise _TypeError("a draw is written like 1.2")
    return int(match[1]), int(match[2])


def _where(text: str) -> Where:
    return text if is_address(text) else Path(text)


def _file(text: str) -> Path:
    if is_address(text):
        raise _TypeError("the trust file comes from elsewhere, by hand")
    return Path(text)


def _now(text: str) -> int:
    seconds = parse_now(text)
    if seconds is None:
        raise _TypeError("a time is RFC 3339 with zone, or integer seconds")
    return seconds


def language_of(chosen: str | None, environment: Mapping[str, str]) -> Language:
    """The language asked for, else Chinese where the locale says so, else English."""
    if chosen is None:
        locale = environment.get("LC_ALL") or environment.get("LANG") or ""
        chosen = "zh" if locale.startswith("zh") else "en"
    return "zh" if chosen == "zh" else "en"


def _language_in(arguments: Sequence[str]) -> Language:
    """The language asked for in arguments that could not be understood as a whole."""
    chosen = None
    for place, one in enumerate(arguments):
        if one in ("--lang=zh", "--lang=en"):
            chosen = one.removeprefix("--lang=")
        elif one == "--lang" and arguments[place + 1 : place + 2] in (["zh"], ["en"]):
            chosen = arguments[place + 1]
    return language_of(chosen, os.environ)


def _parsed(parser: argparse.ArgumentParser, arguments: Sequence[str]) -> argparse.Namespace:
    # Intermixed, because PUBLICATION of `proof` may stand behind an option (04 §1).
    options = parser.parse_intermixed_args(arguments)
    if any("\0" in str(value) for value in vars(options).values()):
        raise WrongCallError(say("a path has a zero byte"))
    return options


def _request(options: argparse.Namespace) -> Request:
    if options.opening is not None:
        _must_exist(options.opening)
    if options.auditor is not None and not options.auditor.is_dir():
        raise WrongCallError(say("there is no folder {file}", file=options.auditor))
    now = int(time.time()) if options.now is None else options.now
    return Request(
        publication=options.publication,
        trust=options.trust,
        now=now,
        draw=options.draw,
        opening=options.opening,
        auditor=options.auditor,
        beacon=options.beacon,
        keep=_keep(options.keep, options.publication),
        typed=_typed(options),
        digest=None if options.digest is None else read_digest(options.digest),
    )


def _must_exist(file: Path) -> None:
    if not os.path.lexists(file):
        raise WrongCallError(say("there is no file {file}", file=file))


def _keep(folder: Path | None, where: Where) -> Path | None:
    """The folder of kept checkpoints, made if missing and outside the publication (04 §13)."""
    if folder is None:
        return None
    if not is_address(where) and _is_within(folder, Path(where)):
        raise WrongCallError(say("{what} must not lie inside the publication", what="--keep"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise WrongCallError(say("there can be no folder {file}", file=folder)) from None
    return folder


def _is_within(path: Path, where: Path) -> bool:
    return os.path.realpath(path) == os.path.realpath(where) or lies_inside(path, where)


def _typed(options: argparse.Namespace) -> Typed | None:
    return None if options.checkpoint is None else read_typed(options.checkpoint)


def _print(text: str, stream: TextIO | None = None) -> None:
    """Print whatever the terminal's encoding can hold, and escapes for the rest."""
    out = sys.stdout if stream is None else stream
    encoding = out.encoding or "utf-8"
    shown = text.encode(encoding, "backslashreplace").decode(encoding)
    print(shown, end="", file=out, flush=True)


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
    _must_exist(options.file)
    made = prove(options.file, options.trust, options.publication)
    return made.exit, partial(proof_json, made), partial(proof_text, made), options


def _refute(arguments: Sequence[str]) -> tuple[int, _Form, _Form, argparse.Namespace]:
    options = _parsed(_refute_parser(), arguments)
    _must_exist(options.opening)
    form = _form(options.form, options.publication)
    made = refute(options.publication, options.trust, options.opening, options.draw)
    written = form is not None and bool(made.claims)
    if form is not None and made.claims:
        _write_new(form, form_text(made, int(time.time())))
    return made.exit, partial(refute_json, made), partial(refute_text, made, written), options


def _form(form: Path | None, where: Where) -> Path | None:
    """Where a form goes: to no file that is there, and not into the publication."""
    if form is not None and os.path.lexists(form):
        told = say("there is a file {file} already, and nothing is overwritten", file=form)
        raise WrongCallError(told)
    if form is not None and not is_address(where) and lies_inside(form, Path(where)):
        raise WrongCallError(say("{what} must not lie inside the publication", what="--form"))
    return form


def _write_new(file: Path, text: str) -> None:
    try:
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except OSError as error:
        told = say("{file} cannot be written: {why}", file=file, why=error.strerror)
        raise WrongCallError(told) from None


def _unreadable(command: str) -> str:
    """What --json prints for a wrong call."""
    if command == "finish":
        return finish_json(Finished(EXIT["unreadable"], ()), "en")
    if command == "proof":
        return proof_json(ProofJudgement("unreadable", ()), "en")
    if command == "refute":
        return refute_json(Refutation("unreadable", ()), "en")
    return as_json(Judgement("unreadable", int(time.time()), ()), "en")


_ACTS = {"finish": _finish, "proof": _proof, "refute": _refute}


def run(arguments: Sequence[str]) -> int:
    """Do what `arguments` say, print the report, and give the exit code."""
    command, rest = "", arguments
    if arguments and arguments[0] == "selftest":
        # Loaded only when asked for: nobody who judges a book needs the attacks in memory.
        code: int = importlib.import_module(".selftest.command", __package__).run(arguments[1:])
        return code
    if arguments and arguments[0] in _ACTS:
        command, rest = arguments[0], arguments[1:]
    act = _ACTS.get(command, _judge)
    try:
        code, in_json, in_text, options = act(rest)
    except (WrongTextError, UnreachableError, ValueError) as error:
        told = error.note if isinstance(error, WrongTextError) else say(str(error))
        _print("verifier: " + render(told, _language_in(arguments)) + "\n", sys.stderr)
        if "--json" in arguments:
            _print(_unreadable(command) + "\n")
        return EXIT["unreadable"]
    if options.json:
        # A machine's language must not change with the terminal's: English unless asked.
        _print(in_json(language_of(options.lang, {})) + "\n")
    else:
        _print(in_text(language_of(options.lang, os.environ)))
    return code
