"""What the public edge refuses, and with which words; headers, static files, readiness."""

from __future__ import annotations

import json
import socket
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot.gateway.logs import HEADER
from bot.gateway.web.cookies import NAME
from tests.integration.gateway.gateway_support import (
    Customer,
    FakeRasa,
    InProcess,
    serving_gateway,
    serving_rasa,
)


@pytest.fixture(scope="module")
def rasa() -> Iterator[FakeRasa]:
    with serving_rasa() as fake:
        yield fake


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, rasa: FakeRasa) -> Iterator[InProcess]:
    state = tmp_path_factory.mktemp("edge")
    settings = {"allowed_origins": "https://shop.example.cn, https://m.example.cn"}
    with serving_gateway(state, rasa.port, settings=settings) as gateway:
        yield gateway


@pytest.fixture
def customer(running: InProcess) -> Customer:
    visitor = Customer(running.base)
    visitor.open()
    return visitor


def post(customer: Customer, document: object, **headers: str) -> httpx.Response:
    return customer.http.post("/api/messages", json=document, headers=headers)


def message(text: object = "你好", **more: object) -> dict[str, object]:
    return {"client_id": str(uuid.uuid4()), "text": text, **more}


@pytest.mark.parametrize(
    ("document", "status", "code"),
    [
        (message(""), 422, "empty_text"),
        (message(" \u0000\u0007\n"), 422, "empty_text"),
        (message("长" * 2001), 422, "too_long"),
        (message(3), 422, "bad_request"),
        (message(None), 422, "bad_request"),
        (message(token="0" * 32), 422, "bad_request"),
        ({"text": "没有编号"}, 422, "bad_request"),
        ({"client_id": "start", "text": "冒充开场"}, 422, "bad_request"),
        ({"client_id": str(uuid.uuid4()), "token": "x'; --"}, 404, "unknown_button"),
        (["列表"], 422, "bad_request"),
    ],
)
def test_bad_messages_are_refused_politely(
    customer: Customer, document: object, status: int, code: str
) -> None:
    response = post(customer, document)
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)
    assert any("\u4e00" <= c <= "\u9fff" for c in response.json()["error"]["message"])


def test_two_thousand_characters_are_welcome(customer: Customer) -> None:
    assert post(customer, message("长" * 2000)).status_code == 202


def test_control_characters_are_cleaned(customer: Customer, rasa: FakeRasa) -> None:
    customer.messages(1)
    raw = json.dumps(message("我\u0000爱\u202e你\ud83d\r\n好👨‍👩‍👧"))
    headers = {"Content-Type": "application/json"}
    assert customer.http.post("/api/messages", content=raw, headers=headers).status_code == 202
    assert customer.messages(3)[1]["text"] == "我爱你\n好👨‍👩‍👧"


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 50_000])
def test_what_is_not_json_is_refused(customer: Customer, content: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    response = customer.http.post("/api/messages", content=content, headers=headers)
    assert (response.status_code, response.json()["error"]["code"]) == (400, "bad_json")


def test_a_form_post_is_refused(customer: Customer) -> None:
    response = customer.http.post("/api/messages", data={"text": "跨站表单"})
    assert response.status_code == 415


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://shop.example.cn.evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "https://m.example.cn"}, 202),
        ({"Sec-Fetch-Site": "same-origin"}, 202),
        ({}, 202),
    ],
)
def test_only_our_pages_may_post(customer: Customer, headers: dict[str, str], status: int) -> None:
    assert post(customer, message(), **headers).status_code == status


def test_our_own_origin_may_post(running: InProcess, customer: Customer) -> None:
    assert post(customer, message(), Origin=running.base).status_code == 202


def test_a_body_over_the_cap_is_refused_before_it_is_read(customer: Customer) -> None:
    port = customer.http.base_url.port
    head = (
        f"POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        "Content-Type: application/json\r\n"
    )
    assert b" 413 " in exchange(port, f"{head}Content-Length: 9999999\r\n\r\n".encode())
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    jar = f"Cookie: {NAME}={customer.http.cookies[NAME]}\r\n"
    start = f"{head}{jar}Transfer-Encoding: chunked\r\n\r\n".encode()
    assert b" 413 " in exchange(port, start + chunk + chunk)


def exchange(port: int | None, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port or 0), timeout=5) as connection:
        connection.sendall(request)
        return connection.recv(4096).split(b"\r\n")[0]


def test_a_forged_cookie_is_no_session(running: InProcess, customer: Customer) -> None:
    genuine = customer.http.cookies[NAME]
    for forged in ("x", genuine[:-2] + "zz", "a" * 32, genuine.split(".")[0]):
        response = httpx.post(
            f"{running.base}/api/messages", json=message(), headers={"Cookie": f"{NAME}={forged}"},
            trust_env=False,
        )  # fmt: skip
        assert (response.status_code, response.json()["error"]["code"]) == (401, "no_session")


def test_rate_limits(tmp_path: Path, rasa: FakeRasa) -> None:
    with serving_gateway(tmp_path, rasa.port, settings={"rate_limit_per_minute": 5}) as gateway:
        visitor = Customer(gateway.base)
        visitor.open()
        answers = [post(visitor, message()) for _ in range(8)]
    assert [a.status_code for a in answers] == [202] * 5 + [429] * 3
    assert int(answers[-1].headers["Retry-After"]) >= 1
    assert answers[-1].json()["error"]["code"] == "too_fast"


@pytest.mark.parametrize("path", ["/", "/healthz", "/nothing", "/api/events"])
def test_security_headers_are_on_every_answer(running: InProcess, path: str) -> None:
    headers = httpx.get(running.base + path, trust_env=False).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'")
    assert "frame-ancestors 'self' https://shop.example.cn https://m.example.cn" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers[HEADER]


def test_the_page_says_how_to_build_it_and_then_is_served(running: InProcess) -> None:
    def get(path: str) -> httpx.Response:
        return httpx.get(running.base + path, trust_env=False)

    missing = get("/")
    assert missing.status_code == 503 and "make web" in missing.text
    folder = running.gateway.config.web_dir
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<title>家保</title>", encoding="utf-8")
    (folder / "assets" / "main-abc.js").write_text("1", encoding="utf-8")
    (folder / "widget.js").write_text("1", encoding="utf-8")
    (folder.parent / "outside.txt").write_text("secret", encoding="utf-8")
    assert get("/").text == "<title>家保</title>"
    assert get("/").headers["Cache-Control"] == "no-cache"
    assert "immutable" in get("/assets/main-abc.js").headers["Cache-Control"]
    assert "javascript" in get("/assets/main-abc.js").headers["Content-Type"]
    assert get("/widget.js").headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    for path in ("/../outside.txt", "/%2e%2e/outside.txt", "/..%2foutside.txt", "/a%00b", "/.x"):
        assert get(path).status_code == 404, path
    assert httpx.head(running.base, trust_env=False).status_code == 200


def test_readiness_names_what_is_missing(running: InProcess) -> None:
    response = httpx.get(f"{running.base}/readyz", trust_env=False)
    checks = response.json()["checks"]
    assert response.status_code == 503
    assert {name: check["ok"] for name, check in checks.items()} == {
        "database": True,
        "rasa": True,
        "actions": False,
        "catalog": False,
    }


def test_metrics_count_turns_without_personal_data(running: InProcess, customer: Customer) -> None:
    customer.messages(1)
    text = httpx.get(f"{running.base}/metrics", trust_env=False).text
    assert 'jiabao_turns_total{outcome="answered"}' in text
    assert "/nothing" not in text, "addresses asked for by strangers are no label"


@pytest.mark.parametrize("after", ["x", "-1", "9" * 30, "１"])
def test_a_bad_starting_point_is_refused(customer: Customer, after: str) -> None:
    assert customer.http.get("/api/events", params={"after": after}).status_code == 422
