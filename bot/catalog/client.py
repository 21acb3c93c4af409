"""The client of the catalogue service: a parsed catalogue that is known to be current.

`CatalogClient.fetch()` asks the service every time and pays only for a 304 when nothing
changed. When the service does not answer, the copy at hand may serve for `max_stale_seconds`
after it was last confirmed, and says so (`Snapshot.stale`, and a warning in the log); after
that, or without a copy, CatalogUnavailable is raised. A catalogue is never used silently
when nobody can say that it is still the published one.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import requests

from bot.advisor.errors import CatalogError
from bot.advisor.product import Catalog
from bot.advisor.product_reader import catalog_from_dict
from bot.catalog.errors import CatalogUnavailable
from bot.catalog.versions import content_version

log = logging.getLogger(__name__)

_RETRY_STATUSES = frozenset({500, 502, 503, 504})
_REMEDY = "start it with python -m bot.catalog, or check JIABAO_CATALOG_PORT"


@dataclass(frozen=True)
class Limits:
    """How long the client waits. `deadline` bounds one call with all its retries."""

    connect_seconds: float = 1.0
    read_seconds: float = 5.0
    deadline_seconds: float = 8.0
    retries: int = 2
    backoff_seconds: float = 0.1
    max_stale_seconds: float = 300.0


@dataclass(frozen=True)
class Snapshot:
    """A catalogue and how well it is known to be current."""

    catalog: Catalog
    stale: bool  # True: the service did not answer, this copy was confirmed earlier
    confirmed_seconds_ago: float


class CatalogClient:
    """Reads the catalogue service. One client serves any number of threads."""

    def __init__(
        self,
        base_url: str,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._limits = limits or Limits()
        self._clock = clock
        self._local = threading.local()
        self._lock = threading.Lock()
        self._cached: tuple[Catalog, float] | None = None  # the catalogue, when it was confirmed

    def fetch(self) -> Catalog:
        """The current catalogue; raises CatalogUnavailable when none can be confirmed."""
        return self.snapshot().catalog

    def snapshot(self) -> Snapshot:
        """The current catalogue with its freshness; raises CatalogUnavailable."""
        with self._lock:
            cached = self._cached
        try:
            catalog = self._current(cached[0] if cached else None)
        except CatalogUnavailable as error:
            return self._earlier(error)
        with self._lock:
            self._cached = (catalog, self._clock())
        return Snapshot(catalog, stale=False, confirmed_seconds_ago=0.0)

    def services(self, **filters: str) -> list[dict[str, Any]]:
        """Service cards as JSON values, filtered by q, kind or handoff."""
        found: list[dict[str, Any]] = self._json("GET", "/v1/services", params=filters)["services"]
        return found

    def quote(self, question: Mapping[str, Any]) -> dict[str, Any]:
        """One quote as JSON values; raises CatalogError when there is no such premium."""
        return self._json("POST", "/v1/quotes", json=dict(question))

    def quotes(self, questions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """A batch of quotes; each result has either `quote` or `error`."""
        body = {"quotes": [dict(q) for q in questions]}
        results: list[dict[str, Any]] = self._json("POST", "/v1/quotes", json=body)["results"]
        return results

    def versions(self) -> list[dict[str, Any]]:
        """The stored versions, the latest publication first."""
        found: list[dict[str, Any]] = self._json("GET", "/v1/versions")["versions"]
        return found

    # --- the catalogue ---------------------------------------------------------------------

    def _current(self, known: Catalog | None) -> Catalog:
        headers = {"If-None-Match": f'"{known.version}"'} if known else {}
        answer = self._call("GET", "/v1/catalog", headers=headers)
        if answer.status_code == 304 and known is not None:
            return known
        try:
            _raise_for_error(answer)
            catalog = catalog_from_dict(answer.json())
        except (requests.JSONDecodeError, CatalogError) as error:
            raise CatalogUnavailable(
                f"the answer is no catalogue: {error}", path="/v1/catalog", remedy=_REMEDY
            ) from error
        if content_version(catalog.products) != catalog.version:
            raise CatalogUnavailable(
                f"the content is not that of {catalog.version}",
                path="/v1/catalog",
                remedy="publish the product folder again",
            )
        return catalog

    def _earlier(self, error: CatalogUnavailable) -> Snapshot:
        with self._lock:
            cached = self._cached
        if cached is None:
            raise error
        age = self._clock() - cached[1]
        if age > self._limits.max_stale_seconds:
            raise CatalogUnavailable(
                f"the copy at hand was last confirmed {age:.0f} s ago",
                path=self._base_url,
                remedy=_REMEDY,
            ) from error
        log.warning("using the catalogue confirmed %.0f s ago: %s", age, error)
        return Snapshot(cached[0], stale=True, confirmed_seconds_ago=age)

    # --- HTTP ------------------------------------------------------------------------------

    def _json(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        answer = self._call(method, path, **options)
        _raise_for_error(answer)
        body: dict[str, Any] = answer.json()
        return body

    def _call(self, method: str, path: str, **options: Any) -> requests.Response:
        """Call until an answer comes or the deadline passes; every call of the API is idempotent.

        Raises CatalogUnavailable when there is no answer or only answers of a broken service.
        """
        limits = self._limits
        end = self._clock() + limits.deadline_seconds
        reason = "no time left"
        for attempt in range(limits.retries + 1):
            left = end - self._clock()
            if left <= 0:
                break
            try:
                answer = self._session.request(
                    method,
                    self._base_url + path,
                    timeout=(min(limits.connect_seconds, left), min(limits.read_seconds, left)),
                    **options,
                )
            except requests.RequestException as error:
                reason = f"{type(error).__name__} after {attempt + 1} attempts"
            else:
                if answer.status_code not in _RETRY_STATUSES:
                    return answer
                reason = f"status {answer.status_code} after {attempt + 1} attempts"
            if attempt < limits.retries:
                time.sleep(max(0.0, min(limits.backoff_seconds * 2**attempt, end - self._clock())))
        raise CatalogUnavailable(
            f"the catalogue does not answer: {reason}", path=self._base_url + path, remedy=_REMEDY
        )

    @property
    def _session(self) -> requests.Session:
        """One session a thread: requests does not promise that a session can be shared."""
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = requests.Session()
            session.trust_env = False  # the service is on loopback: no proxy, no .netrc
            self._local.session = session
        return session


def _raise_for_error(answer: requests.Response) -> None:
    if answer.status_code < 400:
        return
    try:
        body = answer.json()["error"]
        message, remedy = body["message"], body["remedy"]
    except (requests.JSONDecodeError, KeyError, TypeError):
        message, remedy = f"status {answer.status_code}", "see the log of the catalogue"
    raise CatalogError(message, path=answer.request.path_url, remedy=remedy)
