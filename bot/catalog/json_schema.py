"""JSON Schema (2020-12) of frozen dataclasses: what the service serves, exactly.

Tuples are arrays, pairs are `prefixItems`, `X | None` allows null, and no other key is
allowed. The OpenAPI document and `schema/product.schema.json` both come from here.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from typing import Any

from bot.advisor import product_reader
from bot.advisor.household import RELATIONS, SOCIAL_INSURANCE
from bot.advisor.product import LINES, Product

Schema = dict[str, Any]

_SCALARS: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    Any: {},
}
_ENUMS: dict[tuple[str, str], tuple[str, ...]] = {
    ("Product", "line"): LINES,
    ("Eligibility", "social_insurance"): product_reader.SOCIAL_INSURANCE_RULES,
    ("Benefit", "kind"): product_reader.BENEFIT_KINDS,
    ("Deductible", "period"): product_reader.DEDUCTIBLE_PERIODS,
    ("ConditionRule", "outcome"): product_reader.OUTCOMES,
    ("Renewal", "kind"): product_reader.RENEWAL_KINDS,
}

# Bounds that the service checks by hand; tests/contract/test_catalog_api_schema.py holds both
# to each other.
_BOUNDS: dict[tuple[str, str], Schema] = {
    ("QuoteQuestion", "age"): {"minimum": 0, "maximum": 120},
    ("QuoteQuestion", "sex"): {"enum": ["female", "male"]},
    ("QuoteQuestion", "occupation_class"): {"minimum": 1, "maximum": 6},
    ("QuoteQuestion", "members"): {"minimum": 1, "maximum": 20},
    ("QuoteQuestion", "loading_bp"): {"minimum": 0, "maximum": 50_000},
    ("QuoteBatch", "quotes"): {"minItems": 1, "maxItems": 500},
    ("EligibilityQuestion", "relation"): {"enum": list(RELATIONS)},
    ("EligibilityQuestion", "age"): {"minimum": 0, "maximum": 120},
    ("EligibilityQuestion", "sex"): {"enum": ["female", "male", None]},
    ("EligibilityQuestion", "occupation_class"): {"minimum": 1, "maximum": 6},
    ("EligibilityQuestion", "social_insurance"): {"enum": [*SOCIAL_INSURANCE, None]},
    ("EligibilityQuestion", "pregnant_weeks"): {"minimum": 0, "maximum": 45},
}


def components(*kinds: Any, prefix: str = "#/components/schemas/") -> dict[str, Schema]:
    """The schemas of these dataclasses and of everything they contain, by class name."""
    found: dict[str, Schema] = {}
    for kind in kinds:
        _record(kind, found, prefix)
    return found


def product_schema() -> Schema:
    """The JSON Schema of one served product, with its parts under `$defs`."""
    parts = components(Product, prefix="#/$defs/")
    product = parts.pop("Product")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A product as the catalogue service serves it",
        **product,
        "$defs": parts,
    }


def is_question(kind: Any) -> bool:
    """Questions may leave out what has a default; answers always say everything."""
    return bool(getattr(kind, "is_question", False))


def _record(kind: Any, found: dict[str, Schema], prefix: str) -> None:
    if kind.__name__ in found:
        return
    found[kind.__name__] = {}
    hints = typing.get_type_hints(kind)
    fields = dataclasses.fields(kind)
    optional = {f.name for f in fields if f.default is not dataclasses.MISSING}
    found[kind.__name__] = {
        "type": "object",
        "description": (kind.__doc__ or "").split("\n")[0],
        "additionalProperties": False,
        "required": [f.name for f in fields if not (is_question(kind) and f.name in optional)],
        "properties": {
            f.name: {
                **(_enum(kind, f.name) or _schema(hints[f.name], found, prefix)),
                **_BOUNDS.get((kind.__name__, f.name), {}),
            }
            for f in fields
        },
    }


def _enum(kind: Any, name: str) -> Schema | None:
    values = _ENUMS.get((kind.__name__, name))
    return {"enum": list(values)} if values else None


def _schema(kind: Any, found: dict[str, Schema], prefix: str) -> Schema:
    if dataclasses.is_dataclass(kind):
        _record(kind, found, prefix)
        return {"$ref": prefix + typing.cast(Any, kind).__name__}
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return _array(arguments, found, prefix)
    if origin in (types.UnionType, typing.Union):
        options = [_schema(a, found, prefix) for a in arguments if a is not type(None)]
        null: list[Schema] = [{"type": "null"}] if type(None) in arguments else []
        return {"anyOf": [*options, *null]}
    return dict(_SCALARS[kind])


def _array(arguments: tuple[Any, ...], found: dict[str, Schema], prefix: str) -> Schema:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        return {"type": "array", "items": _schema(arguments[0], found, prefix)}
    parts = [_schema(a, found, prefix) for a in arguments]
    size = len(parts)
    return {"type": "array", "prefixItems": parts, "minItems": size, "maxItems": size}
