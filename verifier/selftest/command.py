"""The command `verifier selftest`: its arguments, lines and sums (04 §14)."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .attacks import words_of
from .exporting import export
from .running import Outcome, outcomes
from .says import Language, control_name, said
from .words import WHO


def _as_object(one: Outcome) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": one.name, "right": one.right, "unjudged": one.unjudged, "exit": one.exit,
        "found": list(one.found),
    }  # fmt: skip
    if one.attack is not None:
        words = words_of(one.attack)
        told |= {
            "who": one.attack.who,
            "check": one.attack.code,
            "expected_exit": one.attack.expected_exit,
            "must": list(words.must),
            "what": {"en": words.en, "zh": words.zh},
        }
    return told


def _line(one: Outcome, language: Language) -> str:
    word = "ok" if one.right else "unjudged" if one.unjudged else "wrong"
    mark = said(word, language)
    found = ", ".join(one.found[:3]) + (" …" if len(one.found) > 3 else "")
    if one.attack is None:
        told = said("control proven" if one.right else "control not proven", language, found=found)
        return said(
            "control", language, mark=mark, name=control_name(one.name, language), told=told
        )
    words = words_of(one.attack)
    return said(
        "attack",
        language,
        mark=mark,
        name=one.name,
        who=WHO[one.attack.who][language],
        what=words.zh if language == "zh" else words.en,
        found=found or said("nothing", language),
        exit=one.exit,
    )


def _summary(made: Sequence[Outcome], language: Language) -> str:
    controls = [one for one in made if one.attack is None]
    attacks = [one for one in made if one.attack is not None]
    lines = [said("summary", language,
                  controls=len(controls), proven=sum(one.right for one in controls),
                  attacks=len(attacks), named=sum(one.right for one in attacks))]  # fmt: skip
    lacking = sum(one.unjudged for one in made)
    if lacking:
        lines.append(said("no library", language, n=lacking))
    return "\n".join(lines)


def parser() -> argparse.ArgumentParser:
    """The arguments of `verifier selftest`."""
    made = argparse.ArgumentParser(
        prog="verifier selftest", description="Put the verifier itself to the test."
    )
    made.add_argument("--export", type=Path, help="write every publication there as a ZIP")
    made.add_argument("--json", action="store_true", help="print one JSON object")
    made.add_argument("--lang", choices=("zh", "en"), default=None, help="language of the lines")
    return made


def _print(text: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, "backslashreplace").decode(encoding), flush=True)


def _language(chosen: Language | None, in_json: bool) -> Language:
    """The language asked for, else that of the terminal; a machine's is English."""
    if chosen is not None or in_json:
        return chosen or "en"
    locale = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "zh" if locale.startswith("zh") else "en"


def _export(folder: Path, language: Language) -> int:
    try:
        count = export(folder)
    except OSError as error:
        name = "folder not empty" if isinstance(error, FileExistsError) else "not written"
        print(said(name, language, folder=folder), file=sys.stderr)
        return 2
    _print(said("exported", language, n=count, folder=folder))
    return 0


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments say; 0 if every control is proven and every attack named, else 1.

    2 is a wrong call, or a folder that cannot be written to.
    """
    options = parser().parse_args(arguments)
    language = _language(options.lang, options.json)
    if options.export is not None:
        return _export(options.export, language)
    made = []
    for one in outcomes():
        made.append(one)
        if not options.json:
            _print(_line(one, language))
    right = all(one.right for one in made)
    if options.json:
        books = [_as_object(one) for one in made]
        _print(json.dumps({"v": 1, "exit": int(not right), "books": books}))
    else:
        _print(_summary(made, language))
    return int(not right)
