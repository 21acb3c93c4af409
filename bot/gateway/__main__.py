"""`python -m bot.gateway`: serve the gateway on the configured address."""

from __future__ import annotations

import sys

import uvicorn

from bot.gateway import logs
from bot.gateway.app import create_app
from bot.gateway.config import default_config
from bot.gateway.database import DatabaseError
from bot.settings import SettingsError


def main() -> int:
    """Start the server; returns 2 with a clear sentence when it cannot start."""
    try:
        config = default_config()
        logs.configure(config.settings.log_level)
        app = create_app(config)
    except (SettingsError, DatabaseError) as error:
        print(f"gateway: {error}", file=sys.stderr)
        return 2
    uvicorn.run(
        app,
        host=config.settings.host,
        port=config.settings.gateway_port,
        log_config=None,
        ws="none",  # no websockets here, and Rasa pins a `websockets` older than uvicorn accepts
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=int(config.drain_seconds) + 2,
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
