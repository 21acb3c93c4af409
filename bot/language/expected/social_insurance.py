"""Asked for social insurance: 职工, 居民的, 新农合, 没有."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.language.cues import alternation
from bot.language.expected.answer import Answer, put
from bot.language.lexicon import load_table
from bot.language.yes_no import read_yes_no

_NONE = "none"
SOME = "some"  # there is one, the kind is not told
_UNSAID = "employee"
_OF_CHILDREN = "resident"
_CHILDREN = frozenset({"son", "daughter", "child", "grandson", "granddaughter", "grandchild"})
_KEY = "social_insurance"


@dataclass(frozen=True)
class Kind:
    """A kind of social insurance and what tells it, in one clause and in a whole answer."""

    value: str
    in_clause: re.Pattern[str]
    in_answer: re.Pattern[str]


def read(answer: Answer) -> None:
    """One kind for everybody asked about; a plain yes is taken for the employees' one."""
    if "预算" not in answer.words:
        answer.document.pop("annual_budget_fen", None)  # 农村那种一年几百块的: what it costs
        answer.document.get("sources", {}).pop("annual_budget_fen", None)
    if answer.has(_KEY):
        answer.hand_over(_KEY)
        return
    value = kind_of_answer(answer.words)
    has_one = read_yes_no(answer.text.original) == "yes" or kind_of_clause(answer.words) == SOME
    inferred = value is None and has_one
    if not inferred and value is None:
        return
    for member in answer.members():
        guess = _OF_CHILDREN if member["relation"] in _CHILDREN else _UNSAID
        put(member, _KEY, value or guess, answer.said)
        if inferred:
            member.setdefault("inferred", []).append(_KEY)


def kind_of_clause(text: str) -> str | None:
    """The kind that one clause tells, `SOME` included."""
    return next((k.value for k in _kinds() if k.in_clause.search(text)), None)


def kind_of_answer(text: str) -> str | None:
    """The kind that an answer about one kind only tells: also 退休 and 学生."""
    told = (k.value for k in _kinds() if k.value != SOME and k.in_answer.search(text))
    return next(told, None)


@cache
def _kinds() -> tuple[Kind, ...]:
    made = []
    for entry in load_table("social_insurance")["kinds"]:
        words = list(map(re.escape, entry["words"]))
        if entry["value"] == _NONE:
            words += _denials()
        alone = list(map(re.escape, entry.get("alone", ())))
        patterns = (re.compile("|".join(w)) for w in (words, words + alone))
        made.append(Kind(entry["value"], *patterns))
    return tuple(made)


def _denials() -> list[str]:
    """没医保, 没交任何社保; 没买, but not 没上班; 没 as the whole answer."""
    table = load_table(_KEY)
    joined, otherwise = (alternation(table[name]) for name in ("joined", "joined_otherwise"))
    return [rf"[没无]{joined}?(?:任何)?[医社]?保", rf"没{joined}(?!{otherwise})", r"^[没无]$"]
