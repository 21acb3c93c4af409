"""The HTTP API of a real service process on a free port with its own SQLite file."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
import requests

from bot.advisor.product_reader import catalog_from_dict
from bot.catalog.service_cards import load_services
from bot.catalog.sources import load_catalog
from tests.unit.catalog.conftest import MEDICAL, Service

CATALOG = load_catalog()


@pytest.fixture(scope="module")
def http() -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    return session


def _get(http: requests.Session, service: Service, path: str, **params: Any) -> requests.Response:
    return http.get(service.url + path, params=params, timeout=5)


def _quote(http: requests.Session, service: Service, body: Any) -> requests.Response:
    return http.post(service.url + "/v1/quotes", json=body, timeout=5)


def test_the_folder_is_published_at_start(http: requests.Session, service: Service) -> None:
    answer = _get(http, service, "/v1/catalog")
    assert answer.status_code == 200
    assert answer.headers["ETag"] == f'"{CATALOG.version}"'
    assert catalog_from_dict(answer.json()) == CATALOG


@pytest.mark.parametrize("tag", ['"{}"', 'W/"{}"', '"other", "{}"', "*"])
def test_a_known_version_is_not_sent_again(
    http: requests.Session, service: Service, tag: str
) -> None:
    headers = {"If-None-Match": tag.format(CATALOG.version)}
    answer = http.get(service.url + "/v1/catalog", headers=headers, timeout=5)
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["ETag"] == f'"{CATALOG.version}"'


def test_another_version_is_sent(http: requests.Session, service: Service) -> None:
    headers = {"If-None-Match": '"sha256:0"'}
    assert http.get(service.url + "/v1/catalog", headers=headers, timeout=5).status_code == 200


def test_stored_versions_can_be_asked_for(http: requests.Session, service: Service) -> None:
    (version,) = _get(http, service, "/v1/versions").json()["versions"]
    assert version["version"] == CATALOG.version
    assert version["current"] is True
    assert version["product_count"] == len(CATALOG.products)
    assert _get(http, service, "/v1/catalog", version=CATALOG.version).status_code == 200
    _expect_error(_get(http, service, "/v1/catalog", version="sha256:0"), 404, "unknown_version")


@pytest.mark.parametrize(
    "params",
    [
        {"line": "term_life"},
        {"line": ["ci_long", "ci_child"]},
        {"insurer": "众惠"},
        {"q": "高血压"},
        {"q": "沪惠保"},
        {"age": 3},
        {"age": 78, "sex": "female"},
        {"occupation_class": 6, "line": "accident_adult"},
        {"city": "上海", "line": "huiminbao"},
        {"advisable": "false"},
    ],
)
def test_filters_keep_exactly_what_fits(
    http: requests.Session, service: Service, params: dict[str, Any]
) -> None:
    body = _get(http, service, "/v1/products", **params).json()
    found = {p["product_id"] for p in body["products"]}
    expected = {p.product_id for p in CATALOG.products if _fits(p, params)}
    assert found == expected
    assert body["total"] == len(found) > 0


def _fits(product: Any, params: dict[str, Any]) -> bool:
    rule = product.eligibility
    words = [product.name, product.short_name, *product.aliases, product.summary]
    lines = params.get("line", product.line)
    return (
        product.line in ([lines] if isinstance(lines, str) else lines)
        and params.get("insurer", "") in product.insurer
        and any(params.get("q", "") in w for w in words)
        and rule.min_age_days // 365 <= params.get("age", rule.max_entry_age) <= rule.max_entry_age
        and params.get("sex", rule.sexes[0]) in rule.sexes
        and params.get("occupation_class", rule.occupation_classes[0]) in rule.occupation_classes
        and (not rule.cities or params.get("city", rule.cities[0]) in rule.cities)
        and ("advisable" not in params or product.advisable == (params["advisable"] == "true"))
    )


def test_pages_of_products(http: requests.Session, service: Service) -> None:
    whole = _get(http, service, "/v1/products").json()["products"]
    part = _get(http, service, "/v1/products", limit=5, offset=7).json()
    assert part["products"] == whole[7:12]
    assert part["total"] == len(whole) == len(CATALOG.products)


def test_one_product(http: requests.Session, service: Service) -> None:
    answer = _get(http, service, f"/v1/products/{MEDICAL}")
    assert answer.json()["product_id"] == MEDICAL
    _expect_error(_get(http, service, "/v1/products/none"), 404, "unknown_product")


def test_a_quote_shows_its_row_and_steps(http: requests.Session, service: Service) -> None:
    body = {"product_id": MEDICAL, "age": 36, "sex": "female", "members": 4}
    quote = _quote(http, service, body).json()
    product = CATALOG.product(MEDICAL)
    assert product is not None
    row = product.rates[quote["rate"]["row"] - 1]
    assert row.row == quote["rate"]["row"]
    assert (row.age_min <= 36 <= row.age_max, row.social_insurance) == (True, True)
    assert quote["rate"]["premium_fen"] == row.premium_fen == 48_500
    assert quote["annual_premium_fen"] == 41_225
    assert [s["result_fen"] for s in quote["steps"]] == [48_500, 48_500, 48_500, 48_500, 41_225]
    assert quote["version"] == CATALOG.version


def test_a_batch_answers_each_on_its_own(http: requests.Session, service: Service) -> None:
    good = {"product_id": MEDICAL, "age": 36, "sex": "female"}
    bad = {"product_id": "none", "age": 36, "sex": "female"}
    too_old = {**good, "age": 100}
    results = _quote(http, service, {"quotes": [good, bad, too_old, good]}).json()["results"]
    assert results[0]["quote"]["annual_premium_fen"] == 48_500
    assert results[0] == results[3]
    assert results[1]["error"]["code"] == "unknown_product"
    assert results[2]["error"]["code"] == "no_rate"
    assert results[1]["quote"] is results[2]["quote"] is None


def test_no_social_insurance_costs_more(http: requests.Session, service: Service) -> None:
    body = {"product_id": MEDICAL, "age": 36, "sex": "male"}
    without = _quote(http, service, {**body, "social_insurance": False}).json()
    insured = _quote(http, service, body).json()
    assert without["annual_premium_fen"] > 2 * insured["annual_premium_fen"]


@pytest.mark.parametrize(
    ("change", "status", "code", "words"),
    [
        ({"age": "36"}, 422, "invalid_request", "body.age"),
        ({"age": 121}, 422, "invalid_request", "age: 121"),
        ({"sex": "x"}, 422, "invalid_request", "sex"),
        ({"agee": 3}, 422, "invalid_request", "unknown keys"),
        ({"plan_id": "gold"}, 422, "not_offered", "gold"),
        ({"sum_insured_fen": 1}, 422, "not_offered", "sum"),
        ({"term": "30y"}, 422, "not_offered", "30y"),
        ({"age": 90}, 422, "no_rate", "age=90"),
        ({"occupation_class": 6}, 422, "not_eligible", "class 6"),
        ({"product_id": "x"}, 404, "unknown_product", "x"),
        ({"product_id": "dajia-care-city"}, 422, "no_rate", "dajia-care-city"),
    ],
)
def test_quotes_that_do_not_exist(
    http: requests.Session,
    service: Service,
    change: dict[str, Any],
    status: int,
    code: str,
    words: str,
) -> None:
    body = {"product_id": MEDICAL, "age": 36, "sex": "female", **change}
    error = _expect_error(_quote(http, service, body), status, code)
    assert words in error["message"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"quotes": []}', b'{"quotes": 3}', b"null"])
def test_bodies_that_are_no_question(http: requests.Session, service: Service, body: bytes) -> None:
    answer = http.post(service.url + "/v1/quotes", data=body, timeout=5)
    _expect_error(answer, 422, "invalid_request")


def test_services(http: requests.Session, service: Service) -> None:
    body = _get(http, service, "/v1/services").json()
    assert body["total"] == len(body["services"]) == len(load_services())
    (found,) = _get(http, service, "/v1/services", q="常易舒").json()["services"]
    assert found["handoff"] is True
    one = _get(http, service, f"/v1/services/{found['service_id']}").json()
    assert one == found
    kinds = _get(http, service, "/v1/services", kind="care", handoff="true").json()["services"]
    assert {c["kind"] for c in kinds} == {"care"}
    _expect_error(_get(http, service, "/v1/services/none"), 404, "unknown_service")


@pytest.mark.parametrize(
    ("path", "params", "status", "code"),
    [
        ("/nowhere", {}, 404, "not_found"),
        ("/v1/products", {"age": "old"}, 422, "invalid_request"),
        ("/v1/products", {"line": "medical"}, 422, "unknown_line"),
        ("/v1/products", {"limit": 0}, 422, "invalid_request"),
        ("/v1/quotes", {}, 405, "method_not_allowed"),
    ],
)
def test_every_error_has_one_shape(
    http: requests.Session,
    service: Service,
    path: str,
    params: dict[str, Any],
    status: int,
    code: str,
) -> None:
    _expect_error(_get(http, service, path, **params), status, code)


def test_health(http: requests.Session, service: Service) -> None:
    assert _get(http, service, "/healthz").json() == {"status": "ok", "version": None}
    ready = {"status": "ready", "version": CATALOG.version}
    assert _get(http, service, "/readyz").json() == ready


def test_openapi_describes_the_answers_exactly(http: requests.Session, service: Service) -> None:
    document = _get(http, service, "/openapi.json").json()
    answers = {
        "/v1/catalog": {},
        "/v1/products": {},
        "/v1/products/{product_id}": {"product_id": MEDICAL},
        "/v1/compare": {"product_id": [MEDICAL, "demo-travel"]},
        "/v1/services": {},
        "/v1/services/{service_id}": {"service_id": "changyishu"},
        "/v1/versions": {},
        "/healthz": {},
        "/readyz": {},
    }
    described = {path for path, item in document["paths"].items() if "get" in item}
    assert described == set(answers)
    for path, values in answers.items():
        asked = {} if "{" in path else values
        body = _get(http, service, path.format(**values), **asked).json()
        _check_against(document, document["paths"][path]["get"]["responses"]["200"], body)
    single = {"product_id": MEDICAL, "age": 36, "sex": "female"}
    quotes = document["paths"]["/v1/quotes"]["post"]["responses"]
    for body in (single, {"quotes": [single, {**single, "age": 99}]}):
        _check_against(document, quotes["200"], _quote(http, service, body).json())
    wrong = _quote(http, service, {**single, "age": 99})
    _check_against(document, quotes["422"], wrong.json())


def _check_against(document: Any, response: Any, body: Any) -> None:
    schema = response["content"]["application/json"]["schema"]
    jsonschema.Draft202012Validator({**schema, "components": document["components"]}).validate(body)


def _expect_error(answer: requests.Response, status: int, code: str) -> dict[str, str]:
    assert answer.status_code == status
    (body,) = answer.json().values()
    assert set(body) == {"code", "message", "remedy"}
    assert body["code"] == code
    assert all(body.values())
    error: dict[str, str] = body
    return error


def _eligible(http: requests.Session, service: Service, **question: Any) -> dict[str, Any]:
    answer = http.post(service.url + "/v1/eligibility", json=question, timeout=5)
    assert answer.status_code == 200, answer.text
    return {r["product_id"]: r for r in answer.json()["results"]}


def test_eligibility_says_yes_no_later_and_asks(http: requests.Session, service: Service) -> None:
    adult = {"relation": "self", "age": 33, "sex": "female", "social_insurance": "employee"}
    found = _eligible(http, service, **adult)
    assert set(found) == {p.product_id for p in CATALOG.products}
    assert found["demo-ci-long"]["status"] == "eligible"
    assert found["demo-ci-child"]["status"] == "ineligible"
    reasons = {r["code"]: dict(r["values"]) for r in found["demo-ci-child"]["reasons"]}
    assert reasons["too_old"]["age"] == "33"
    assert found["shanghai-city-medical"]["ask"] == ["city"]
    assert found["shanghai-city-medical"]["status"] == "unknown"
    only = {"product_ids": ["shanghai-city-medical", "demo-ci-long"]}
    there = _eligible(http, service, **adult, city="上海市", **only)
    assert list(there) == only["product_ids"]
    assert there["shanghai-city-medical"]["status"] == "eligible"
    unknown = _eligible(http, service, relation="self", product_ids=["demo-ci-long"])
    assert unknown["demo-ci-long"]["ask"] == ["age"]
    late = _eligible(http, service, **adult, pregnant_weeks=35, product_ids=["demo-ci-long"])
    assert late["demo-ci-long"]["status"] == "later"


@pytest.mark.parametrize(
    "question",
    [{}, {"relation": "cat"}, {"relation": "self", "age": -1}, {"relation": "self", "x": 1},
     {"relation": "self", "conditions": ["no_such"]}, {"relation": "self", "sex": "?"}, [], "x"],
)  # fmt: skip
def test_eligibility_refuses_what_it_does_not_know(
    http: requests.Session, service: Service, question: Any
) -> None:
    answer = http.post(service.url + "/v1/eligibility", json=question, timeout=5)
    _expect_error(answer, 422, "invalid_request")


def test_products_are_compared_side_by_side(http: requests.Session, service: Service) -> None:
    ids = ["demo-ci-long", "demo-ci-one-year"]
    found = _get(http, service, "/v1/compare", product_id=ids).json()
    assert [p["product_id"] for p in found["products"]] == ids
    rows = {r["code"]: r for r in found["rows"]}
    products = [CATALOG.product(i) for i in ids]
    for position, product in enumerate(products):
        assert product is not None
        for disclosure in product.disclosures:
            assert rows[disclosure.code]["texts"][position] == disclosure.text
    assert rows["complaint"]["same"] is True
    assert rows["coverage_period"]["same"] is False


@pytest.mark.parametrize("ids", [["demo-ci-long"], ["demo-ci-long"] * 2, ["demo-home"] * 7, []])
def test_comparing_needs_two_to_six_products(
    http: requests.Session, service: Service, ids: list[str]
) -> None:
    _expect_error(_get(http, service, "/v1/compare", product_id=ids), 422, "invalid_request")
