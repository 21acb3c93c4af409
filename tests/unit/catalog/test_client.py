"""The client against the real service: current, stale and flagged, or refused."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bot.advisor.errors import CatalogError
from bot.catalog.client import CatalogClient, Limits
from bot.catalog.errors import CatalogUnavailable
from bot.catalog.service.store import CatalogStore
from bot.catalog.sources import load_catalog
from bot.catalog.versions import canonical, catalog_document
from tests.unit.catalog.conftest import MEDICAL, Service, Tree

CATALOG = load_catalog()
QUICK = Limits(connect_seconds=0.5, read_seconds=0.5, deadline_seconds=2.0, backoff_seconds=0.01)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.offset = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.offset


def test_the_catalogue_is_parsed_and_kept(service: Service) -> None:
    client = CatalogClient(service.url)
    first, second = client.snapshot(), client.snapshot()
    assert first.catalog == CATALOG
    assert second.catalog is first.catalog  # 304: nothing was sent or parsed again
    assert not second.stale


def test_a_new_version_is_noticed(own_service: Service, tree: Tree) -> None:
    client = CatalogClient(own_service.url)
    assert client.fetch().version == CATALOG.version
    other = load_catalog(tree.products, tree.shared)
    store = CatalogStore(f"sqlite:///{own_service.database}")
    assert store.publish(other) is True
    assert store.publish(other) is False
    assert client.fetch() == other
    assert [v["version"] for v in client.versions()] == [other.version, CATALOG.version]
    assert store.publish(CATALOG) is True  # an earlier version can be published again
    assert client.fetch().version == CATALOG.version
    store.close()


def test_a_restart_publishes_the_folder_once(own_service: Service) -> None:
    own_service.stop()
    own_service.start()
    assert len(CatalogClient(own_service.url).versions()) == 1


def test_a_dead_service_and_no_copy_is_an_error(own_service: Service) -> None:
    own_service.stop()
    with pytest.raises(CatalogUnavailable) as caught:
        CatalogClient(own_service.url, QUICK).fetch()
    assert "python -m bot.catalog" in caught.value.remedy


def test_a_copy_serves_for_a_while_and_says_so(
    own_service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Clock()
    client = CatalogClient(own_service.url, QUICK, clock)
    client.fetch()
    own_service.stop()
    clock.offset = 120
    with caplog.at_level(logging.WARNING):
        snapshot = client.snapshot()
    assert snapshot.stale
    assert snapshot.confirmed_seconds_ago >= 120
    assert "using the catalogue confirmed" in caplog.text
    clock.offset = QUICK.max_stale_seconds + 1
    with pytest.raises(CatalogUnavailable, match="last confirmed"):
        client.fetch()
    own_service.start()
    assert client.snapshot().stale is False


def test_many_threads_share_one_client(service: Service) -> None:
    client = CatalogClient(service.url)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: client.fetch().version, range(40)))
    assert set(found) == {CATALOG.version}


def test_quotes_and_services(service: Service) -> None:
    client = CatalogClient(service.url)
    question = {"product_id": MEDICAL, "age": 36, "sex": "female"}
    assert client.quote(question)["annual_premium_fen"] == 48_500
    good, bad = client.quotes([question, {**question, "age": 100}])
    assert good["quote"]["annual_premium_fen"] == 48_500
    assert bad["error"]["code"] == "no_rate"
    with pytest.raises(CatalogError, match="age=100"):
        client.quote({**question, "age": 100})
    assert client.services(q="轻松筹")[0]["service_id"] == "qingsong-crowdfunding"


# --- services that misbehave: real sockets, since the real service does not ----------------------


class _Script(BaseHTTPRequestHandler):
    """Answers with the next status and body of the script; the last one repeats."""

    script: list[tuple[int, bytes]]
    calls: int

    def do_GET(self) -> None:
        kind = type(self)
        status, body = kind.script[min(kind.calls, len(kind.script) - 1)]
        kind.calls += 1
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture()
def scripted() -> Iterator[tuple[type[_Script], str]]:
    handler = type("Handler", (_Script,), {"script": [], "calls": 0})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield handler, f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


BODY = canonical(catalog_document(CATALOG))


def test_a_passing_failure_is_retried(scripted: tuple[type[_Script], str]) -> None:
    handler, url = scripted
    handler.script = [(503, b""), (502, b""), (200, BODY)]
    assert CatalogClient(url, QUICK).fetch() == CATALOG
    assert handler.calls == 3


def test_a_500_is_retried_like_any_broken_answer(scripted: tuple[type[_Script], str]) -> None:
    handler, url = scripted
    handler.script = [(500, b'{"error": {}}'), (200, BODY)]
    assert CatalogClient(url, QUICK).fetch() == CATALOG
    assert handler.calls == 2


def test_an_untrusted_answer_after_a_good_one_leaves_the_copy(
    scripted: tuple[type[_Script], str],
) -> None:
    handler, url = scripted
    handler.script = [(200, BODY), (200, b"<html>a proxy's page</html>"), (200, BODY)]
    client = CatalogClient(url, QUICK)
    assert client.snapshot().stale is False
    assert client.snapshot().stale is True  # the copy, and it says so
    assert client.snapshot().stale is False


def test_a_turn_keeps_its_version_and_quotes_name_theirs(own_service: Service, tree: Tree) -> None:
    """A publication in the middle of a turn changes nothing that was fetched before it."""
    client = CatalogClient(own_service.url)
    held = client.fetch()
    other = load_catalog(tree.products, tree.shared)
    store = CatalogStore(f"sqlite:///{own_service.database}")
    store.publish(other)
    store.close()
    assert held.version == CATALOG.version  # what the turn computes with
    answer = client.quote({"product_id": MEDICAL, "age": 36, "sex": "female"})
    assert answer["version"] == other.version  # a caller can see that it is another one
    assert client.fetch().version == other.version
    assert held == CATALOG


def test_a_lasting_failure_stops_after_the_retries(scripted: tuple[type[_Script], str]) -> None:
    handler, url = scripted
    handler.script = [(503, b"")]
    with pytest.raises(CatalogUnavailable, match="status 503 after 3 attempts"):
        CatalogClient(url, QUICK).fetch()
    assert handler.calls == 3


def test_a_mistake_of_ours_is_not_retried(scripted: tuple[type[_Script], str]) -> None:
    handler, url = scripted
    handler.script = [(404, b"no")]
    with pytest.raises(CatalogUnavailable, match="status 404"):
        CatalogClient(url, QUICK).fetch()
    assert handler.calls == 1


@pytest.mark.parametrize(
    "body",
    [
        b"<html>",
        b'{"version": "sha256:0"}',
        BODY.replace(b'"waiting_days":30', b'"waiting_days":"30"', 1),
        BODY.replace(b'"waiting_days":30', b'"waiting_days":31', 1),  # sound, but not this version
    ],
)
def test_a_body_that_cannot_be_trusted_is_refused(
    scripted: tuple[type[_Script], str], body: bytes
) -> None:
    handler, url = scripted
    handler.script = [(200, body)]
    with pytest.raises(CatalogUnavailable):
        CatalogClient(url, QUICK).fetch()


def test_a_silent_service_costs_at_most_the_deadline() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        limits = Limits(read_seconds=30, deadline_seconds=0.8, retries=5, backoff_seconds=0.01)
        begin = time.monotonic()
        with pytest.raises(CatalogUnavailable):
            CatalogClient(url, limits).fetch()
        assert time.monotonic() - begin < 2
