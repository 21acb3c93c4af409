"""Illnesses composed of parts: organ and finding, value and 高, what was cut out or put in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from bot.language.cues import alternation
from bot.language.illnesses.named import Named, parts, plain, words
from bot.language.measures import find_measures
from bot.language.triggers import Guarded

_AMOUNT = (
    r"\d+(?:\.\d+)?(?:[*x×]\d+(?:\.\d+)?)?\s?(?:mm|毫米|cm|厘米|公分|类|级|个|颗)?[abc]?(?:类|级)?"
    r"|[一二三四五六七八九](?:点[一二三四五六七八九])?(?:毫米|厘米|公分|类|级)|大小|左右|多"
)
Pattern = tuple[Guarded, dict[str, Any]]


def composed(text: str) -> Iterator[Named]:
    """甲状腺上长了个3类结节, 尿酸也超了, 切了胆囊, 放过三根支架, 优甲乐."""
    yield from _values_together(text)
    for gate, patterns in _families():
        if gate.search(text):
            for pattern, entry in patterns:
                for match in pattern.finditer(text):
                    yield Named(*match.span(), _with_measures(entry, match[0]))


def _with_measures(entry: dict[str, Any], said: str) -> dict[str, Any]:
    """3类 and 6毫米 inside the name: 肺上有个6毫米的结节."""
    found = dict(entry)
    for span in find_measures(said) if re.search(r"[\d类级毫厘公]", said) else ():
        if span.measure.grade is not None:
            found["grade"] = span.measure.grade
        sizes = {k: v for k, v in span.measure.attributes if k == "size_mm"}
        if sizes and span.measure.code is None:
            found["attributes"] = {**found.get("attributes", {}), **sizes}
    return found


@cache
def _families() -> tuple[tuple[re.Pattern[str], tuple[Pattern, ...]], ...]:
    """Every family behind a pattern without which it cannot occur."""
    return tuple(
        (re.compile(gate), tuple((Guarded(p), e) for p, e in family))
        for gate, family in (make() for make in _GRAMMAR)
    )


Family = tuple[str, list[tuple[str, dict[str, Any]]]]


def _organs() -> Family:
    """甲状腺上有结节; 结节长在甲状腺上."""
    between = rf"{words('organ_places')}?(?:{words('organ_fillers')}|{_AMOUNT}){{0,7}}"
    entries = parts()["organs"]
    patterns = []
    for entry in entries:
        organs, findings = alternation(entry["organs"]), alternation(entry["findings"])
        patterns.append((rf"{organs}{between}{findings}", plain(entry)))
        patterns.append((rf"{findings}(?:是|就)?(?:长)?在{organs}", plain(entry)))
    return alternation({f for e in entries for f in e["findings"]}), patterns


def _operations() -> Family:
    """胆囊去年切了; 割过阑尾."""
    after, before = words("removed_after"), words("removed_before")
    patterns = []
    for entry in parts()["operations"]:
        organs = alternation(entry["organs"])
        patterns.append(
            (rf"{organs}(?:也|都|已经|早就|去年|前年|给|,){{0,3}}{after}", plain(entry))
        )
        patterns.append((rf"{before}(?:一个|个|一部分)?{organs}(?:给?{after})?", plain(entry)))
    return r"[切摘割掉消取拿没术把]", [p for p in patterns if p]


def _treatments() -> Family:
    """心脏放过三根支架; 动过一次大手术. An operation must have been done."""
    aspects = words("treatment_aspects")
    patterns: list[tuple[str, dict[str, Any]]] = []
    for entry in parts()["treatments"]:
        verbs, things = alternation(entry["verbs"]), alternation(entry["things"])
        done = rf"(?={aspects}{{0,4}}?[了过])" if entry["code"] == "hospitalization" else ""
        patterns.append(
            (rf"(?:心脏)?(?:里|上)?{verbs}{done}{aspects}{{0,5}}{things}", plain(entry))
        )
    return r"支架|桥|术|刀|院|透", patterns


def _values() -> Family:
    """尿酸超了, 血脂也有点高; a mild word may mean another illness: 血糖偏高."""
    high = rf"{words('value_high')}(?!压|中|铁|考|于|兴|档)"
    adverbs, mild = words("value_adverbs"), words("mild_adverbs")
    patterns = []
    for entry in parts()["values"]:
        names, off = alternation(entry["names"]), alternation(entry["bad"])
        tail = rf"(?:{off}|{high})"
        played_down = (
            rf"{names}{adverbs}{{0,4}}?(?:{mild}{high}|{words('mild_high')}(?!压|中|铁|血))"
        )
        patterns.append((played_down, {**plain(entry), "code": entry.get("mild", entry["code"])}))
        patterns.append((rf"{names}{adverbs}{{0,5}}{tail}", plain(entry)))
        patterns.append((rf"高(?={names})(?!血压\d){names}(?!\d)", plain(entry)))
    return r"[高超爆常稳好降来稠性题动界低住]", patterns


def _values_together(text: str) -> Iterator[Named]:
    """血压血脂血糖都高: several values, one word for all."""
    for match in _chain().finditer(text):
        named = re.findall(alternation(_code_of_value()), match["names"])
        codes = list(dict.fromkeys(_code_of_value()[name] for name in named))
        yield Named(*match.span(), {"code": codes[0], "codes": codes})


@cache
def _code_of_value() -> dict[str, str]:
    return {name: entry["code"] for entry in parts()["values"] for name in entry["names"]}


@cache
def _chain() -> re.Pattern[str]:
    name = alternation(_code_of_value())
    high = rf"{words('value_high')}(?!压|中|铁|考|于|兴|档)"
    return re.compile(
        rf"(?P<names>{name}(?:(?:[、,和跟与]|还有)?{name}){{1,5}})"
        rf"(?:{words('value_adverbs')}|{words('mild_adverbs')}|全){{0,5}}{high}"
    )


def _medicines() -> Family:
    """优甲乐, 二甲双胍: each for one illness."""
    patterns = [
        (rf"(?:吃|打|用)?(?:着|了|过)?{alternation(e['words'])}", plain(e))
        for e in parts()["medicines"]
    ]
    return alternation({w for e in parts()["medicines"] for w in e["words"]}), patterns


def _habits() -> Family:
    """抽了二十年烟, 酒也不少喝, 烟酒."""
    patterns = []
    for entry in parts()["habits"]:
        what = {**plain(entry), **({"codes": entry["codes"]} if "codes" in entry else {})}
        patterns.append((alternation(entry["words"]), what))
        if "verbs" in entry:
            verbs, things = alternation(entry["verbs"]), alternation(entry["things"])
            patterns.append(
                (rf"{verbs}(?:{words('habit_aspects')}){{0,3}}{things}(?!精|店|席|吧|楼|草)", what)
            )
    return "[烟酒喝抽]", patterns


def _troubles() -> Family:
    """胃一直不好, 膝盖也不行."""
    adverbs, bad = words("trouble_adverbs"), words("trouble_words")
    patterns = [
        (rf"{alternation(e['organs'])}{adverbs}{{0,4}}{bad}", plain(e)) for e in parts()["troubles"]
    ]
    return bad, patterns


_GRAMMAR: tuple[Callable[[], Family], ...] = (
    _organs,
    _operations,
    _treatments,
    _values,
    _medicines,
    _habits,
    _troubles,
)
