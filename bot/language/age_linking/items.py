"""What may be an age: expressions of age, and bare numbers that count nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.language.ages import AgeValue, years
from bot.language.cues import cues, repeatable
from bot.language.mentions import Mention
from bot.language.numerals import parse_number

OLDEST = 110
GROWN = 16  # from here on a number may be the age of somebody who speaks or earns
_DIGITS = "一二三四五六七八九"
_COUNTED = "|".join(
    (
        r"\d|[.\-/]\d|(?!\s?[fm](?![a-z]))[a-z]",
        rf"\s?{cues('age_counters')}"
        r"(?!风湿|子|女|地|田|菜|庄稼|果|茶|花|树|粮|大棚|棉|药材|烟叶|照顾|帮|带|看[娃孩]|家里|住)",
        cues("close_age_counters"),
        r"\s?年(?![轻薪收入终])|\s?月(?![入薪收])|\s?周(?!岁)",  # but 30年轻, 30月入, 3周岁
        r"\s?岁?以[上下内]|点(?!了)|人(?!员)|家(?!庭|里|在|务|带)",  # but 30人员, 30家里
    )
)
_BARE = re.compile(
    rf"(?:(?<![\d.\-/a-z十百千零第{_DIGITS}])|(?<=老[二三四]))"
    rf"(?P<n>\d{{1,3}}|(?:[二三四五六七八九]?十|[廿卅])[{_DIGITS}]?(?![零十{_DIGITS}](?!个|位)))(?!{_COUNTED})"
)


# 34/33 after persons: two of an age, or children; no date, no fraction.
_SLASHED = re.compile(r"(?<![\d./:a-z])\d{1,2}(?:/\d{1,2}){1,5}(?![\d/.%a-z]|[月号日])")
_THEN_AFTER = re.compile(cues("other_time_after"))
_THEN_BEFORE = re.compile(rf"{cues('other_time_before')}$")
_SLASH_LEAD = re.compile(rf"(?:{repeatable('before_age')}|[\s:])+$")
_WHOLE = re.compile(r"\d+")
_NOW = re.compile(r"(?:今年|现在|才|刚|都|已经)$")


@dataclass(frozen=True)
class AgeItem:
    """An age and where it stands. `bare`: a number that is an age only by its neighbours."""

    start: int
    end: int
    value: AgeValue
    bare: bool = False

    @property
    def relative(self) -> bool:
        """比我大三岁: a difference to somebody else's age."""
        return self.value.delta is not None


def find_items(text: str, mentions: Sequence[Mention]) -> list[AgeItem]:
    """All ages of a text: those detected as such, then bare numbers."""
    said = [AgeItem(m.start, m.end, m.data) for m in mentions if m.kind == "age"]
    return [a for a in said if not _of_another_time(text, a)] + bare_numbers(text, mentions)


def _of_another_time(text: str, age: AgeItem) -> bool:
    """20岁就出来打工, 58岁那年, 30岁以前, 保到70岁: an age that somebody had or will have."""
    if age.value.source not in ("years", "range") or "岁" not in text[age.start : age.end]:
        return False
    if _THEN_BEFORE.search(text[: age.start]):
        return True
    return _THEN_AFTER.match(text, age.end) is not None and not _NOW.search(text[: age.start])


def bare_numbers(text: str, mentions: Sequence[Mention]) -> list[AgeItem]:
    """Numbers that may be ages when a person stands beside them."""
    taken = {i for m in mentions for i in range(m.start, m.end)}
    found = []
    for match in _BARE.finditer(text):
        start, end = match.span("n")
        value = parse_number(match["n"])
        if not taken.isdisjoint(range(start, end)):
            continue
        age = years(value) if isinstance(value, int) and value <= OLDEST else None
        if age is not None:
            found.append(AgeItem(start, end, age, bare=True))
    return found + _slashed(text, mentions)


def _slashed(text: str, mentions: Sequence[Mention]) -> list[AgeItem]:
    """我俩34/33, 娃8/5: right behind persons, as many numbers as belong together."""
    ends = {m.end for m in mentions if m.kind == "person"}
    found = []
    for match in _SLASHED.finditer(text):
        lead = _SLASH_LEAD.search(text, 0, match.start())
        start = lead.start() if lead else match.start()
        if start not in ends:
            continue
        for number in _WHOLE.finditer(text, *match.span()):
            age = years(int(number[0]))
            if age is not None:
                found.append(AgeItem(*number.span(), age, bare=True))
    return found
