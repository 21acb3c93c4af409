"""Rate tables: rates.csv to rate rows. `rate_coverage.py` proves that they leave no gap.

Columns (a column that is blank throughout may be left out): plan, age_min, age_max, sex
(male/female), social_insurance (yes/no), occupation_class, term, pay_years, premium_yuan,
per_sum (such as 10万). A blank cell means "any".
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from bot.advisor.product import RateRow
from bot.catalog.errors import SourceError
from bot.catalog.money import fen
from bot.catalog.yaml_lines import read_text

COLUMNS = (
    "plan",
    "age_min",
    "age_max",
    "sex",
    "social_insurance",
    "occupation_class",
    "term",
    "pay_years",
    "premium_yuan",
    "per_sum",
)
_REQUIRED = ("age_min", "age_max", "premium_yuan")
_SOCIAL_INSURANCE = {"": None, "yes": True, "no": False}
_SEXES = {"": None, "male": "male", "female": "female"}


def read_rates(file: Path) -> tuple[RateRow, ...]:
    """Read rates.csv; raises SourceError with the line of the first bad cell."""
    text = read_text(file, remedy="add rates.csv")
    reader = csv.DictReader(text.splitlines())
    header = reader.fieldnames or []
    unknown = [c for c in header if c not in COLUMNS]
    missing = [c for c in _REQUIRED if c not in header]
    if unknown or missing:
        raise SourceError(
            f"columns: unknown {unknown}, missing {missing}",
            file=file,
            line=1,
            remedy="use " + ", ".join(COLUMNS),
        )
    return tuple(read_row(number, raw, file) for number, raw in enumerate(reader, start=1))


def read_row(number: int, raw: dict[str, Any], file: Path, line: int | None = None) -> RateRow:
    """Read one row; raises SourceError with its line, by default that of the number."""
    cells = {c: (raw.get(c) or "").strip() for c in COLUMNS}
    try:
        if None in raw or None in raw.values():
            raise ValueError(f"the row does not have the {len(raw)} cells of the header")
        row = RateRow(
            row=number,
            plan=cells["plan"] or None,
            age_min=int(cells["age_min"]),
            age_max=int(cells["age_max"]),
            sex=_choice(cells, "sex", _SEXES),
            social_insurance=_choice(cells, "social_insurance", _SOCIAL_INSURANCE),
            occupation_class=_integer(cells["occupation_class"]),
            term=cells["term"] or None,
            pay_years=_integer(cells["pay_years"]),
            premium_fen=fen(cells["premium_yuan"]),
            per_sum_fen=fen(cells["per_sum"]) if cells["per_sum"] else None,
        )
        if row.age_min > row.age_max:
            raise ValueError(f"ages {row.age_min}-{row.age_max} are reversed")
        if row.premium_fen <= 0:
            raise ValueError("a premium is above 0")
    except ValueError as error:
        raise SourceError(
            str(error), file=file, line=line or number + 1, remedy="correct this row"
        ) from error
    return row


def _choice(cells: dict[str, str], column: str, choices: dict[str, Any]) -> Any:
    if cells[column] not in choices:
        raise ValueError(f"{column} {cells[column]!r}: use {', '.join(k for k in choices if k)}")
    return choices[cells[column]]


def _integer(cell: str) -> int | None:
    return int(cell) if cell else None
