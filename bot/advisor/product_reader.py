"""Read products and catalogues from the catalogue's JSON.

JSON keys are the field names of `bot.advisor.product`, tuples are lists and pairs are
`[a, b]`. The readers are built once from the dataclasses, so that a field added there is
read here without another line. Beyond types, the closed vocabularies and the ordering of
bounds are checked. Everything wrong is a CatalogError with the path and a remedy.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from bot.advisor.errors import CatalogError
from bot.advisor.product import LINES, Catalog, Product

Reader = Callable[[Any, str], Any]
Record = typing.TypeVar("Record")

SOCIAL_INSURANCE_RULES = ("any", "required", "local")
BENEFIT_KINDS = ("indemnity", "lump", "annuity", "waiver", "allowance")
DEDUCTIBLE_PERIODS = ("year", "visit", "guaranteed_period")
OUTCOMES = ("standard", "exclusion", "loading", "postpone", "decline", "refer", "ask")
RENEWAL_KINDS = ("none", "non_guaranteed", "guaranteed", "lifetime")


def product_from_dict(raw: Any) -> Product:
    """Read one product; raises CatalogError with the path of the first bad field."""
    return _product(raw, "product")


def catalog_from_dict(raw: Any) -> Catalog:
    """Read a published catalogue; raises CatalogError with the path of the first bad field."""
    if not isinstance(raw, Mapping):
        raise CatalogError("a catalogue is a JSON object", remedy='{"version", "products"}')
    version = _reader(str)(_member(raw, "version", "catalog"), "version")
    items = _member(raw, "products", "catalog")
    if not isinstance(items, list):
        raise CatalogError("products is a list", path="products", remedy="publish it again")
    products = tuple(_product(item, f"products[{i}]") for i, item in enumerate(items))
    ids = [p.product_id for p in products]
    for product_id in {i for i in ids if ids.count(i) > 1}:
        raise CatalogError(f"two products are called {product_id!r}", path="products")
    return Catalog(version=version, products=products)


def product_to_dict(product: Product) -> dict[str, Any]:
    """Write a product as JSON values: the inverse of product_from_dict."""
    return typing.cast("dict[str, Any]", _plain(dataclasses.asdict(product)))


def read_record(kind: type[Record], raw: Any, path: str) -> Record:
    """Read one frozen dataclass from JSON values; raises CatalogError with path and remedy."""
    reader: Reader = _reader(typing.cast(Any, kind))
    return typing.cast(Record, reader(raw, path))


# --- values by type ----------------------------------------------------------------------------


@cache
def _reader(kind: Any) -> Reader:
    origin = typing.get_origin(kind)
    if dataclasses.is_dataclass(kind):
        return _record_reader(kind)
    if origin is tuple:
        return _tuple_reader(typing.get_args(kind))
    if origin in (types.UnionType, typing.Union):
        return _union_reader(typing.get_args(kind))
    return _scalar_reader(kind)


def _record_reader(kind: Any) -> Reader:
    hints = typing.get_type_hints(kind)
    fields = {f.name: (f, _reader(hints[f.name])) for f in dataclasses.fields(kind)}
    names = frozenset(fields)

    def read(raw: Any, path: str) -> Any:
        if not isinstance(raw, Mapping):
            raise CatalogError(f"{kind.__name__} is a JSON object", path=path)
        unknown = sorted(set(raw) - names)
        if unknown:
            raise CatalogError(f"unknown keys {unknown}", path=path, remedy="check the spelling")
        values = {}
        for name, (field, reader) in fields.items():
            if name in raw:
                values[name] = reader(raw[name], f"{path}.{name}")
            elif field.default is dataclasses.MISSING:
                raise CatalogError(
                    f"{name} is missing", path=path, remedy=f"add {name} of {kind.__name__}"
                )
        return kind(**values)

    return read


def _tuple_reader(arguments: tuple[Any, ...]) -> Reader:
    repeated = len(arguments) == 2 and arguments[1] is Ellipsis
    readers = [_reader(a) for a in arguments if a is not Ellipsis]

    def read(raw: Any, path: str) -> tuple[Any, ...]:
        if not isinstance(raw, list):
            raise CatalogError(f"{raw!r} is not a list", path=path)
        if repeated:
            return tuple(readers[0](item, f"{path}[{i}]") for i, item in enumerate(raw))
        if len(raw) != len(readers):
            raise CatalogError(f"{raw!r} has {len(raw)} parts, not {len(readers)}", path=path)
        return tuple(
            reader(item, f"{path}[{i}]")
            for i, (reader, item) in enumerate(zip(readers, raw, strict=True))
        )

    return read


def _union_reader(arguments: tuple[Any, ...]) -> Reader:
    optional = type(None) in arguments
    readers = [_reader(a) for a in arguments if a is not type(None)]

    def read(raw: Any, path: str) -> Any:
        if raw is None and optional:
            return None
        for reader in readers[:-1]:
            try:
                return reader(raw, path)
            except CatalogError:
                continue
        return readers[-1](raw, path)

    return read


def _scalar_reader(kind: Any) -> Reader:
    def read(raw: Any, path: str) -> Any:
        if isinstance(raw, bool) and kind is not bool:
            raise CatalogError(f"{raw!r} is not {kind.__name__}", path=path)
        if kind is float and isinstance(raw, int | float):
            return raw
        if not isinstance(raw, kind):
            raise CatalogError(f"{raw!r} is not {kind.__name__}", path=path)
        return raw

    return read


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _member(raw: Mapping[str, Any], key: str, path: str) -> Any:
    if key not in raw:
        raise CatalogError(f"{key} is missing", path=path, remedy="publish the catalogue again")
    return raw[key]


# --- meaning -----------------------------------------------------------------------------------


def _product(raw: Any, path: str) -> Product:
    product: Product = _reader(Product)(raw, path)
    where = f"{path}({product.product_id})"
    _one_of(product.line, LINES, f"{where}.line")
    _one_of(
        product.eligibility.social_insurance,
        SOCIAL_INSURANCE_RULES,
        f"{where}.eligibility.social_insurance",
    )
    _one_of(product.renewal.kind, RENEWAL_KINDS, f"{where}.renewal.kind")
    for benefit in product.benefits:
        _one_of(benefit.kind, BENEFIT_KINDS, f"{where}.benefits({benefit.code}).kind")
    for deductible in product.deductibles:
        _one_of(deductible.period, DEDUCTIBLE_PERIODS, f"{where}.deductibles({deductible.id})")
    for rule in product.condition_rules:
        _one_of(rule.outcome, OUTCOMES, f"{where}.condition_rules({rule.condition}).outcome")
    _rates_are_sound(product, where)
    return product


def _one_of(value: str, allowed: tuple[str, ...], path: str) -> None:
    if value not in allowed:
        raise CatalogError(
            f"unknown value {value!r}", path=path, remedy="one of " + ", ".join(allowed)
        )


def _rates_are_sound(product: Product, where: str) -> None:
    plans = {plan.plan_id for plan in product.plans}
    for rate in product.rates:
        path = f"{where}.rates[row {rate.row}]"
        if rate.plan is not None and rate.plan not in plans:
            raise CatalogError(f"unknown plan {rate.plan!r}", path=path, remedy="see plans")
        if rate.age_min > rate.age_max:
            raise CatalogError(f"ages {rate.age_min}-{rate.age_max} are reversed", path=path)
        if rate.premium_fen < 0 or (rate.per_sum_fen is not None and rate.per_sum_fen <= 0):
            raise CatalogError("a premium or its sum is not positive", path=path)
