"""The disclosures of art. 25 of 保险销售行为管理办法, generated from a product's own fields.

`disclosures_of` is the one place where they are made: every product carries the same codes,
each sentence comes from shared/disclosure_texts.yml, and each figure from the product. A
product team never writes them by hand, so that they cannot contradict the data.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from bot.advisor.product import Benefit, Deductible, Disclosure, Plan, Product
from bot.catalog.money import yuan
from bot.catalog.shared import SHARED
from bot.catalog.yaml_lines import read_yaml

# Every product has these; `drug`, `preexisting`, `hospital`, `ratio` appear when they apply.
REQUIRED_CODES = (
    "contract", "coverage", "limit", "coverage_period", "payment", "waiting", "deductible",
    "renewal", "exclusions", "cooling_off", "surrender", "grace", "lapse", "claims",
    "disclosure_duty", "complaint",
)  # fmt: skip


def disclosures_of(product: Product) -> tuple[Disclosure, ...]:
    """Make the disclosures of one product, in the order in which they are shown."""
    short = all(_is_short(t) for t in product.terms)
    made = [
        _make("contract", "contract", name=product.name, insurer=product.insurer),
        _make("coverage", "coverage", benefits="；".join(_benefit(b) for b in product.benefits)),
        _limit(product),
        _make("coverage_period", "coverage_period", terms="、".join(map(term_name, product.terms))),
        _make("payment", "payment", payment=_payment(product)),
        _waiting(product),
        _deductible(product),
        *_ratio(product),
        *_when("hospital", hospital=product.hospital_scope),
        *_when("drug", drug=product.drug_scope),
        _renewal(product, short),
        _make("exclusions", "exclusions", exclusions="；".join(product.exclusions)),
        *_when("preexisting", preexisting=product.preexisting),
        _cooling_off(product),
        _make("surrender", _surrender(product, short)),
        _grace(product),
        _make("lapse", "lapse_none" if short else "lapse"),
        _make("claims", "claims"),
        _make(
            "disclosure_duty", "disclosure_duty" if product.declaration else "disclosure_duty_none"
        ),
        _make("complaint", "complaint"),
    ]
    if product.demo:
        made.append(_make("demo", "demo", as_of=product.rates_as_of))
    return tuple(made)


def term_name(term: str) -> str:
    """Name a term for a customer: 1年, 保至70周岁, 终身."""
    names = _texts()["term_names"]
    if term == "life":
        return str(names["life"])
    if term.startswith("to"):
        return str(names["to"]).format(n=term[2:])
    return str(names[term[-1]]).format(n=term[:-1])


@lru_cache(maxsize=1)
def _texts() -> dict[str, Any]:
    return read_yaml(SHARED / "disclosure_texts.yml").values


def _make(code: str, text: str, **values: object) -> Disclosure:
    entry = _texts()[text]
    return Disclosure(code=code, label=entry["label"], text=entry["text"].format(**values))


def _when(code: str, **values: str) -> list[Disclosure]:
    """The disclosure when its value is known; an absent value is not disclosed as fine."""
    cleaned = {key: value.rstrip("。") for key, value in values.items()}
    return [_make(code, code, **cleaned)] if all(cleaned.values()) else []


def _is_short(term: str) -> bool:
    return term.endswith(("d", "m")) or term == "1y"


def _benefit(benefit: Benefit) -> str:
    limit = f"限额{yuan(benefit.limit_fen)}" if benefit.limit_fen else ""
    note = f"（{benefit.note.rstrip('。')}）" if benefit.note else ""
    return f"{benefit.name}{limit}{note}"


def _sum(plan: Plan) -> str:
    if plan.sum_fen is not None:
        return f"{plan.name}{yuan(plan.sum_fen)}"
    low, high, step = plan.sum_min_fen or 0, plan.sum_max_fen or 0, plan.sum_step_fen or 0
    return f"{plan.name}{yuan(low)}至{yuan(high)}，每{yuan(step)}一档"


def _limit(product: Product) -> Disclosure:
    if all(p.sum_fen == 0 for p in product.plans):
        return _make("limit", "limit_none")
    return _make("limit", "limit", sums="；".join(_sum(p) for p in product.plans))


def _surrender(product: Product, short: bool) -> str:
    if product.line == "care_community_right":
        return "surrender_right"
    return "surrender_short" if short else "surrender_long"


def _payment(product: Product) -> str:
    texts = _texts()
    years = "、".join(str(y) for y in product.pay_years if y > 1)
    if any(t.endswith(("d", "m")) for t in product.terms):
        words = texts["payment_short"]
    elif not product.pay_years:
        words = texts["payment_one_year"]
    elif 1 in product.pay_years:
        words = texts["payment_single_or_years"] if years else texts["payment_once"]
    else:
        words = texts["payment_years"]
    words = words.format(years=years)
    if product.instalments_bp:
        names = "、".join(texts["instalment_names"][n] for n, _ in product.instalments_bp)
        words += texts["payment_instalments"].format(names=names)
    return str(words)


def _waiting(product: Product) -> Disclosure:
    if product.waiting_days == 0:
        return _make("waiting", "waiting_none")
    return _make("waiting", "waiting", days=product.waiting_days)


def _deductible(product: Product) -> Disclosure:
    charged = [d for d in product.deductibles if d.amount_fen]
    if not charged:
        return _make("deductible", "deductible_none")
    names = {b.deductible_id: b.name for b in product.benefits}
    several = len(charged) > 1
    words = [(f"{names.get(d.id, '')}" if several else "") + _deductible_words(d) for d in charged]
    return _make("deductible", "deductible", deductibles="；".join(words))


def _deductible_words(deductible: Deductible) -> str:
    texts = _texts()
    words = texts[f"deductible_{deductible.period}"].format(amount=yuan(deductible.amount_fen))
    words += texts["deductible_shared"] if deductible.family_shared else ""
    offset = "deductible_si_offset" if deductible.si_offset else "deductible_no_offset"
    return str(words + texts[offset])


def _ratio(product: Product) -> list[Disclosure]:
    words = []
    for benefit in product.benefits:
        if benefit.ratio_bp is None:
            continue
        ratio = percent(benefit.ratio_bp)
        if benefit.ratio_without_si_bp is None:
            words.append(f"{benefit.name}{ratio}")
            continue
        words.append(
            _texts()["ratio_without_si"].format(
                name=benefit.name, ratio=ratio, without=percent(benefit.ratio_without_si_bp)
            )
        )
    return [_make("ratio", "ratio", ratios="；".join(words))] if words else []


def percent(basis_points: int) -> str:
    """Write basis points as a percentage: 9500 as 95%."""
    return f"{basis_points / 100:g}%"


def _renewal(product: Product, short: bool) -> Disclosure:
    texts, renewal = _texts(), product.renewal
    adjustable = texts["renewal_adjustable"] if renewal.rate_adjustable else ""
    if renewal.kind == "lifetime":
        return _make("renewal", "renewal_lifetime", adjustable=adjustable)
    if renewal.kind == "guaranteed":
        years = renewal.guaranteed_years
        return _make("renewal", "renewal_guaranteed", years=years, adjustable=adjustable)
    if product.terms == ("1y",):
        until = texts["renewal_max_age"].format(age=renewal.max_age) if renewal.max_age else ""
        return _make("renewal", "renewal_one_year", max_age=until)
    return _make("renewal", "renewal_none_short" if short else "renewal_long")


def _cooling_off(product: Product) -> Disclosure:
    if product.cooling_off_days == 0:
        return _make("cooling_off", "cooling_off_none")
    return _make("cooling_off", "cooling_off", days=product.cooling_off_days)


def _grace(product: Product) -> Disclosure:
    if product.grace_days == 0:
        return _make("grace", "grace_none")
    return _make("grace", "grace", days=product.grace_days)
