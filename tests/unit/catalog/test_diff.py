"""What an import would change: products, fields, rate rows, premiums, cards."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from bot.catalog.bundle import Bundle, program_bundle
from bot.catalog.compiling import Compiled, compile_bundle
from bot.catalog.diff import CatalogDiff, compare, lines, percent_change

TERM = "products/demo-term-life/"


@pytest.fixture(scope="module")
def program() -> Compiled:
    return compile_bundle(program_bundle())


def _edit(files: dict[str, bytes], name: str, old: str, new: str) -> None:
    text = files[name].decode()
    assert old in text, name
    files[name] = text.replace(old, new, 1).encode()


@pytest.fixture(scope="module")
def changed(program: Compiled) -> CatalogDiff:
    """One product gone, one new, one repriced and reworded, one card rewritten."""
    files = dict(program.bundle.files)
    named = {i for c in program.cards for i in c.products}
    gone = next(i for i in program.bundle.product_ids if i not in named and i != "demo-term-life")
    for name in [n for n in files if n.startswith(f"products/{gone}/")]:
        del files[name]
    for name in [n for n in files if n.startswith(TERM)]:
        copy = files[name].decode().replace("demo-term-life", "demo-term-copy")
        copy = re.sub(r"(?m)^(name|short_name): ", r"\1: 副本", copy)
        copy = re.sub(r"(?m)^aliases: .*$", "aliases: []", copy)
        files[name.replace("demo-term-life", "demo-term-copy")] = copy.encode()
    # Twice as dear throughout, and the hand-computed premiums with it.
    table = files[TERM + "rates.csv"].decode().splitlines()
    at = table[0].split(",").index("premium_yuan")
    rows = [line.split(",") for line in table[1:]]
    for row in rows:
        row[at] = str(Decimal(row[at]) * 2)
    files[TERM + "rates.csv"] = "\n".join([table[0], *map(",".join, rows)]).encode()
    example = files[TERM + "worked_example.yml"].decode()
    example = re.sub(
        r"annual_premium: ([\d.]+)元",
        lambda m: f"annual_premium: {Decimal(m[1]) * 2}元",
        example,
    )
    files[TERM + "worked_example.yml"] = example.encode()
    _edit(files, TERM + "product.yml", "waiting_days: 90", "waiting_days: 60")
    _edit(files, "services/platform.yml", "是大病求助", "是重病求助")
    return compare(program, compile_bundle(Bundle(tuple(sorted(files.items())))))


def test_nothing_changed(program: Compiled) -> None:
    diff = compare(program, program)
    assert diff.is_empty
    assert list(lines(diff))[-1] == "no difference"


def test_products_come_and_go(program: Compiled, changed: CatalogDiff) -> None:
    assert [i for i, _ in changed.added] == ["demo-term-copy"]
    assert len(changed.removed) == 1
    assert changed.removed[0][0] in program.bundle.product_ids


def test_fields_show_old_and_new(changed: CatalogDiff) -> None:
    (term,) = [c for c in changed.changed if c.product_id == "demo-term-life"]
    fields = {f.field: (f.old, f.new) for f in term.fields}
    assert fields["waiting_days"] == (90, 60)
    assert "90" in fields["disclosures[waiting].text"][0]
    assert "60" in fields["disclosures[waiting].text"][1]


def test_every_rate_row_shows_old_and_new(program: Compiled, changed: CatalogDiff) -> None:
    (term,) = [c for c in changed.changed if c.product_id == "demo-term-life"]
    product = program.catalog.product("demo-term-life")
    assert product is not None
    assert len(term.rates) == len(product.rates)
    assert all(r.new_fen == 2 * r.old_fen for r in term.rates if r.old_fen)


def test_the_price_effect_is_that_of_the_worked_examples(
    program: Compiled, changed: CatalogDiff
) -> None:
    effects = {(e.product_id, e.example): e for e in changed.prices}
    for example in program.examples["demo-term-life"]:
        effect = effects["demo-term-life", example.name]
        assert effect.old_fen == example.premium_fen
        assert effect.new_fen == 2 * example.premium_fen
    gone = changed.removed[0][0]
    assert all(e.new_fen is None for (i, _), e in effects.items() if i == gone)
    assert all(e.old_fen is None for (i, _), e in effects.items() if i == "demo-term-copy")


def test_cards_and_words(changed: CatalogDiff) -> None:
    (card,) = changed.cards
    assert (card.kind, card.fields[0].field) == ("changed", "answer")
    text = "\n".join(lines(changed))
    assert "+ product demo-term-copy" in text
    assert "waiting_days: 90 -> 60" in text
    assert "(+100.0%)" in text
    assert "more" in text  # long lists are cut, and say so


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [(100, 110, "+10.0%"), (100, 95, "-5.0%"), (None, 5, ""), (5, None, "")],
)
def test_percent(old: int | None, new: int | None, shown: str) -> None:
    assert percent_change(old, new) == shown
