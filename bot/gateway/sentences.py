"""The gateway's own sentences, read from `sentences.yml`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    with Path(__file__).with_suffix(".yml").open(encoding="utf-8") as handle:
        return dict(yaml.safe_load(handle))


def sentence(key: str) -> str:
    """The sentence with this key; a missing key is a programming error."""
    return str(_table()[key])


def phrases(key: str) -> tuple[str, ...]:
    """A list of phrases under this key."""
    return tuple(str(phrase) for phrase in _table()[key])


def error_sentence(code: str) -> str:
    """What a customer reads when a request is refused."""
    return str(_table()["errors"][code])
