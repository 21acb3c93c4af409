"""One typed settings object, read once from the environment and `.env`.

Every setting has a working default, so that a fresh clone runs without a file. An
unreadable value stops the process at start with the name of the variable and what it
accepts.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LICENCE_MODES = ("licensed", "education_only")


class SettingsError(ValueError):
    """A setting cannot be used; the message names the variable and the remedy."""


@dataclass(frozen=True)
class Settings:
    """Addresses, storage and the institution's identity. Environment names are JIABAO_<FIELD>."""

    host: str = "127.0.0.1"
    gateway_port: int = 8000
    rasa_port: int = 5005
    actions_port: int = 5055
    catalog_port: int = 8010
    state_dir: Path = ROOT / "var"
    database_url: str = ""
    catalog_database_url: str = ""
    secret_key: str = ""
    allowed_origins: str = ""
    institution: str = "家保演示保险代理有限公司"
    licence_number: str = "演示-000000000000"
    complaint_phone: str = "400-000-0000(演示)"
    licence_mode: str = "licensed"
    as_of: str = ""
    turn_deadline_seconds: float = 20.0
    rate_limit_per_minute: int = 60
    log_level: str = "INFO"

    @property
    def rasa_url(self) -> str:
        return f"http://127.0.0.1:{self.rasa_port}"

    @property
    def actions_url(self) -> str:
        return f"http://127.0.0.1:{self.actions_port}"

    @property
    def catalog_url(self) -> str:
        return f"http://127.0.0.1:{self.catalog_port}"

    @property
    def gateway_database(self) -> str:
        return self.database_url or f"sqlite:///{self.state_dir / 'gateway.db'}"

    @property
    def catalog_database(self) -> str:
        return self.catalog_database_url or f"sqlite:///{self.state_dir / 'catalog.db'}"

    @property
    def today(self) -> date:
        """The date advice is given for: JIABAO_AS_OF when set (tests, replays), else today."""
        return date.fromisoformat(self.as_of) if self.as_of else date.today()


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Build settings from environment variables; raises SettingsError with name and remedy."""
    values: dict[str, Any] = {}
    for field in fields(Settings):
        name = f"JIABAO_{field.name.upper()}"
        raw = environment.get(name)
        if raw is None or raw == "":
            continue
        try:
            values[field.name] = _convert(raw, field.default)
        except ValueError as error:
            kind = type(field.default).__name__
            raise SettingsError(f"{name}={raw!r}: expected {kind}") from error
    settings = Settings(**values)
    if settings.licence_mode not in LICENCE_MODES:
        raise SettingsError(
            f"JIABAO_LICENCE_MODE={settings.licence_mode!r}: use one of {', '.join(LICENCE_MODES)}"
        )
    try:
        _ = settings.today
    except ValueError as error:
        raise SettingsError(f"JIABAO_AS_OF={settings.as_of!r}: expected YYYY-MM-DD") from error
    return settings


def _convert(raw: str, default: Any) -> Any:
    """Read `raw` as the kind of value that the default is."""
    if isinstance(default, Path):
        return Path(raw)
    if isinstance(default, int):
        return int(raw)
    return float(raw) if isinstance(default, float) else raw


def _dotenv(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    pairs = (
        line.split("=", 1)
        for line in path.read_text(encoding="utf-8").splitlines()
        if "=" in line and not line.lstrip().startswith("#")
    )
    return {key.strip(): value.strip().strip("\"'") for key, value in pairs}


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process."""
    return read_settings({**_dotenv(ROOT / ".env"), **os.environ})


def secret_key(settings: Settings) -> str:
    """The signing key: configured, or made once and kept readable by the owner only."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.state_dir / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(fd, "w") as handle:
            handle.write(secrets.token_urlsafe(32))
    return path.read_text(encoding="utf-8").strip()
