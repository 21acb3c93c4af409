"""What the gateway counts, for Prometheus. One registry for each application object."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

TURN_BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 40)


class Metrics:
    """The metrics of one gateway; labels hold no personal data and have few values."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self.requests = Counter(
            "jiabao_http_requests", "Requests", ("route", "method", "status"), registry=registry
        )
        self.messages = Counter(
            "jiabao_messages", "Messages taken in", ("kind",), registry=registry
        )
        self.duplicates = Counter(
            "jiabao_duplicates", "Messages that had been taken in before", registry=registry
        )
        self.turns = Counter("jiabao_turns", "Turns by outcome", ("outcome",), registry=registry)
        self.turn_seconds = Histogram(
            "jiabao_turn_seconds", "From acceptance to the stored answer",
            buckets=TURN_BUCKETS, registry=registry,
        )  # fmt: skip
        self.rasa_failures = Counter(
            "jiabao_rasa_failures", "Failed calls to Rasa", ("reason",), registry=registry
        )
        self.blocked = Counter(
            "jiabao_blocked_replies", "Replies stopped by the wording guard", registry=registry
        )
        self.refused = Counter(
            "jiabao_refused_requests", "Requests refused", ("code",), registry=registry
        )
        self.pending = Gauge("jiabao_inbox_pending", "Messages not finished", registry=registry)
        self.streams = Gauge("jiabao_event_streams", "Open event streams", registry=registry)
