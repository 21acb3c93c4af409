"""What advice is computed with besides the household and the catalogue: typed, frozen figures.

The values stand in `bot/knowledge/*.yml` with unit, date and source; `bot/knowledge/loader.py`
reads them. Money is integer fen, shares are basis points. A triple is by city tier: first-tier,
second-tier, other cities.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.advisor.product import ConditionRule

Triple = tuple[int, int, int]


@dataclass(frozen=True)
class ConditionInfo:
    """A medical condition that can be recorded, and whom a question about it concerns."""

    code: str
    name: str
    grades: tuple[int, ...] = ()
    attributes: tuple[str, ...] = ()
    serious: bool = False
    sex: str | None = None
    min_age: int = 0
    max_age: int = 120
    grade_from: tuple[tuple[str, tuple[float, ...]], ...] = ()  # value -> bounds of the grades


@dataclass(frozen=True)
class EducationStage:
    """A school stage: completed years [from_age, to_age) and its whole cost."""

    name: str
    from_age: int
    to_age: int
    cost_fen: int


@dataclass(frozen=True)
class NeedsParameters:
    """Figures of the needs formulas (needs.yml)."""

    first_tier_cities: tuple[str, ...]
    second_tier_cities: tuple[str, ...]
    education: tuple[EducationStage, ...]
    standard_income_fen: Triple  # a year, per earner
    living_cost_with_children_fen: Triple  # a month
    living_cost_without_children_fen: Triple  # a month
    living_cost_max_share_bp: int  # of household income, when estimated
    working_age_min: int
    working_age_max: int
    adult_age: int
    elder_age: int
    parent_elder_age: int
    life_years_two_earners: int
    life_years_one_earner: int
    life_years_no_children: int
    life_transition_fen: int
    life_near_retirement_age: int
    parent_support_fen: int  # a year and parent
    parent_support_until_age: int
    life_income_multiple_one_earner: int
    life_income_multiple_two_earners: int
    life_homemaker_fen: int
    life_round_fen: int
    life_round_above_fen: int
    life_round_above_step_fen: int
    ci_treatment_fen: Triple
    ci_rehabilitation_bp: int
    ci_income_years: int
    ci_min_fen: int
    ci_max_fen: int
    ci_child_parent_income_years: int
    ci_child_min_fen: int
    ci_child_max_fen: int
    ci_dependant_fen: Triple
    ci_round_fen: int
    medical_fen: int
    accident_income_years: int
    accident_min_fen: int
    accident_max_fen: int
    accident_class_four_fen: int
    accident_class_five_fen: int
    accident_elder_fen: int
    minor_age: int
    minor_small_age: int
    minor_small_death_fen: int
    minor_death_fen: int
    disability_income_bp: int
    disability_months: int
    disability_round_fen: int
    disability_max_age: int
    care_monthly_fen: Triple
    care_months: int
    care_min_age: int
    care_max_age: int
    care_round_fen: int


@dataclass(frozen=True)
class PlanningParameters:
    """Figures of the plan's objective, budget and suitability rules (planning.yml)."""

    budget_share_bp: int  # of household income, when no budget was given
    suitability_share_bp: int  # a dearer plan needs the customer's confirmation
    low_income_fen: int
    low_income_share_bp: int
    pay_until_age: int
    floor_fen: Mapping[str, int]  # a sum below this is no real protection, per floor kind
    base_income_years: int  # critical illness: the part that is closed first
    base_weight_bp: int  # worth of closing the first part of a gap, the rest being 10000 - this
    medical_adequacy: Mapping[str, int]  # per line, 0-100
    pair_adequacy: int  # cancer medical together with 惠民保
    unclear_adequacy_bp: int  # a reported condition of unknown grade may still be refused
    loading_adequacy_bp: int
    exclusion_adequacy_bp: int
    plan_lines: Mapping[str, tuple[str, ...]]  # lines an automatic plan may use, per need
    line_fit: Mapping[str, Mapping[str, int]]  # role -> line -> percent of its worth
    weights: Mapping[str, Mapping[str, int]]  # role -> need -> weight
    guaranteed_renewal_weight: int
    one_year_quality_bp: int  # worth of a cover that ends every year
    target_age: Mapping[str, int]  # need -> age until which cover should last
    child_cover_years: int
    income_share_weight_bp: int
    worth_scale: int
    inversion_bp: int  # total premium over sum insured from which cover is poor value
    inversion_elder_bp: int
    inversion_elder_age: int
    one_year_horizon: int  # years of premium counted for a one-year product in that test
    sum_step_fen: int
    basic_life_fen: int
    left_out_limit: int


@dataclass(frozen=True)
class WordingRule:
    """One class of banned or risky wording. `allowed` phrases cover a word that stands inside."""

    code: str
    name: str
    action: str  # block | rewrite
    scope: str  # any | product_copy | short_health
    words: tuple[str, ...]
    patterns: tuple[str, ...]
    allowed: tuple[str, ...]


@dataclass(frozen=True)
class Wording:
    rules: tuple[WordingRule, ...]
    homophones: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Templates:
    """Templates of the reasons: code -> sentence with {params}; and names of keys by group."""

    reasons: Mapping[str, str]
    assumptions: Mapping[str, str]
    labels: Mapping[str, str]  # formula lines
    names: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Knowledge:
    """Everything the core knows beside the household and the catalogue."""

    version: str
    conditions: Mapping[str, ConditionInfo]
    needs: NeedsParameters
    planning: PlanningParameters
    # (column, condition) -> rules; a column is medical, critical_illness, life, accident or cancer
    underwriting: Mapping[tuple[str, str], tuple[ConditionRule, ...]]
    underwriting_columns: Mapping[str, str]  # line -> column
    templates: Templates
    wording: Wording

    @property
    def condition_names(self) -> dict[str, str]:
        """The customer's word for each condition code."""
        return {code: info.name for code, info in self.conditions.items()}
