"""Whether a condition is denied: ordered rules, of which one is enough."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.language.clauses import after
from bot.language.cues import cues, repeatable
from bot.language.link_facts.state import Facts
from bot.language.mentions import Mention, starting_from

_HABITS = frozenset({"smoking", "drinking"})
_NO = re.compile(rf"{cues('denials')}{cues('denial_aspects')}?有?$")
_NOT_DENIED = re.compile(rf"{cues('questions_before')}$|{cues('uncontrolled')}")
_NO_HABIT = re.compile(rf"{cues('habit_denials')}$")
_NO_HABIT_AFTER = re.compile(rf"{cues('habit_after_adverbs')}{{0,4}}{cues('habit_denials_after')}")
_BETWEEN = re.compile(rf"(?:{repeatable('between_conditions')}|\s)*")
_NO_AFTER = re.compile(
    rf"{cues('list_tails')}?(?:,?{cues('none_adverbs')}|{cues('list_adverbs')}|\s)*"
    rf"{cues('denials_after')}(?!{cues('denied_something_else')})"
)
_NONE_OF_THEM = re.compile(rf"{cues('list_tails')}?(?:{cues('none_adverbs')}|也都?)没")


def is_denied(facts: Facts, mention: Mention) -> bool:
    return any(rule(facts, mention) for rule in DENIALS)


def _before(facts: Facts, mention: Mention) -> bool:
    """没得过高血压; not 有没有高血压."""
    said = facts.before(mention, 12)
    return _NO.search(said) is not None and _NOT_DENIED.search(said) is None


def _is_not(facts: Facts, mention: Mention) -> bool:
    """小的不近视."""
    return facts.before(mention, 2).endswith("不") and facts.before(mention, 3)[:1] != "是"


def _habit_after(facts: Facts, mention: Mention) -> bool:
    """烟酒不沾."""
    habit = mention.data["code"] in _HABITS
    return habit and _NO_HABIT_AFTER.match(facts.after(mention, 10)) is not None


def _habit(facts: Facts, mention: Mention) -> bool:
    """从不抽烟."""
    habit = mention.data["code"] in _HABITS
    return habit and _NO_HABIT.search(facts.before(mention, 12)) is not None


def _listed(facts: Facts, mention: Mention) -> bool:
    """没有高血压、糖尿病: the denial goes on along the list."""
    end, denied = facts.last_denial
    return denied and _BETWEEN.fullmatch(facts.text[end : mention.start]) is not None


def _after(facts: Facts, mention: Mention) -> bool:
    """高血压没有."""
    return _NO_AFTER.match(facts.after(mention, 10)) is not None


def _after_list(facts: Facts, mention: Mention) -> bool:
    """高血压糖尿病都没有: the denial after the list covers the whole list."""
    end = _end_of_list(facts, mention)
    said = after(facts.text, end, 10)
    none = end > mention.end and _NONE_OF_THEM.match(said[:8])
    return bool(none) and _NO_AFTER.match(said) is not None


DENIALS: tuple[Callable[[Facts, Mention], bool], ...] = (
    _before,
    _is_not,
    _habit,
    _habit_after,
    _listed,
    _after,
    _after_list,
)


def _end_of_list(facts: Facts, mention: Mention) -> int:
    end = mention.end
    for other in starting_from(facts.mentions, end):
        if other.kind == "condition":
            if not _BETWEEN.fullmatch(facts.text, end, other.start):
                break
            end = other.end
    return end
