"""The gateway's own settings: those of `bot.settings` and the constants of delivery."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.settings import ROOT, Settings, get_settings

RETRY_PAUSES_SECONDS = (0.5, 1.0, 2.0, 4.0, 8.0)


@dataclass(frozen=True)
class GatewayConfig:
    """Everything a gateway process needs to know; tests shorten the times."""

    settings: Settings
    web_dir: Path = ROOT / "build" / "web"
    # How long one message may be retried before the apology, and when we first say it is slow.
    retry_budget_seconds: float = 60.0
    delay_notice_seconds: float = 8.0
    # A dead worker's message is taken over after the lease; a living one renews it.
    lease_seconds: float = 6.0
    parallel_turns: int = 8
    drain_seconds: float = 5.0
    poll_seconds: float = 1.0
    erasure_seconds: float = 2.0  # between looks for deletions to carry through to Rasa
    heartbeat_seconds: float = 15.0
    max_attempts: int = 40
    max_streams_per_session: int = 12
    session_days: int = 180
    max_body_bytes: int = 64 * 1024

    @property
    def allowed_origins(self) -> tuple[str, ...]:
        raw = self.settings.allowed_origins.replace(",", " ").split()
        return tuple(origin.rstrip("/") for origin in raw)

    def pause_ms(self, attempts: int) -> int:
        """How long to wait after the n-th failed attempt."""
        index = min(attempts, len(RETRY_PAUSES_SECONDS)) - 1
        return int(RETRY_PAUSES_SECONDS[max(index, 0)] * 1000)


def default_config() -> GatewayConfig:
    """The configuration of this process."""
    return GatewayConfig(get_settings())
