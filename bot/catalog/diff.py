"""What a change of the catalogue means: products, fields, rate rows, premiums, service cards.

Lists of records are compared by their ids, so that a benefit put in front is one addition and
not a change of every benefit after it. The price effect is computed on the worked examples of
both sides: the same person and choice, quoted under the old and the new catalogue.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

from bot.advisor.errors import CatalogError
from bot.advisor.premium import quote
from bot.advisor.product import Catalog, Product, RateRow
from bot.advisor.product_reader import product_to_dict
from bot.catalog.compiling import Compiled
from bot.catalog.money import fen, yuan
from bot.catalog.worked_examples import WorkedExample

_IDS = ("plan_id", "id", "code", "condition")


@dataclasses.dataclass(frozen=True)
class FieldChange:
    """One field of a product or card; None: it was not there, or is not there any more."""

    field: str
    old: Any
    new: Any


@dataclasses.dataclass(frozen=True)
class RateChange:
    """One rate row, named by whom it is for; premiums in fen, None: no such row."""

    row: str
    old_fen: int | None
    new_fen: int | None


@dataclasses.dataclass(frozen=True)
class PriceEffect:
    """The annual premium of one worked example, in fen; None: it cannot be bought."""

    product_id: str
    example: str
    old_fen: int | None
    new_fen: int | None


@dataclasses.dataclass(frozen=True)
class ProductChange:
    """What changed in one product."""

    product_id: str
    name: str
    fields: tuple[FieldChange, ...]
    rates: tuple[RateChange, ...]

    @property
    def rate_count(self) -> int:
        return len(self.rates)

    @property
    def only_scores(self) -> bool:
        return not self.rates and all(f.field.startswith("scores.") for f in self.fields)


@dataclasses.dataclass(frozen=True)
class CardChange:
    """A service card that is new, gone or changed."""

    service_id: str
    name: str
    kind: str  # added | removed | changed
    fields: tuple[FieldChange, ...]


@dataclasses.dataclass(frozen=True)
class CatalogDiff:
    """The differences between two catalogues; empty sequences when there are none."""

    old_version: str | None
    new_version: str
    added: tuple[tuple[str, str], ...]  # product id, name
    removed: tuple[tuple[str, str], ...]
    changed: tuple[ProductChange, ...]
    rescored: tuple[str, ...]  # changed in nothing but the scores, which compare a whole line
    prices: tuple[PriceEffect, ...]
    cards: tuple[CardChange, ...]
    files: tuple[str, ...]  # source files that differ, comments and notes included

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.removed or self.changed or self.cards or self.files)


def compare(old: Compiled | None, new: Compiled) -> CatalogDiff:
    """Compare two catalogues; without an old one, everything is new."""
    before = _by_id(old.catalog) if old else {}
    after = _by_id(new.catalog)
    changes = list(_products(before, after))
    return CatalogDiff(
        old_version=old.catalog.version if old else None,
        new_version=new.catalog.version,
        added=tuple((i, p.name) for i, p in after.items() if i not in before),
        removed=tuple((i, p.name) for i, p in before.items() if i not in after),
        changed=tuple(c for c in changes if not c.only_scores),
        rescored=tuple(c.product_id for c in changes if c.only_scores),
        prices=tuple(_prices(old, new)) if old else (),
        cards=tuple(_cards(old, new)) if old else (),
        files=_files(old, new),
    )


def _by_id(catalog: Catalog) -> dict[str, Product]:
    return {p.product_id: p for p in catalog.products}


def _files(old: Compiled | None, new: Compiled) -> tuple[str, ...]:
    before = dict(old.bundle.files) if old else {}
    after = dict(new.bundle.files)
    return tuple(n for n in sorted({*before, *after}) if before.get(n) != after.get(n))


def _products(before: dict[str, Product], after: dict[str, Product]) -> Iterator[ProductChange]:
    for product_id in sorted(before.keys() & after.keys()):
        old, new = before[product_id], after[product_id]
        if old == new:
            continue
        left, right = product_to_dict(old), product_to_dict(new)
        left.pop("rates")
        right.pop("rates")
        yield ProductChange(
            product_id,
            new.name,
            tuple(_fields("", left, right)),
            tuple(_rates(old.rates, new.rates)),
        )


def _fields(path: str, old: Any, new: Any) -> Iterator[FieldChange]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(k for k in new if k not in old)]:
            where = f"{path}.{key}" if path else str(key)
            yield from _fields(where, old.get(key), new.get(key))
        return
    key = _common_id(old, new)
    if key is None:
        yield FieldChange(path, old, new)
        return
    left, right = _keyed(old, key), _keyed(new, key)
    for name in [*left, *(n for n in right if n not in left)]:
        yield from _fields(f"{path}[{name}]", left.get(name), right.get(name))


def _common_id(old: Any, new: Any) -> str | None:
    """The id by which two lists of records can be compared."""
    if not (isinstance(old, list) and isinstance(new, list)):
        return None
    items = [*old, *new]
    if not items or not all(isinstance(i, dict) for i in items):
        return None
    return next((k for k in _IDS if all(k in i for i in items)), None)


def _keyed(items: list[dict[str, Any]], key: str) -> dict[str, dict[str, Any]]:
    """Records by id; several of one id (rules of one condition) are numbered."""
    found: dict[str, dict[str, Any]] = {}
    for item in items:
        name, number = str(item[key]), 1
        while name in found:
            number += 1
            name = f"{item[key]} {number}"
        found[name] = item
    return found


def _rates(old: Sequence[RateRow], new: Sequence[RateRow]) -> Iterator[RateChange]:
    left = {_row_name(r): r.premium_fen for r in old}
    right = {_row_name(r): r.premium_fen for r in new}
    for name in [*left, *(n for n in right if n not in left)]:
        if left.get(name) != right.get(name):
            yield RateChange(name, left.get(name), right.get(name))


def _row_name(row: RateRow) -> str:
    ages = str(row.age_min) if row.age_min == row.age_max else f"{row.age_min}-{row.age_max}"
    insured = {None: "", True: "有社保", False: "无社保"}[row.social_insurance]
    parts = [
        row.plan or "",
        f"{ages}岁",
        {"male": "男", "female": "女"}.get(row.sex or "", ""),
        insured,
        f"{row.occupation_class}类" if row.occupation_class else "",
        row.term or "",
        f"{row.pay_years}年交" if row.pay_years else "",
        f"每{yuan(row.per_sum_fen)}" if row.per_sum_fen else "",
    ]
    return " ".join(p for p in parts if p)


def _prices(old: Compiled, new: Compiled) -> Iterator[PriceEffect]:
    before, after = _by_id(old.catalog), _by_id(new.catalog)
    for product_id in sorted(before.keys() | after.keys()):
        examples = {e.name: e for side in (old, new) for e in side.examples.get(product_id, ())}
        for name, example in examples.items():
            left = _premium(before.get(product_id), example)
            right = _premium(after.get(product_id), example)
            if left != right:
                yield PriceEffect(product_id, name, left, right)


def _premium(product: Product | None, example: WorkedExample) -> int | None:
    if product is None:
        return None
    choice = example.choice
    try:
        return quote(
            product,
            example.person,
            choice["plan"],
            fen(choice["sum_insured"]) if "sum_insured" in choice else None,
            choice.get("term"),
            choice.get("pay_years"),
            family_count=choice.get("members", 1),
        ).premium_fen
    except CatalogError:
        return None


def _cards(old: Compiled, new: Compiled) -> Iterator[CardChange]:
    before = {c.service_id: c for c in old.cards}
    after = {c.service_id: c for c in new.cards}
    for service_id in sorted(before.keys() | after.keys()):
        left, right = before.get(service_id), after.get(service_id)
        if left == right:
            continue
        if left is None and right is not None:
            yield CardChange(service_id, right.name, "added", ())
        elif right is None and left is not None:
            yield CardChange(service_id, left.name, "removed", ())
        elif left is not None and right is not None:
            fields = _fields("", _plain(left), _plain(right))
            yield CardChange(service_id, right.name, "changed", tuple(fields))


def _plain(card: Any) -> dict[str, Any]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in dataclasses.asdict(card).items()}


# --- in words ----------------------------------------------------------------------------------


def lines(diff: CatalogDiff, *, most: int = 40) -> Iterator[str]:
    """The differences for a terminal; long lists are cut after `most` lines each."""
    yield f"{diff.old_version or '(nothing)'} -> {diff.new_version}"
    if diff.is_empty:
        yield "no difference"
        return
    for sign, products in (("+", diff.added), ("-", diff.removed)):
        for product_id, name in products:
            yield f"{sign} product {product_id} {name}"
    for change in diff.changed:
        yield f"~ product {change.product_id} {change.name}"
        yield from _cut(
            (f"    {f.field}: {_say(f.old)} -> {_say(f.new)}" for f in change.fields), most
        )
        yield from _cut(
            (f"    rate {r.row}: {money(r.old_fen)} -> {money(r.new_fen)}" for r in change.rates),
            most,
        )
    for card in diff.cards:
        yield f"{_SIGNS[card.kind]} service {card.service_id} {card.name}"
        yield from _cut(
            (f"    {f.field}: {_say(f.old)} -> {_say(f.new)}" for f in card.fields), most
        )
    if diff.rescored:
        yield f"scores move in {len(diff.rescored)} other products of the same lines"
    if diff.prices:
        yield "annual premium of the worked examples:"
        yield from _cut((_price_line(p) for p in diff.prices), most)
    yield f"{len(diff.files)} source files differ"


_SIGNS = {"added": "+", "removed": "-", "changed": "~"}


def money(amount_fen: int | None) -> str:
    """Write a premium, or a dash when there is none."""
    return "-" if amount_fen is None else f"{amount_fen / 100:,.2f}元"


def percent_change(old_fen: int | None, new_fen: int | None) -> str:
    """Write a change such as +3.2%, or nothing when one side is missing."""
    if not old_fen or new_fen is None:
        return ""
    return f"{(new_fen - old_fen) / old_fen:+.1%}"


def _price_line(effect: PriceEffect) -> str:
    change = percent_change(effect.old_fen, effect.new_fen)
    tail = f" ({change})" if change else ""
    premiums = f"{money(effect.old_fen)} -> {money(effect.new_fen)}"
    return f"    {effect.product_id} {effect.example}: {premiums}{tail}"


def _field_line(change: FieldChange) -> str:
    return f"    {change.field}: {_say(change.old)} -> {_say(change.new)}"


def _say(value: Any) -> str:
    text = "-" if value is None else str(value)
    return text if len(text) <= 120 else text[:117] + "..."


def _cut(texts: Iterator[str], most: int) -> Iterator[str]:
    rest = 0
    for number, text in enumerate(texts):
        if number < most:
            yield text
        else:
            rest += 1
    if rest:
        yield f"    and {rest} more"
