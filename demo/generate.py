"""Write the demo data: `python -m demo.generate --out DIR`.

Four files: catalogue.csv, enterprises.csv, institutions.xlsx and README.txt. The same options give
the same bytes, on each run and on each machine.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from demo.catalogue import FIRST_PICK, planned_counts
from demo.files import catalogue_csv, enterprises_csv, institutions_xlsx
from demo.institutions import Qualification, no_tester, one_institution, qualifications
from demo.roster import NORMAL, SMALL, Enterprise, Size, enterprises, exclusion
from demo.stream import SEED

REFERENCE = date(2026, 11, 16)
"""The default reference date of the exclusion rule."""


class Variant(StrEnum):
    """What to generate. The infeasible ones differ from `NORMAL` in institutions.xlsx alone.

    ONE_INSTITUTION: one type has a single institution. NO_TESTER: one type has institutions, but
    none may test. SMALL: 600 enterprises with the same types and institutions, for fast tests.
    """

    NORMAL = "normal"
    ONE_INSTITUTION = "infeasible_one_institution"
    NO_TESTER = "infeasible_no_tester"
    SMALL = "small"


@dataclass(frozen=True)
class Dataset:
    """Everything one run invents, before it becomes files."""

    variant: Variant
    reference: date
    size: Size
    planned: Mapping[str, int]
    rows: Sequence[Qualification]
    roster: Sequence[Enterprise]


def dataset(reference: date = REFERENCE, variant: Variant = Variant.NORMAL) -> Dataset:
    """Invent the data. Enterprises are made before a variant takes institutions away."""
    size = SMALL if variant is Variant.SMALL else NORMAL
    planned = planned_counts(size.first_planned, size.planned)
    rows = qualifications(planned, reference)
    roster = enterprises(size, reference, rows)
    if variant is Variant.ONE_INSTITUTION:
        rows = one_institution(rows)
    elif variant is Variant.NO_TESTER:
        rows = no_tester(rows)
    return Dataset(variant, reference, size, planned, rows, roster)


def contents(data: Dataset) -> dict[str, bytes]:
    """Return the files by name; README.txt holds the SHA-256 of the others."""
    files = {
        "catalogue.csv": catalogue_csv(data.planned),
        "enterprises.csv": enterprises_csv(data.roster),
        "institutions.xlsx": institutions_xlsx(data.rows),
    }
    return {**files, "README.txt": _readme(data, files).encode()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return 0, or 2 if the folder cannot be written."""
    options = _parser().parse_args(arguments)
    files = contents(dataset(options.reference_date, Variant(options.variant)))
    try:
        options.out.mkdir(parents=True, exist_ok=True)
        for name, body in files.items():
            (options.out / name).write_bytes(body)
    except OSError as error:
        sys.stderr.write(f"expected a writable folder, got {options.out}: {error.strerror}\n")
        return 2
    # Bytes, because a console of another encoding would refuse the Chinese text.
    sys.stdout.buffer.write(files["README.txt"])
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m demo.generate", description="Write the synthetic demo data of Sunlot."
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for the files")
    parser.add_argument("--reference-date", type=_day, default=REFERENCE, help="YYYY-MM-DD")
    parser.add_argument("--variant", choices=[str(one) for one in Variant], default="normal")
    return parser


def _day(text: str) -> date:
    """Read a date; years far from ours have no four-digit certificates or inspections."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or not 2000 <= day.year <= 2100:
        raise argparse.ArgumentTypeError(f"expected YYYY-MM-DD from 2000 to 2100, got {text!r}")
    return day


def _readme(data: Dataset, files: Mapping[str, bytes]) -> str:
    """Say what the files are, in Chinese and English, with counts and digests."""
    reasons = Counter(exclusion(one, FIRST_PICK, data.reference) for one in data.roster)
    musts = sum(
        not one.closed and not one.failed.keys().isdisjoint(FIRST_PICK) for one in data.roster
    )
    failed = sum(bool(one.failed) for one in data.roster)
    institutions = len({row.institution for row in data.rows})
    digests = "\n".join(f"{sha256(body).hexdigest()}  {name}" for name, body in files.items())
    return f"""\
dataset: sunlot-demo-{data.variant}-{data.reference.isoformat()}
seed and generator version: {SEED}

本目录全部数据均为虚构的合成数据：企业、机构、代码、地址、计划数、不合格记录与抽查记录
均由程序生成，与任何真实企业、机构无关。行政区划 99xxxx 不存在。
Everything in this folder is invented: enterprises, institutions, codes, addresses, planned
counts, failures and inspections come from a program and concern no real firm or institution.
The division 99xxxx does not exist.

reference date 基准日: {data.reference.isoformat()}
enterprises 企业: {len(data.roster):,}
with a failed type 上次不合格: {failed:,}
product types 产品类别: {len(data.planned):,}
planned in all 计划总数: {sum(data.planned.values()):,}
institutions 机构: {institutions:,} ({len(data.rows):,} rows 行)

first representative 第一位代表: {len(FIRST_PICK)} types, {" ".join(FIRST_PICK)}
planned 计划数: {sum(data.planned[code] for code in FIRST_PICK):,}
pool 抽样池: {reasons[None]:,}
in it, failed last time 其中上次不合格: {musts:,}
excluded, closed 排除（已关闭）: {reasons["closed"]:,}
excluded, inspected within six months 排除（半年内已抽查）: {reasons["inspected"]:,}

SHA-256
{digests}
"""


if __name__ == "__main__":
    sys.exit(main())
