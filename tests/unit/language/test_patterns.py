"""Every pattern of the grammar: no run of words may be read in two ways; triggers are complete."""

from __future__ import annotations

import importlib
import itertools
import pkgutil
import re
import sre_parse
from collections.abc import Iterator
from sre_constants import BRANCH, IN, LITERAL, MAX_REPEAT, MAXREPEAT, RANGE, SUBPATTERN
from typing import Any

import pytest

import bot.language
from bot.language.triggers import Guarded, characters, needed, openings

_MOST_WORDS = 3000
_CLASSES = {"CATEGORY_SPACE": " \t", "CATEGORY_DIGIT": "12"}


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every pattern that stands in a module of the grammar."""
    for info in pkgutil.walk_packages(bot.language.__path__, "bot.language."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                yield f"{info.name}.{name}", value
            for item in value if isinstance(value, list | tuple) else ():
                inner = item[0] if isinstance(item, tuple) and item else item
                if isinstance(inner, re.Pattern | Guarded):
                    yield (
                        f"{info.name}.{name}",
                        inner.pattern if isinstance(inner, Guarded) else inner,
                    )


def repeats(items: Any) -> Iterator[Any]:
    """The bodies of every unlimited repetition in a parsed pattern."""
    for op, value in items:
        if op is MAX_REPEAT:
            if value[1] is MAXREPEAT:
                yield value[2]
            yield from repeats(value[2])
        elif op is SUBPATTERN:
            yield from repeats(value[-1])
        elif op is BRANCH:
            for branch in value[1]:
                yield from repeats(branch)


def words(items: Any) -> list[str] | None:
    """Everything that a parsed pattern can match, or None where that is no short list."""
    parts: list[list[str]] = []
    for op, value in items:
        found = _words(op, value)
        if found is None:
            return None
        parts.append(found)
        if _product(parts) > _MOST_WORDS:
            return None
    return ["".join(choice) for choice in itertools.product(*parts)]


def _product(parts: list[list[str]]) -> int:
    size = 1
    for part in parts:
        size *= len(part)
    return size


def _words(op: Any, value: Any) -> list[str] | None:
    if op is LITERAL:
        return [chr(value)]
    if op is SUBPATTERN:
        return words(value[-1])
    if op is MAX_REPEAT and value[:2] == (0, 1):
        inner = words(value[2])
        return None if inner is None else ["", *inner]
    if op is MAX_REPEAT and value[:2] == (1, MAXREPEAT):  # one and two stand for any number
        inner = words(value[2])
        return None if inner is None else [*inner, *(w * 2 for w in inner)]
    if op is BRANCH:
        branches = [words(branch) for branch in value[1]]
        return None if None in branches else [w for b in branches for w in b or ()]
    return _members(value) if op is IN else None


def _members(items: Any) -> list[str] | None:
    found: list[str] = []
    if str(items[0][0]) == "NEGATE":  # [^\\S ]: blanks but for some
        others = _members([("IN", "CATEGORY_SPACE")]) if "NOT_SPACE" in str(items) else None
        return others and [c for c in others if (LITERAL, ord(c)) not in items]
    for op, value in items:
        if op is LITERAL:
            found.append(chr(value))
        elif op is RANGE:
            found.extend(map(chr, range(value[0], value[1] + 1)))
        elif str(value) in _CLASSES:
            found.extend(_CLASSES[str(value)])
        else:
            return None
    return found


def made_up(code: list[str]) -> list[str]:
    """The words of a list that stand in it twice or that its other words make up."""
    twice = {w for w in code if code.count(w) > 1}
    return [w for w in dict.fromkeys(code) if w in twice or _from_others(w, set(code) - {w})]


def _from_others(word: str, others: set[str]) -> bool:
    reached = [True] + [False] * len(word)
    for end in range(1, len(word) + 1):
        reached[end] = any(reached[i] and word[i:end] in others for i in range(end))
    return reached[-1]


def test_no_run_of_words_can_be_read_in_two_ways() -> None:
    """还有还有还有… must not double the work with every word: no word is made up of others."""
    faults = {}
    for name, pattern in patterns():
        for body in repeats(sre_parse.parse(pattern.pattern, pattern.flags)):
            found = words(body)
            if found and (double := made_up(found)):
                faults[name] = double[:5]
    assert not faults


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\d+岁", "岁"),
        (r"(?:[一二]|\d)个?(?:周岁|岁)半", "半"),
        (r"刚?(?:出生|满月)", "出满"),
        (r"\d+岁?", None),
        (r"(?:岁|\d)", None),
        (r"(?<=结)\d", "结"),
        (r"(?!岁)\d", None),
        (r"a(?=$|b)", "a"),
    ],
)
def test_what_a_pattern_cannot_do_without(pattern: str, expected: str | None) -> None:
    found = needed(re.compile(pattern))
    if expected is None:
        assert found is None
    else:
        assert found is not None and found <= characters("岁周出生满月半结a")
        assert not found.isdisjoint(expected) and len(found) <= 2


def test_a_guarded_pattern_finds_what_the_plain_one_finds() -> None:
    guarded = Guarded(r"\d+岁")
    assert [m[0] for m in guarded.finditer("我36岁,妈60岁")] == ["36岁", "60岁"]
    assert list(guarded.finditer("我36")) == []


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"(?<!自)(?:我|俺们?)家?", "我俺"),
        (r"大?姐|哥", "大姐哥"),
        (r"(?=我)[他她]*们", "他她们"),
    ],
)
def test_what_a_pattern_begins_with(pattern: str, expected: str) -> None:
    assert openings(re.compile(pattern)) == frozenset(expected)


@pytest.mark.parametrize("pattern", [r".我", r"我?", r"[^我]"])
def test_a_pattern_that_may_begin_with_anything_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="first word"):
        openings(re.compile(pattern))
