"""Reason codes in words: templates are data, passed in; this module only fills them.

    render_reason(reason, templates, names={"father": "您父亲"}, products={"p1": "…"})

How a parameter is written follows from its name: `x_fen` as money, `x_bp` as a percentage,
`member` and `product` by the names passed in, `need`, `line`, `condition`, `relation`, `sex`,
`field`, `outcome` and `origin` by the templates' own names, everything else as it is.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.advisor.advice import Assumption, FormulaLine, Reason, Scalar
from bot.advisor.errors import KnowledgeError
from bot.advisor.knowledge import Templates

__all__ = [
    "Templates",
    "render_assumption",
    "render_formula_line",
    "render_reason",
    "write_money",
    "write_percent",
]

FEN_PER_YUAN = 100
YUAN_PER_WAN = 10_000
Names = Mapping[str, str]


def render_reason(
    reason: Reason,
    templates: Templates,
    names: Names | None = None,
    products: Names | None = None,
) -> str:
    """Write a reason as a sentence. `names`: member id to name; `products`: id to name.

    Raises KnowledgeError when the code has no template or the template asks for more than the
    reason carries.
    """
    return _fill(reason.code, reason.params, templates.reasons, templates, names, products)


def render_assumption(
    assumption: Assumption,
    templates: Templates,
    names: Names | None = None,
    products: Names | None = None,
) -> str:
    """Write an assumption as a sentence; its origin is shown beside it."""
    params = (*assumption.params, ("member", assumption.member_id))
    return _fill(assumption.code, params, templates.assumptions, templates, names, products)


def render_formula_line(line: FormulaLine, templates: Templates) -> tuple[str, str]:
    """A line of a need's formula: its label and its value."""
    label = templates.labels.get(line.label, line.label)
    if line.unit == "fen":
        return label, write_money(int(line.value))
    if line.unit == "bp":
        return label, write_percent(int(line.value))
    units = {"years": "年", "months": "个月", "factor": "倍", "people": "人"}
    return label, f"{line.value}{units.get(line.unit, '')}"


def write_money(fen: int) -> str:
    """Write an amount: 50万元, 1.2万元, 485元, 485.5元.

    >>> write_money(50_000_000), write_money(1_234_500), write_money(48_550)
    ('50万元', '12,345元', '485.5元')
    """
    if fen < 0:
        return f"-{write_money(-fen)}"
    wan = FEN_PER_YUAN * YUAN_PER_WAN
    if fen >= wan and fen % (wan // 10) == 0:
        return f"{_trim(fen / wan)}万元"
    return f"{_trim(fen / FEN_PER_YUAN)}元"


def write_percent(bp: int) -> str:
    """Write basis points as a percentage with one decimal at most."""
    return f"{_trim(round(bp / 100, 1))}%"


def _fill(
    code: str,
    params: tuple[tuple[str, Scalar], ...],
    sentences: Mapping[str, str],
    templates: Templates,
    names: Names | None,
    products: Names | None,
) -> str:
    if code not in sentences:
        raise KnowledgeError(
            f"no template for {code!r}", path="reasons.yml", remedy="add a sentence for the code"
        )
    values = {
        name: _write(name, value, templates, names or {}, products or {}) for name, value in params
    }
    try:
        return sentences[code].format(**values)
    except KeyError as error:
        raise KnowledgeError(
            f"{code} has no parameter {error}", path="reasons.yml", remedy=f"has {sorted(values)}"
        ) from error


def _write(name: str, value: Scalar, templates: Templates, names: Names, products: Names) -> str:
    if value is None:
        return ""
    if name.endswith("_fen"):
        return write_money(int(value))
    if name.endswith("_bp"):
        return write_percent(int(value))
    key = str(value)
    if name == "member":
        return names.get(key) or templates.names["relation"].get(key, key)
    if name == "product":
        return products.get(key, key)
    return templates.names.get(name, {}).get(key, key)


def _trim(number: float) -> str:
    return f"{number:,.2f}".rstrip("0").rstrip(".")
