"""The generated files, read back with readers that share no code with the generator."""

import csv
from collections.abc import Callable
from functools import cache
from io import BytesIO, StringIO

import pytest
from python_calamine import CalamineWorkbook

from demo.generate import Dataset, Variant, contents, dataset

Table = list[dict[str, str]]


def _csv_table(body: bytes, encoding: str) -> Table:
    return list(csv.DictReader(StringIO(body.decode(encoding), newline=""), strict=True))


def _xlsx_table(body: bytes) -> Table:
    header, *rows = CalamineWorkbook.from_filelike(BytesIO(body)).get_sheet_by_index(0).to_python()
    return [
        {
            str(key): str(int(cell)) if isinstance(cell, float) else str(cell)
            for key, cell in zip(header, row, strict=True)
        }
        for row in rows
    ]


@pytest.fixture(scope="session", params=[Variant.NORMAL, Variant.SMALL])
def variant(request: pytest.FixtureRequest) -> Variant:
    """Each test that takes files runs on the full and on the small set."""
    return Variant(request.param)


@pytest.fixture(scope="session")
def made() -> Callable[[Variant], Dataset]:
    """Invent each variant at most once: the full ones take seconds."""
    return cache(lambda variant: dataset(variant=variant))


@pytest.fixture(scope="session")
def files(made: Callable[[Variant], Dataset], variant: Variant) -> dict[str, bytes]:
    return contents(made(variant))


@pytest.fixture(scope="session")
def enterprises(files: dict[str, bytes]) -> Table:
    return _csv_table(files["enterprises.csv"], "utf-8-sig")


@pytest.fixture(scope="session")
def catalogue(files: dict[str, bytes]) -> Table:
    return _csv_table(files["catalogue.csv"], "gb18030")


@pytest.fixture(scope="session")
def institutions(files: dict[str, bytes]) -> Table:
    return _xlsx_table(files["institutions.xlsx"])
