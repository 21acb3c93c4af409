"""The real wording guard: the compliance rules of the core with the published knowledge."""

from __future__ import annotations

from functools import lru_cache

from bot.advisor.compliance import Violation, check_wording
from bot.gateway.guard import Guard
from bot.knowledge.loader import load_knowledge

REMEMBERED_TEXTS = 4096  # clauses and labels repeat from plan to plan; a check takes about 1 ms


def wording_guard() -> Guard:
    """The guard of this installation."""
    wording = load_knowledge().wording

    @lru_cache(maxsize=REMEMBERED_TEXTS)
    def check(text: str) -> tuple[Violation, ...]:
        return tuple(check_wording(text, wording))

    return lambda text: list(check(text))
