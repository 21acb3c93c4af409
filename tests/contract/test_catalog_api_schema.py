"""The catalogue's HTTP API is what its OpenAPI document says: schemathesis against a real server.

Every check of schemathesis is on. Inputs are generated from the document: valid ones, and ones
that break it; the run is deterministic and bounded, so that it stays below a minute.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

schemathesis = pytest.importorskip("schemathesis", reason="make test installs it")

import hypothesis  # noqa: E402
from hypothesis.errors import Unsatisfiable  # noqa: E402
from schemathesis import GenerationMode  # noqa: E402
from schemathesis.core.result import Ok  # noqa: E402

from tests.unit.catalog.conftest import Service  # noqa: E402

EXAMPLES = 20
BREAKABLE = {"GET /v1/products", "POST /v1/quotes", "POST /v1/eligibility", "GET /v1/compare"}
OPERATIONS = {
    "GET /v1/catalog",
    "GET /v1/products",
    "GET /v1/products/{product_id}",
    "POST /v1/quotes",
    "POST /v1/eligibility",
    "GET /v1/compare",
    "GET /v1/services",
    "GET /v1/services/{service_id}",
    "GET /v1/versions",
    "GET /healthz",
    "GET /readyz",
}


# A question can be well formed and still have no answer: no rate at that age, a sum that is not
# sold. JSON Schema cannot say so, hence 422 is a right answer to valid data on these two calls;
# `_right_refusal` makes sure that it is never the 422 of a malformed request.
REFUSALS = {"no_rate", "not_offered", "not_eligible"}
CONFIG = """
[[operations]]
include-name = "POST /v1/quotes"
checks.positive_data_acceptance.expected-statuses = ["2xx", 404, 422]
"""


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    service = Service(tmp_path_factory.mktemp("schema"))
    service.start()
    config = schemathesis.Config.from_str(CONFIG)
    yield schemathesis.openapi.from_url(service.url + "/openapi.json", config=config)
    service.close()


def _operation(api: Any, label: str) -> Any:
    return next(
        r.ok() for r in api.get_all_operations() if isinstance(r, Ok) and r.ok().label == label
    )


def _settings(examples: int) -> Any:
    return hypothesis.settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )


def _right_refusal(label: str, answer: Any) -> None:
    if label == "POST /v1/quotes" and answer.status_code == 422:
        assert answer.json()["error"]["code"] in REFUSALS


def test_the_document_names_every_operation(api: Any) -> None:
    assert {result.ok().label for result in api.get_all_operations()} == OPERATIONS


@pytest.mark.parametrize("label", sorted(OPERATIONS))
def test_valid_calls_get_the_promised_answers(api: Any, label: str) -> None:
    strategy = _operation(api, label).as_strategy(generation_mode=GenerationMode.POSITIVE)

    @_settings(EXAMPLES)
    @hypothesis.given(case=strategy)
    def calls(case: Any) -> None:
        answer = case.call_and_validate(timeout=10)
        _right_refusal(label, answer)

    calls()


@pytest.mark.parametrize("label", sorted(OPERATIONS))
def test_invalid_calls_are_refused_as_promised(api: Any, label: str) -> None:
    strategy = _operation(api, label).as_strategy(generation_mode=GenerationMode.NEGATIVE)

    @_settings(EXAMPLES)
    @hypothesis.given(case=strategy)
    def calls(case: Any) -> None:
        case.call_and_validate(timeout=10)

    try:
        calls()
    except Unsatisfiable:
        assert label not in BREAKABLE
        pytest.skip("the call has no parameter that could be wrong")


# Random ids name no product: these calls name real ones, so that full answers are validated too.
REAL = ("demo-ci-long", "qingpingguo-family-medical", "demo-home", "nev-auto-compulsory")


@pytest.mark.parametrize("product_id", REAL)
def test_answers_about_real_products_fit_the_document(api: Any, product_id: str) -> None:
    person = {"product_id": product_id, "age": 33, "sex": "female"}
    calls = [
        ("GET /v1/products/{product_id}", {"path_parameters": {"product_id": product_id}}),
        ("POST /v1/quotes", {"body": person}),
        ("POST /v1/quotes", {"body": {"quotes": [person, {**person, "age": 120}]}}),
        ("POST /v1/eligibility", {"body": {"relation": "self", "product_ids": [product_id]}}),
        ("GET /v1/compare", {"query": {"product_id": [product_id, "demo-travel"]}}),
    ]
    for label, values in calls:
        extra = {"media_type": "application/json"} if "body" in values else {}
        answer = _operation(api, label).Case(**values, **extra).call_and_validate(timeout=10)
        assert answer.status_code == 200, (label, answer.text)
