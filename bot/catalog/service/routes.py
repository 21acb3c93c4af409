"""The calls of the HTTP API (docs/architecture.md, Catalogue API)."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import FastAPI, Header, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from bot.advisor.product import LINES, Catalog, Product
from bot.advisor.product_reader import product_to_dict
from bot.catalog.service import contract, eligibility, filters, quotes
from bot.catalog.service.errors import ApiError
from bot.catalog.service.shelf import Shelf
from bot.catalog.service_cards import ServiceCard


def add(app: FastAPI) -> None:
    """Add every call to the application."""
    _add_catalog(app)
    _add_products(app)
    _add_quotes(app)
    _add_eligibility(app)
    _add_services(app)
    _add_state(app)


def _json(value: Any) -> Response:
    body = json.dumps(asdict(value), ensure_ascii=False, separators=(",", ":"))
    return Response(body, media_type="application/json")


def _add_catalog(app: FastAPI) -> None:
    @app.get(
        "/v1/catalog",
        response_class=Response,
        responses={
            200: contract.content(Catalog),
            304: {"description": "The version named in If-None-Match is still the current one."},
            **contract.errors(404, 503),
        },
        summary="The published version with every product and its rates",
    )
    def catalog(
        request: Request,
        version: Annotated[str | None, Query(description="a stored version to replay")] = None,
        if_none_match: Annotated[str | None, Header()] = None,
    ) -> Response:
        shelf: Shelf = request.app.state.shelf
        wanted = version or shelf.version()
        headers = {"ETag": f'"{wanted}"', "Cache-Control": "no-cache"}
        if filters.etag_matches(if_none_match, wanted):
            return Response(status_code=304, headers=headers)
        return Response(shelf.document(wanted), media_type="application/json", headers=headers)


def _add_products(app: FastAPI) -> None:
    @app.get(
        "/v1/products",
        response_class=Response,
        responses={200: contract.content(contract.ProductList), **contract.errors(422, 503)},
        summary="Products by line, insurer, words, age and more",
    )
    def products(
        request: Request,
        line: Annotated[list[str], Query(description="one of " + ", ".join(LINES))] = [],  # noqa: B006
        insurer: Annotated[str | None, Query(description="part of the insurer's name")] = None,
        q: Annotated[str | None, Query(description="words of name, alias or summary")] = None,
        age: Annotated[int | None, Query(ge=0, le=120, description="entry age in years")] = None,
        sex: Annotated[Literal["female", "male"] | None, Query()] = None,
        occupation_class: Annotated[int | None, Query(ge=1, le=6)] = None,
        city: Annotated[str | None, Query(description="for local social insurance")] = None,
        advisable: Annotated[bool | None, Query()] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 200,
        offset: Annotated[int, Query(ge=0)] = 0,
    ) -> Response:
        unknown = sorted(set(line) - set(LINES))
        if unknown:
            raise ApiError(
                422, "unknown_line", f"unknown line {unknown}", "use " + ", ".join(LINES)
            )
        found = request.app.state.shelf.catalog()
        wanted = filters.Filter(
            lines=tuple(line),
            insurer=insurer,
            words=q,
            age=age,
            sex=sex,
            occupation_class=occupation_class,
            city=city,
            advisable=advisable,
        )
        hits = [p for p in found.products if wanted.accepts(p)]
        page = tuple(filters.summary(p) for p in hits[offset : offset + limit])
        return _json(contract.ProductList(found.version, len(hits), page))

    @app.get(
        "/v1/products/{product_id}",
        response_class=Response,
        responses={200: contract.content(Product), **contract.errors(404, 503)},
        summary="One product with its rates",
    )
    def product(request: Request, product_id: str) -> Response:
        found = request.app.state.shelf.catalog().product(product_id)
        if found is None:
            raise ApiError(404, "unknown_product", f"no product {product_id!r}", "see /v1/products")
        body = json.dumps(product_to_dict(found), ensure_ascii=False, separators=(",", ":"))
        return Response(body, media_type="application/json")


def _add_quotes(app: FastAPI) -> None:
    @app.post(
        "/v1/quotes",
        response_class=Response,
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {
                    "application/json": {"schema": contract.one_of("QuoteQuestion", "QuoteBatch")}
                },
            }
        },
        responses={
            200: {
                "description": "A QuoteAnswer for one question, a QuoteList for a batch.",
                "content": {
                    "application/json": {"schema": contract.one_of("QuoteAnswer", "QuoteList")}
                },
            },
            **contract.errors(404, 422, 503),
        },
        summary="Premiums of the filed tables, one or many, with the rate row of each",
    )
    async def quote(request: Request) -> Response:
        question = quotes.read_question(await request.body())
        return await run_in_threadpool(_quote, request.app.state.shelf, question)


def _quote(shelf: Shelf, question: contract.QuoteQuestion | contract.QuoteBatch) -> Response:
    if isinstance(question, contract.QuoteBatch):
        return _json(quotes.answer_batch(shelf.catalog(), question))
    return _json(quotes.answer(shelf.catalog(), question))


def _add_eligibility(app: FastAPI) -> None:
    @app.post(
        "/v1/eligibility",
        response_class=Response,
        openapi_extra={
            "requestBody": {"required": True, **contract.body(contract.EligibilityQuestion)}
        },
        responses={
            200: contract.content(contract.EligibilityList),
            **contract.errors(404, 422, 503),
        },
        summary="Which products may insure a person, before any health question",
    )
    async def check(request: Request) -> Response:
        question = eligibility.read_question(await request.body())
        return await run_in_threadpool(_eligibility, request.app.state.shelf, question)

    @app.get(
        "/v1/compare",
        response_class=Response,
        responses={
            200: contract.content(contract.Comparison),
            **contract.errors(404, 422, 503),
        },
        summary="Two to six products side by side, by their disclosures and scores",
    )
    def compare(
        request: Request,
        product_id: Annotated[
            list[str],
            Query(min_items=2, max_items=eligibility.MAX_COMPARED, description="repeat it"),
        ],
    ) -> Response:
        return _json(eligibility.compare(request.app.state.shelf.catalog(), product_id))


def _eligibility(shelf: Shelf, question: contract.EligibilityQuestion) -> Response:
    return _json(eligibility.answer(shelf.catalog(), question))


def _add_services(app: FastAPI) -> None:
    @app.get(
        "/v1/services",
        response_class=Response,
        responses={200: contract.content(contract.ServiceList), **contract.errors(422)},
        summary="Services, organisations and campaigns that are not insurance",
    )
    def services(
        request: Request,
        q: Annotated[str | None, Query(description="words of name, alias or answer")] = None,
        kind: Annotated[str | None, Query()] = None,
        handoff: Annotated[bool | None, Query()] = None,
    ) -> Response:
        hits = [
            card
            for card in request.app.state.shelf.cards()
            if filters.card_matches(card, words=q, kind=kind, handoff=handoff)
        ]
        hits.sort(key=lambda card: not filters.named(card, q))  # named first, then mentioned
        return _json(contract.ServiceList(len(hits), tuple(hits)))

    @app.get(
        "/v1/services/{service_id}",
        response_class=Response,
        responses={200: contract.content(ServiceCard), **contract.errors(404)},
        summary="One service card",
    )
    def service(request: Request, service_id: str) -> Response:
        for card in request.app.state.shelf.cards():
            if card.service_id == service_id:
                return _json(card)
        raise ApiError(404, "unknown_service", f"no service {service_id!r}", "see /v1/services")


def _add_state(app: FastAPI) -> None:
    @app.get(
        "/v1/versions",
        response_class=Response,
        responses={200: contract.content(contract.VersionList)},
        summary="Stored versions, the latest publication first",
    )
    def versions(request: Request) -> Response:
        return _json(contract.VersionList(request.app.state.shelf.store.versions()))

    @app.get(
        "/healthz",
        response_class=Response,
        responses={200: contract.content(contract.Health)},
        summary="The process answers",
    )
    def healthz() -> Response:
        return _json(contract.Health("ok", None))

    @app.get(
        "/readyz",
        response_class=Response,
        responses={200: contract.content(contract.Health), **contract.errors(503)},
        summary="The database answers and a version is published",
    )
    def readyz(request: Request) -> Response:
        try:
            version = request.app.state.shelf.version()
        except ApiError:
            raise
        except Exception as error:
            raise ApiError(
                503, "database", "the database does not answer", "check JIABAO_CATALOG_DATABASE_URL"
            ) from error
        return _json(contract.Health("ready", version))
