"""Eligibility and comparison: the gates of bot/advisor/eligibility.py, and terms side by side."""

from __future__ import annotations

from bot.advisor import eligibility
from bot.advisor.errors import CatalogError
from bot.advisor.household import RELATIONS, SOCIAL_INSURANCE, AgeRange, Condition, Member
from bot.advisor.product import Catalog, Product
from bot.advisor.product_reader import read_record
from bot.catalog.product_checks import conditions
from bot.catalog.service.contract import (
    Comparison,
    ComparisonRow,
    EligibilityList,
    EligibilityQuestion,
    EligibilityReason,
    EligibilityResult,
)
from bot.catalog.service.errors import ApiError
from bot.catalog.service.filters import summary
from bot.catalog.service.quotes import MAX_AGE, read_json

MAX_COMPARED = 6


def read_question(body: bytes) -> EligibilityQuestion:
    """Read a request body; raises ApiError 422 that names the bad field."""
    try:
        question = read_record(EligibilityQuestion, read_json(body), "body")
        _check(question)
    except CatalogError as error:
        raise ApiError(
            422, "invalid_request", str(error), error.remedy or "see /openapi.json"
        ) from error
    except (ValueError, RecursionError) as error:
        raise ApiError(422, "invalid_request", "the body is not JSON", "send JSON") from error
    return question


def _check(question: EligibilityQuestion) -> None:
    for name, number, low, high in (
        ("age", question.age, 0, MAX_AGE),
        ("occupation_class", question.occupation_class, 1, 6),
        ("pregnant_weeks", question.pregnant_weeks, 0, 45),
    ):
        if number is not None and not low <= number <= high:
            raise CatalogError(f"{number} is out of range", path=name, remedy=f"{low} to {high}")
    for name, word, allowed in (
        ("relation", question.relation, tuple(RELATIONS)),
        ("sex", question.sex, ("female", "male")),
        ("social_insurance", question.social_insurance, SOCIAL_INSURANCE),
        *(("conditions", code, tuple(conditions())) for code in question.conditions),
    ):
        if word is not None and word not in allowed:
            raise CatalogError(f"{word!r} is unknown", path=name, remedy="see /openapi.json")


def answer(catalog: Catalog, question: EligibilityQuestion) -> EligibilityList:
    """Which products may insure this person; health is a matter of underwriting, not of this."""
    wanted = question.product_ids or tuple(p.product_id for p in catalog.products)
    member = Member(
        id="person",
        relation=question.relation,
        sex=question.sex,
        age=None if question.age is None else AgeRange(question.age, question.age),
        conditions=tuple(Condition(code=code) for code in question.conditions),
        pregnant_weeks=question.pregnant_weeks,
        occupation_class=question.occupation_class,
        social_insurance=question.social_insurance,
    )
    results = (_result(_product(catalog, i), member, question.city) for i in wanted)
    return EligibilityList(catalog.version, tuple(results))


def _product(catalog: Catalog, product_id: str) -> Product:
    product = catalog.product(product_id)
    if product is None:
        raise ApiError(404, "unknown_product", f"no product {product_id!r}", "see /v1/products")
    return product


def _result(product: Product, member: Member, city: str | None) -> EligibilityResult:
    gate = eligibility.check(member, product, city)
    if gate.ineligible:
        status = "ineligible"
    elif gate.waiting:
        status = "later"
    else:
        status = "unknown" if gate.questions else "eligible"
    reasons = tuple(
        EligibilityReason(r.code, tuple((name, str(value)) for name, value in r.params))
        for r in (*gate.ineligible, *gate.waiting)
    )
    asked = tuple(dict.fromkeys(q.field for q in gate.questions))
    return EligibilityResult(product.product_id, status, reasons, asked)


def compare(catalog: Catalog, product_ids: list[str]) -> Comparison:
    """Products side by side, by the disclosures that all of them carry."""
    if len(set(product_ids)) != len(product_ids) or not 2 <= len(product_ids) <= MAX_COMPARED:
        raise ApiError(
            422, "invalid_request", "product_id: name different products", f"2 to {MAX_COMPARED}"
        )
    products = [_product(catalog, i) for i in product_ids]
    by_code = [{d.code: d for d in p.disclosures} for p in products]
    codes = dict.fromkeys(code for found in by_code for code in found)
    rows = []
    for code in codes:
        label = next(d[code].label for d in by_code if code in d)
        texts = tuple(d[code].text if code in d else None for d in by_code)
        rows.append(ComparisonRow(code, label, texts, len(set(texts)) == 1))
    return Comparison(
        catalog.version,
        tuple(summary(p) for p in products),
        tuple(p.scores for p in products),
        tuple(rows),
    )
