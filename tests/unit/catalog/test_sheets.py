"""CSV for spreadsheets: complete, safe to open, and rates come back as they went."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from bot.catalog.bundle import program_bundle
from bot.catalog.compiling import compile_bundle
from bot.catalog.errors import SourceError
from bot.catalog.service_cards import load_services
from bot.catalog.sheets import BOM, products_csv, rates_csv, safe_cell, services_csv, with_rates
from bot.catalog.sources import load_catalog

CATALOG = load_catalog()
PROGRAM = program_bundle()


def _rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_everything_is_there() -> None:
    assert [r["product_id"] for r in _rows(products_csv(CATALOG))] == [
        p.product_id for p in CATALOG.products
    ]
    assert len(_rows(rates_csv(CATALOG))) == sum(len(p.rates) for p in CATALOG.products)
    assert len(_rows(services_csv(load_services()))) == len(load_services())


def test_the_mark_for_excel_is_a_choice() -> None:
    assert rates_csv(CATALOG, bom=True) == BOM + rates_csv(CATALOG)
    assert not rates_csv(CATALOG).startswith(BOM)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "＝1", "\n=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    product = replace(CATALOG.products[0], short_name=text, summary=text)
    catalog = replace(CATALOG, products=(product,))
    (row,) = _rows(products_csv(catalog))
    assert row["short_name"] == row["summary"] == f"'{text}"
    assert safe_cell("30天=1个月") == "30天=1个月"


def test_an_untouched_sheet_changes_nothing() -> None:
    for bom in (True, False):
        assert with_rates(PROGRAM, rates_csv(CATALOG, bom=bom), "rates.csv") == PROGRAM


def test_an_edited_sheet_changes_only_its_products() -> None:
    rows = _rows(rates_csv(CATALOG))
    mine = [r for r in rows if r["product_id"] == "demo-term-life"]
    mine[3]["premium_yuan"] = "12345.67"
    target = io.StringIO()
    writer = csv.DictWriter(target, rows[0])
    writer.writeheader()
    writer.writerows(mine)
    new = with_rates(PROGRAM, target.getvalue().encode(), "rates.csv")
    different = {n for n, d in new.files if dict(PROGRAM.files).get(n) != d}
    assert different == {"products/demo-term-life/rates.csv"}
    product = compile_bundle(new).catalog.product("demo-term-life")
    old = CATALOG.product("demo-term-life")
    assert product is not None and old is not None
    assert product.rates[3].premium_fen == 1_234_567
    assert product.rates[:3] + product.rates[4:] == old.rates[:3] + old.rates[4:]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("product_id,", "id,", 1, "columns"),
        ("demo-annuity,", "no-such,", None, "no product"),
        (",male,", ",man,", None, "sex"),
        ("\r\n", ",extra\r\n", None, ""),
    ],
)
def test_a_bad_sheet_names_its_line(old: str, new: str, line: int | None, message: str) -> None:
    text = rates_csv(CATALOG).decode()
    at = text.index(old)
    expected = line or text[:at].count("\r\n") + 1
    broken = text[:at] + new + text[at + len(old) :]
    with pytest.raises(SourceError, match=message) as caught:
        with_rates(PROGRAM, broken.encode(), "rates.csv")
    assert caught.value.line == expected
    assert str(caught.value.file) == "rates.csv"


def test_a_sheet_saved_in_another_encoding_says_so() -> None:
    data = rates_csv(CATALOG).decode().encode("gbk")
    with pytest.raises(SourceError, match="UTF-8") as caught:
        with_rates(PROGRAM, data, "rates.csv")
    assert "CSV UTF-8" in caught.value.remedy
