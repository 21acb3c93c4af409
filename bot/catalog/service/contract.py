"""What the service answers: frozen values, and their exact OpenAPI schemas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from bot.advisor.product import Catalog, Product, Scores
from bot.catalog.json_schema import components
from bot.catalog.product_checks import conditions
from bot.catalog.service.store import VersionInfo
from bot.catalog.service_cards import ServiceCard


@dataclass(frozen=True)
class ErrorBody:
    """What went wrong (`code`, `message`) and what the caller can do (`remedy`)."""

    code: str
    message: str
    remedy: str


@dataclass(frozen=True)
class ErrorResponse:
    """Every answer with a status of 400 or above."""

    error: ErrorBody


@dataclass(frozen=True)
class ProductSummary:
    """A product in a list; the whole product is at /v1/products/{product_id}."""

    product_id: str
    name: str
    short_name: str
    aliases: tuple[str, ...]
    insurer: str
    line: str
    health_class: str | None
    summary: str
    demo: bool
    advisable: bool
    min_age_days: int
    max_entry_age: int
    score_total: int


@dataclass(frozen=True)
class ProductList:
    """The products that pass the filters, in catalogue order."""

    version: str
    total: int
    products: tuple[ProductSummary, ...]


@dataclass(frozen=True)
class ServiceList:
    """The cards that pass the filters."""

    total: int
    services: tuple[ServiceCard, ...]


@dataclass(frozen=True)
class VersionList:
    """Every stored version, the latest publication first."""

    versions: tuple[VersionInfo, ...]


@dataclass(frozen=True)
class Health:
    """`status` is ok or ready; `version` is the current catalogue version when there is one."""

    status: str
    version: str | None


@dataclass(frozen=True)
class QuoteQuestion:
    """Who is to be insured with what. `plan_id`, `term`, `pay_years`: the first when left out."""

    is_question: ClassVar[bool] = True

    product_id: str
    age: int
    sex: str
    social_insurance: bool = True
    occupation_class: int = 1
    plan_id: str | None = None
    sum_insured_fen: int | None = None
    term: str | None = None
    pay_years: int | None = None
    members: int = 1  # insured members on the same family policy
    loading_bp: int = 0  # extra premium after underwriting


@dataclass(frozen=True)
class QuoteBatch:
    """Several questions at once; each is answered on its own."""

    is_question: ClassVar[bool] = True

    quotes: tuple[QuoteQuestion, ...]


@dataclass(frozen=True)
class RateTrace:
    """The rate row that a premium comes from: `row` is the line of rates.csv after its header."""

    row: int
    plan: str | None
    age_min: int
    age_max: int
    sex: str | None
    social_insurance: bool | None
    occupation_class: int | None
    term: str | None
    pay_years: int | None
    premium_fen: int
    per_sum_fen: int | None


@dataclass(frozen=True)
class QuoteStep:
    """One step of the arithmetic: what was applied (basis points or rate) and the result."""

    code: str
    factor_bp: int | None
    result_fen: int


@dataclass(frozen=True)
class QuoteAnswer:
    """One premium of the filed table, with its trace; annual unless the term is in days."""

    version: str
    product_id: str
    product_name: str
    insurer: str
    demo: bool
    plan_id: str
    sum_insured_fen: int
    term: str
    pay_years: int | None
    annual_premium_fen: int
    rate: RateTrace
    steps: tuple[QuoteStep, ...]


@dataclass(frozen=True)
class QuoteResult:
    """One answer of a batch: a quote or the reason why there is none."""

    quote: QuoteAnswer | None
    error: ErrorBody | None


@dataclass(frozen=True)
class QuoteList:
    """The answers of a batch, in the order of the questions."""

    version: str
    results: tuple[QuoteResult, ...]


@dataclass(frozen=True)
class EligibilityQuestion:
    """Who is to be insured. What is not said is asked for, or assumed to be the usual case."""

    is_question: ClassVar[bool] = True

    relation: str
    product_ids: tuple[str, ...] = ()  # none: every product
    age: int | None = None
    sex: str | None = None
    occupation_class: int | None = None
    social_insurance: str | None = None
    city: str | None = None
    conditions: tuple[str, ...] = ()  # reported diseases, for products made for them
    pregnant_weeks: int | None = None


@dataclass(frozen=True)
class EligibilityReason:
    """Why not, or not yet: a code and its values, as pairs of name and text."""

    code: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class EligibilityResult:
    """`status`: eligible, ineligible, later, or unknown until the fields in `ask` are known."""

    product_id: str
    status: str
    reasons: tuple[EligibilityReason, ...]
    ask: tuple[str, ...]


@dataclass(frozen=True)
class EligibilityList:
    """One result a product, in the order of the question."""

    version: str
    results: tuple[EligibilityResult, ...]


@dataclass(frozen=True)
class ComparisonRow:
    """One disclosure of each product; null where a product has none."""

    code: str
    label: str
    texts: tuple[str | None, ...]
    same: bool


@dataclass(frozen=True)
class Comparison:
    """Products side by side, in the order of the question."""

    version: str
    products: tuple[ProductSummary, ...]
    scores: tuple[Scores, ...]
    rows: tuple[ComparisonRow, ...]


KINDS = (
    EligibilityQuestion,
    EligibilityList,
    Comparison,
    ErrorResponse,
    Catalog,
    Product,
    ProductList,
    ServiceList,
    ServiceCard,
    VersionList,
    Health,
    QuoteQuestion,
    QuoteBatch,
    QuoteAnswer,
    QuoteList,
)


def schemas() -> dict[str, dict[str, Any]]:
    """The component schemas of every question and answer."""
    found = components(*KINDS)
    found["EligibilityQuestion"]["properties"]["conditions"]["items"]["enum"] = sorted(conditions())
    return found


def content(kind: Any, description: str = "") -> dict[str, Any]:
    """The OpenAPI description of a JSON answer of this kind."""
    reference = {"$ref": f"#/components/schemas/{kind.__name__}"}
    text = description or (kind.__doc__ or "").split("\n")[0]
    return {"description": text, "content": {"application/json": {"schema": reference}}}


def body(kind: Any) -> dict[str, Any]:
    """The OpenAPI description of a JSON request body of this kind."""
    return {"content": content(kind)["content"]}


def one_of(*names: str) -> dict[str, Any]:
    """A schema that is one of these components."""
    return {"oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in names]}


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The OpenAPI description of the errors that a call may answer."""
    return {status: content(ErrorResponse) for status in statuses}
