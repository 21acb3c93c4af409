"""The last check of what goes out: a message with forbidden wording is never shown.

The rules are not here: the guard is a function from a text to its findings. A finding whose
`action` is "rewrite" is written to the audit trail for the editors; every other one blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from bot.gateway.messages import Message
from bot.gateway.sentences import sentence

Guard = Callable[[str], list[Any]]
# Fields that quote the customer: their words are theirs, not ours.
QUOTED_FIELDS = frozenset({"said"})
ADVISORY_ACTION = "rewrite"


def allow_all(_text: str) -> list[Any]:
    """A guard without rules, for tests of other things."""
    return []


def strings_of(value: Any) -> Iterator[str]:
    """Every string in a JSON-like value that we say ourselves."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in QUOTED_FIELDS:
                yield from strings_of(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from strings_of(item)


def findings(message: Message, guard: Guard) -> list[Any]:
    """What the guard finds in text, body and button labels."""
    said = [message.text, *strings_of(message.body), *(q.label for q in message.quick_replies)]
    return [found for text in said if text for found in guard(text)]


def blocks(finding: Any) -> bool:
    """Whether a finding keeps a message from being shown."""
    return getattr(finding, "action", None) != ADVISORY_ACTION


def safe_replacement() -> Message:
    """What is shown in place of a blocked message."""
    return Message("notice", sentence("blocked"), {"level": "warning"})
