"""Products as the core sees them: typed values read from the catalogue's JSON.

The catalogue service stores and serves products as JSON (`bot/catalog/schema/product.schema.json`);
`product_from_dict` turns one into a frozen value, rates included. Money is integer fen, factors
are basis points (9500 = 95 %), durations say their unit.
"""

from __future__ import annotations

from dataclasses import dataclass

# Insurance lines. The order is the display order; `docs/glossary.md` gives the Chinese names.
LINES = (
    "medical_million", "medical_mid", "medical_chronic", "cancer_medical", "huiminbao",
    "outpatient", "ci_long", "ci_1y", "ci_child", "cancer_ci", "term_life", "whole_life",
    "accident_adult", "accident_child", "accident_elder", "sport", "travel", "medical_accident",
    "ltc", "disability", "tax_health", "annuity", "auto_compulsory", "auto_commercial", "home",
    "care_community_right",
)  # fmt: skip

# Needs are what a person is protected against; one need is served by several lines.
NEED_LINES: dict[str, tuple[str, ...]] = {
    "medical": (
        "medical_million",
        "medical_mid",
        "medical_chronic",
        "cancer_medical",
        "huiminbao",
        "tax_health",
    ),
    "accident": ("accident_adult", "accident_child", "accident_elder"),
    "term_life": ("term_life", "whole_life"),
    "critical_illness": ("ci_long", "ci_1y", "ci_child", "cancer_ci"),
    "disability": ("disability",),
    "long_term_care": ("ltc",),
}


@dataclass(frozen=True)
class Eligibility:
    """Who may be insured. Ages are completed years at the effective date."""

    min_age_days: int
    max_entry_age: int
    max_renewal_age: int | None
    sexes: tuple[str, ...]
    social_insurance: str  # any | required | local
    cities: tuple[str, ...]
    occupation_classes: tuple[int, ...]
    relations: tuple[str, ...]  # household relations (household.RELATIONS) that may be insured
    max_pregnancy_weeks: int | None
    required_conditions: tuple[str, ...]  # 病种版: at least one must be reported


@dataclass(frozen=True)
class Benefit:
    code: str
    name: str
    kind: str  # indemnity | lump | annuity | waiver | allowance
    limit_fen: int | None
    ratio_bp: int | None
    ratio_without_si_bp: int | None
    deductible_id: str | None
    note: str


@dataclass(frozen=True)
class Deductible:
    id: str
    amount_fen: int
    period: str  # year | visit | guaranteed_period
    family_shared: bool
    si_offset: bool


@dataclass(frozen=True)
class Plan:
    """One purchasable plan of a product: a fixed sum insured, or a range with a step."""

    plan_id: str
    name: str
    sum_fen: int | None
    sum_min_fen: int | None
    sum_step_fen: int | None
    sum_max_fen: int | None


@dataclass(frozen=True)
class RateRow:
    """One row of rates.csv. A blank cell means "any". Premium is annual.

    `per_sum_fen` None: `premium_fen` is the whole premium. Otherwise the premium is
    premium_fen * sum_insured / per_sum_fen.
    """

    row: int  # 1-based line of rates.csv, header excluded: the trace shown to the customer
    plan: str | None
    age_min: int
    age_max: int
    sex: str | None
    social_insurance: bool | None
    occupation_class: int | None
    term: str | None  # e.g. 1y, 20y, 30y, to60, to70, life
    pay_years: int | None  # None for one-year products
    premium_fen: int
    per_sum_fen: int | None


@dataclass(frozen=True)
class DeclarationItem:
    """One specific question of the health declaration and the conditions it asks about."""

    id: str
    text: str
    conditions: tuple[str, ...]


@dataclass(frozen=True)
class ConditionRule:
    """What the product decides for a reported condition; the first matching rule counts.

    `when` bounds: grade_min, grade_max, or `attribute_min`/`attribute_max` pairs such as
    ("size_mm_max", 15), all inclusive. A bare attribute name compares for equality, such as
    ("complications", False). All pairs must hold; none means always.
    """

    condition: str
    when: tuple[tuple[str, bool | float | str], ...]
    outcome: str  # standard | exclusion | loading | postpone | decline | refer | ask
    detail: str
    loading_bp: int | None
    postpone_months: int | None


@dataclass(frozen=True)
class Renewal:
    kind: str  # none | non_guaranteed | guaranteed | lifetime
    guaranteed_years: int | None
    max_age: int | None
    rate_adjustable: bool


@dataclass(frozen=True)
class Disclosure:
    """One field of art. 25 of 保险销售行为管理办法, in words for the customer."""

    code: str
    label: str
    text: str


@dataclass(frozen=True)
class Scores:
    """The five dimensions, 0-100, computed from the product's data by a documented rule."""

    insurer: int
    price_index: int
    coverage: int
    services: int
    renewal: int

    @property
    def total(self) -> int:
        return self.insurer + self.price_index + self.coverage + self.services + self.renewal


@dataclass(frozen=True)
class Product:
    product_id: str
    name: str
    short_name: str
    aliases: tuple[str, ...]
    insurer: str
    line: str
    health_class: str | None  # 疾病保险 医疗保险 医疗意外保险 护理保险 失能收入损失保险
    demo: bool
    on_sale: bool
    advisable: bool  # may enter an automatic plan; False: described and handed to a person
    sellable_online: bool
    terms: tuple[str, ...]
    pay_years: tuple[int, ...]
    plans: tuple[Plan, ...]
    eligibility: Eligibility
    benefits: tuple[Benefit, ...]
    deductibles: tuple[Deductible, ...]
    waiting_days: int
    cooling_off_days: int
    grace_days: int
    renewal: Renewal
    hospital_scope: str
    drug_scope: str
    exclusions: tuple[str, ...]
    preexisting: str
    occupation_factors_bp: tuple[tuple[int, int], ...]  # (class, basis points)
    family_discounts_bp: tuple[tuple[int, int], ...]  # (members from, basis points), ascending
    family_shared_deductible: bool
    instalments_bp: tuple[tuple[str, int], ...]
    declaration: tuple[DeclarationItem, ...]
    condition_rules: tuple[ConditionRule, ...]
    services: tuple[str, ...]
    disclosures: tuple[Disclosure, ...]
    scores: Scores
    death_benefit: bool  # counts toward the cap on minors' death benefit
    rates: tuple[RateRow, ...]
    summary: str = ""  # one customer sentence: what this product is for
    handoff_reason: str = ""  # why a person has to go on, when `advisable` is False
    rates_as_of: str = ""  # ISO date of the rate table


@dataclass(frozen=True)
class Catalog:
    """A published version of the catalogue: `version` is its content hash."""

    version: str
    products: tuple[Product, ...]

    def product(self, product_id: str) -> Product | None:
        return next((p for p in self.products if p.product_id == product_id), None)

    def of_line(self, *lines: str) -> tuple[Product, ...]:
        return tuple(p for p in self.products if p.line in lines)
