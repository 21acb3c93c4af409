"""Quotes: the arithmetic of bot/advisor/premium.py with the rate row and every step shown."""

from __future__ import annotations

import json
from typing import Any

from bot.advisor.advice import Quote
from bot.advisor.errors import CatalogError, RateNotFoundError
from bot.advisor.premium import FULL_BP, Person, before_discount, discounted, quote
from bot.advisor.product import Catalog, Product
from bot.advisor.product_reader import read_record
from bot.catalog.service.contract import (
    ErrorBody,
    QuoteAnswer,
    QuoteBatch,
    QuoteList,
    QuoteQuestion,
    QuoteResult,
    QuoteStep,
    RateTrace,
)
from bot.catalog.service.errors import ApiError

MAX_BATCH = 500
MAX_AGE = 120


def read_question(body: bytes) -> QuoteQuestion | QuoteBatch:
    """Read a request body; raises ApiError 422 that names the bad field."""
    try:
        raw = read_json(body)
    except (ValueError, RecursionError) as error:
        raise ApiError(422, "invalid_request", "the body is not JSON", "send JSON") from error
    try:
        if isinstance(raw, dict) and "quotes" in raw:
            batch = read_record(QuoteBatch, raw, "body")
            if not 0 < len(batch.quotes) <= MAX_BATCH:
                raise CatalogError(
                    f"{len(batch.quotes)} questions", path="body.quotes", remedy=f"1 to {MAX_BATCH}"
                )
            for number, item in enumerate(batch.quotes):
                _check(item, f"body.quotes[{number}].")
            return batch
        question = read_record(QuoteQuestion, raw, "body")
        _check(question, "body.")
        return question
    except CatalogError as error:
        raise ApiError(
            422, "invalid_request", str(error), error.remedy or "see /openapi.json"
        ) from error


def answer(catalog: Catalog, question: QuoteQuestion) -> QuoteAnswer:
    """Answer one question; raises ApiError when there is no such product or premium."""
    product = catalog.product(question.product_id)
    if product is None:
        raise ApiError(
            404, "unknown_product", f"no product {question.product_id!r}", "see /v1/products"
        )
    _check_eligible(question, product)
    term = question.term or product.terms[0]
    try:
        found = quote(
            product,
            Person(
                question.age, question.sex, question.social_insurance, question.occupation_class
            ),
            question.plan_id or product.plans[0].plan_id,
            question.sum_insured_fen,
            term,
            question.pay_years or _first_pay_years(product, term),
            family_count=question.members,
            loading_bp=question.loading_bp,
        )
    except RateNotFoundError as error:
        raise ApiError(422, "no_rate", str(error), "choose another age, term or plan") from error
    except CatalogError as error:
        raise ApiError(422, "not_offered", str(error), error.remedy) from error
    return _answer(catalog, product, found)


def answer_batch(catalog: Catalog, batch: QuoteBatch) -> QuoteList:
    """Answer every question on its own; one without a premium does not spoil the others."""
    return QuoteList(catalog.version, tuple(_result(catalog, q) for q in batch.quotes))


def _result(catalog: Catalog, question: QuoteQuestion) -> QuoteResult:
    try:
        return QuoteResult(answer(catalog, question), None)
    except ApiError as error:
        return QuoteResult(None, ErrorBody(error.code, error.message, error.remedy))


def _check(question: QuoteQuestion, where: str) -> None:
    for name, value, low, high in (
        ("age", question.age, 0, MAX_AGE),
        ("occupation_class", question.occupation_class, 1, 6),
        ("members", question.members, 1, 20),
        ("loading_bp", question.loading_bp, 0, 5 * FULL_BP),
    ):
        if not low <= value <= high:
            raise CatalogError(
                f"{value} is out of range", path=where + name, remedy=f"{low} to {high}"
            )
    if question.sex not in ("female", "male"):
        raise CatalogError(
            f"{question.sex!r} is unknown", path=f"{where}sex", remedy="female or male"
        )


def read_json(body: bytes) -> Any:
    """Read JSON as JSON Schema means it: 34.0 is the integer 34. Raises ValueError."""
    return json.loads(body, parse_float=_number)


def _number(text: str) -> float:
    value = float(text)
    return int(value) if value.is_integer() else value


def _check_eligible(question: QuoteQuestion, product: Product) -> None:
    """The gates a rate table does not speak about; ages without a rate have no row anyway."""
    rule = product.eligibility
    if question.sex not in rule.sexes:
        raise ApiError(422, "not_eligible", f"not for sex {question.sex}", str(rule.sexes))
    if question.occupation_class not in rule.occupation_classes:
        raise ApiError(
            422,
            "not_eligible",
            f"not for occupation class {question.occupation_class}",
            f"classes {', '.join(map(str, rule.occupation_classes))}",
        )
    if rule.social_insurance != "any" and not question.social_insurance:
        raise ApiError(422, "not_eligible", "only with social insurance", "see eligibility")


def _first_pay_years(product: Product, term: str) -> int | None:
    """The first pay period that is sold with this term."""
    sold = {r.pay_years for r in product.rates if r.term in (None, term)}
    return next((y for y in product.pay_years if y in sold or None in sold), None)


def _answer(catalog: Catalog, product: Product, found: Quote) -> QuoteAnswer:
    row = next(r for r in product.rates if r.row == found.row)
    with_occupation = discounted(found.base_fen, found.occupation_bp)
    return QuoteAnswer(
        version=catalog.version,
        product_id=product.product_id,
        product_name=product.name,
        insurer=product.insurer,
        demo=product.demo,
        plan_id=found.plan_id,
        sum_insured_fen=found.sum_fen,
        term=found.term or product.terms[0],
        pay_years=found.pay_years,
        annual_premium_fen=found.premium_fen,
        rate=RateTrace(**{name: getattr(row, name) for name in RateTrace.__dataclass_fields__}),
        steps=(
            QuoteStep("rate_row", None, found.row_premium_fen),
            QuoteStep("sum_insured", None, found.base_fen),
            QuoteStep("occupation_factor", found.occupation_bp, with_occupation),
            QuoteStep("loading", FULL_BP + found.loading_bp, before_discount(found)),
            QuoteStep("family_discount", found.family_discount_bp, found.premium_fen),
        ),
    )
