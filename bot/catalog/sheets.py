"""A catalogue as CSV for a spreadsheet, and edited rates back from one.

Every cell that a spreadsheet would run as a formula is written with an apostrophe in front.
With `bom`, the file starts with the mark by which Excel knows UTF-8.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bot.advisor.product import Catalog, RateRow
from bot.catalog.bundle import Bundle
from bot.catalog.errors import SourceError
from bot.catalog.money import yuan
from bot.catalog.rates import COLUMNS, read_row
from bot.catalog.service_cards import ServiceCard

BOM = b"\xef\xbb\xbf"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_SOCIAL = {None: "", True: "yes", False: "no"}


def products_csv(catalog: Catalog, *, bom: bool = False) -> bytes:
    """One line a product: names, who may buy it, the main terms and the scores."""
    header = (
        "product_id", "name", "short_name", "aliases", "insurer", "line", "health_class", "demo",
        "on_sale", "advisable", "sellable_online", "min_age_days", "max_entry_age",
        "max_renewal_age", "social_insurance", "cities", "occupation_classes", "terms",
        "pay_years", "waiting_days", "cooling_off_days", "grace_days", "renewal", "rate_rows",
        "rates_as_of", "score_insurer", "score_price_index", "score_coverage", "score_services",
        "score_renewal", "score_total", "summary",
    )  # fmt: skip
    return _csv(header, map(_product_cells, catalog.products), bom)


def _product_cells(p: Any) -> Sequence[Any]:
    rule, score = p.eligibility, p.scores
    return (
        p.product_id, p.name, p.short_name, p.aliases, p.insurer, p.line, p.health_class, p.demo,
        p.on_sale, p.advisable, p.sellable_online, rule.min_age_days, rule.max_entry_age,
        rule.max_renewal_age, rule.social_insurance, rule.cities, rule.occupation_classes,
        p.terms, p.pay_years, p.waiting_days, p.cooling_off_days, p.grace_days, p.renewal.kind,
        len(p.rates), p.rates_as_of, score.insurer, score.price_index, score.coverage,
        score.services, score.renewal, score.total, p.summary,
    )  # fmt: skip


def rates_csv(catalog: Catalog, *, bom: bool = False) -> bytes:
    """Every rate row of every product, in the columns of rates.csv after the product id."""
    rows = ((p.product_id, *_rate_cells(r)) for p in catalog.products for r in p.rates)
    return _csv(("product_id", *COLUMNS), rows, bom)


def _rate_cells(row: RateRow) -> Sequence[Any]:
    return (
        row.plan,
        row.age_min,
        row.age_max,
        row.sex,
        _SOCIAL[row.social_insurance],
        row.occupation_class,
        row.term,
        row.pay_years,
        _yuan(row.premium_fen),
        yuan(row.per_sum_fen).removesuffix("元") if row.per_sum_fen else "",
    )


def services_csv(cards: Iterable[ServiceCard], *, bom: bool = False) -> bytes:
    """One line a service card."""
    header = ("service_id", "name", "aliases", "kind", "provider", "answer", "ask", "handoff",
              "handoff_reason", "never", "products", "source", "facts_as_of")  # fmt: skip
    return _csv(header, ([getattr(c, name) for name in header] for c in cards), bom)


def _yuan(amount_fen: int) -> str:
    whole, rest = divmod(amount_fen, 100)
    return f"{whole}.{rest:02d}" if rest else str(whole)


def _csv(header: Sequence[str], rows: Iterable[Sequence[Any]], bom: bool) -> bytes:
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return (BOM if bom else b"") + target.getvalue().encode("utf-8")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value)
    text = "、".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return safe_cell(text)


def safe_cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula; without NUL, which no CSV can hold."""
    text = text.replace("\0", "")
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


# --- back from a spreadsheet -------------------------------------------------------------------


def with_rates(base: Bundle, data: bytes, shown: str) -> Bundle:
    """The bundle with the rate tables of a sheet as `rates_csv` writes it.

    Products that the sheet does not name, and tables that say the same, keep their bytes.
    Raises SourceError with the line of the sheet.
    """
    files = dict(base.files)
    for product_id, rows in _by_product(data, shown).items():
        name = f"products/{product_id}/rates.csv"
        old = (
            list(csv.DictReader(io.StringIO(files[name].decode("utf-8-sig"))))
            if (name in files)
            else None
        )
        if old is None:
            raise _refuse(shown, f"no product {product_id!r}", rows[0][0], "see products.csv")
        if [_meaning(r) for r in old] != [_meaning(r) for _, r in rows]:
            files[name] = _table([row for _, row in rows])
    return Bundle(tuple(sorted(files.items())))


def _by_product(data: bytes, shown: str) -> dict[str, list[tuple[int, dict[str, str]]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        remedy = "save it in the spreadsheet as CSV UTF-8"
        raise _refuse(shown, "the file is not UTF-8", line, remedy) from error
    reader = csv.DictReader(io.StringIO(text))
    header = reader.fieldnames or []
    wrong = sorted(set(header) ^ {"product_id", *COLUMNS})
    if wrong:
        expected = "use product_id, " + ", ".join(COLUMNS)
        raise _refuse(shown, f"columns unknown or missing: {wrong}", 1, expected)
    found: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for raw in _rows(reader, shown):
        line, row = raw
        product_id = row.pop("product_id")
        number = len(found.setdefault(product_id, [])) + 1
        read_row(number, row, Path(shown), line=line)  # a bad cell is reported on its own line
        found[product_id].append((line, row))
    if not found:
        raise _refuse(shown, "there are no rates", 1, "export the rates and edit them")
    return found


def _rows(reader: csv.DictReader[str], shown: str) -> Iterator[tuple[int, dict[str, str]]]:
    for raw in reader:
        if None in raw or None in raw.values():
            raise _refuse(shown, "the row has not the cells of the header", reader.line_num, "")
        row = {k: v.strip().removeprefix("'") for k, v in raw.items()}
        if any(row.values()):
            yield reader.line_num, row


def _meaning(row: dict[str, Any]) -> tuple[str, ...]:
    """A row as values, however the cell is written: 10万 and 100000 are one amount."""
    return tuple(map(str, _rate_cells(read_row(1, row, Path("rates.csv")))))


def _table(rows: list[dict[str, str]]) -> bytes:
    used = [c for c in COLUMNS if any(r.get(c) for r in rows)]
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(used)
    writer.writerows([row.get(c, "") for c in used] for row in rows)
    return target.getvalue().encode("utf-8")


def _refuse(shown: str, what: str, line: int, remedy: str) -> SourceError:
    return SourceError(what, file=Path(shown), line=line, remedy=remedy)
