"""What the gateway is asked to record beside the words (docs/architecture.md, effects)."""

from __future__ import annotations

from typing import Any

Effect = dict[str, Any]


def consent_effect(layer: str, given: bool, version: str, subject: str = "household") -> Effect:
    """A consent given or taken back: its layer, the version of its text, whom it is about."""
    return {
        "type": "consent",
        "layer": layer,
        "given": given,
        "text_version": version,
        "subject": subject,
    }
