"""Mistakes in product sources are refused with file, line and remedy."""

from __future__ import annotations

import pytest

from bot.catalog.errors import SourceError
from bot.catalog.sources import load_catalog
from tests.unit.catalog.conftest import MEDICAL, Tree

TERM = "demo-term-life"


def _error(tree: Tree) -> SourceError:
    with pytest.raises(SourceError) as caught:
        load_catalog(tree.products, tree.shared)
    assert caught.value.remedy
    return caught.value


def test_the_copy_is_sound(tree: Tree) -> None:
    assert len(load_catalog(tree.products, tree.shared).products) == 3


# old text, new text, words of the message; the error must point at the line of the old text
PRODUCT_MISTAKES = [
    ("waiting_days: 30", "waiting_dais: 30", "unknown key 'waiting_dais'"),
    ("cooling_off_days: 15", "waiting_days: 15", "'waiting_days' is written twice"),
    ("waiting_days: 30", "waiting_days: 三十天", "is not of type 'integer'"),
    ("sum: 400万", "sum: 四百万", "is no amount"),
    ("family_discounts: {2: 95%", "family_discounts: {2: 0.95", "0.95"),
    ("insurer: pingan_pc", "insurer: nobody", "unknown insurer 'nobody'"),
    ("product_id: qingpingguo-family-medical", "product_id: other", "is not the folder name"),
    ("max_renewal_age: 80", "max_renewal_age: 60", "below max_entry_age"),
    ("relations: [self, spouse", "relations: [self, uncle_bob", "unknown relation 'uncle_bob'"),
    ("  - {use: medical_standard}", "  - {use: medical_strange}", "'medical_strange' is not in"),
    ("deductible: annual", "deductible: monthly", "unknown deductible 'monthly'"),
    ("condition: thyroid_nodule", "condition: thyroid_lump", "unknown condition"),
    ("when: {grade_max: 2}", "when: {volume_max: 2}", "has no 'volume_max'"),
    ("renewal: {kind: non_guaranteed", "renewal: {kind: guaranteed", "guaranteed_years"),
    ("3: 90%", "3: 99%", "larger share"),
    ("line: medical_million", "line: medical_billion", "is not one of"),
    ("advisable: true", "advisable: false", "says why a person goes on"),
]


@pytest.mark.parametrize(("old", "new", "message"), PRODUCT_MISTAKES)
def test_product_mistakes(tree: Tree, old: str, new: str, message: str) -> None:
    line = tree.edit(MEDICAL, "product.yml", old, new)
    error = _error(tree)
    assert message in str(error)
    assert error.file == tree.file(MEDICAL, "product.yml")
    assert error.line == line
    assert f"product.yml:{line}:" in str(error)


def test_a_missing_key_is_named(tree: Tree) -> None:
    tree.edit(MEDICAL, "product.yml", "grace_days: 0\n", "")
    assert "'grace_days' is a required property" in str(_error(tree))


def test_broken_yaml_has_a_line(tree: Tree) -> None:
    line = tree.edit(MEDICAL, "product.yml", "terms: [1y]", "terms: [1y")
    error = _error(tree)
    assert "not valid YAML" in str(error)
    assert error.line is not None
    assert error.line >= line


def _rate_line(tree: Tree, product: str, start: str) -> str:
    text = tree.file(product, "rates.csv").read_text(encoding="utf-8")
    return next(line for line in text.splitlines() if line.startswith(start))


def test_a_missing_rate_row_is_a_gap(tree: Tree) -> None:
    row = _rate_line(tree, MEDICAL, "31,35,yes")
    tree.edit(MEDICAL, "rates.csv", row + "\n", "")
    error = _error(tree)
    assert "no rate for plan standard, ages 31-35" in str(error)
    assert error.file == tree.file(MEDICAL, "rates.csv")


def test_overlapping_rate_rows_name_both_lines(tree: Tree) -> None:
    row = _rate_line(tree, MEDICAL, "31,35,yes")
    tree.edit(MEDICAL, "rates.csv", row, row.replace("31,35", "30,35"))
    error = _error(tree)
    assert "age 30" in str(error)
    assert error.line is not None
    assert "also in line" in str(error)


def test_the_last_renewal_age_needs_a_rate(tree: Tree) -> None:
    row = _rate_line(tree, MEDICAL, "76,80,no")
    tree.edit(MEDICAL, "rates.csv", row, row.replace("76,80", "76,79"))
    assert "80" in str(_error(tree))


def test_rates_beyond_the_last_age_are_refused(tree: Tree) -> None:
    for insured in ("yes", "no"):
        row = _rate_line(tree, MEDICAL, f"76,80,{insured}")
        tree.edit(MEDICAL, "rates.csv", row, row.replace("76,80", "76,85"))
    assert "rates for ages 81-85" in str(_error(tree))


def test_one_sex_must_not_be_forgotten(tree: Tree) -> None:
    row = _rate_line(tree, TERM, "33,33,female,20y,20")
    tree.edit(TERM, "rates.csv", row + "\n", "")
    error = _error(tree)
    assert "33" in str(error)
    assert "20y/20" in str(error)


def test_a_hole_in_both_sexes_is_found(tree: Tree) -> None:
    for sex in ("male", "female"):
        row = _rate_line(tree, TERM, f"33,33,{sex},20y,20")
        tree.edit(TERM, "rates.csv", row + "\n", "")
    assert "ages 33" in str(_error(tree))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("33,33,male,20y,20", "33,33,man,20y,20", "sex 'man'"),
        ("33,33,male,20y,20", "33,33,male,25y,20", "term '25y' is not in product.yml"),
        ("33,33,male,20y,20", "33,32,male,20y,20", "reversed"),
        ("33,33,male,20y,20", "x,33,male,20y,20", "invalid literal"),
    ],
)
def test_bad_cells_have_the_line(tree: Tree, old: str, new: str, message: str) -> None:
    line = tree.edit(TERM, "rates.csv", old, new)
    error = _error(tree)
    assert message in str(error)
    assert error.line == line


def test_a_range_of_sums_needs_per_sum(tree: Tree) -> None:
    row = _rate_line(tree, TERM, "33,33,male,20y,20")
    line = tree.edit(TERM, "rates.csv", row, row.removesuffix("100万"))
    error = _error(tree)
    assert "premium is per policy" in str(error)
    assert error.line == line


def test_an_unknown_column_is_refused(tree: Tree) -> None:
    tree.edit(TERM, "rates.csv", "premium_yuan", "premium")
    error = _error(tree)
    assert "unknown ['premium'], missing ['premium_yuan']" in str(error)
    assert error.line == 1


def test_a_missing_file_is_named(tree: Tree) -> None:
    tree.file(TERM, "sources.md").unlink()
    assert _error(tree).file == tree.file(TERM, "sources.md")


def test_two_products_may_not_share_a_name(tree: Tree) -> None:
    tree.edit(TERM, "product.yml", "short_name: 安家定寿", "short_name: 轻平果")
    assert "also belongs to" in str(_error(tree))


def test_an_empty_folder_is_refused(tree: Tree, tmp_path: object) -> None:
    for folder in list(tree.products.iterdir()):
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
    assert "no product" in str(_error(tree))


def test_the_version_is_the_content(tree: Tree) -> None:
    first = load_catalog(tree.products, tree.shared).version
    row = _rate_line(tree, TERM, "33,33,male,20y,20")
    tree.edit(TERM, "rates.csv", row, row.replace(",100万", "0,100万"))
    second = load_catalog(tree.products, tree.shared).version
    assert first != second
    tree.edit(TERM, "rates.csv", row.replace(",100万", "0,100万"), row)
    assert load_catalog(tree.products, tree.shared).version == first
