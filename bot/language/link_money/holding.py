"""Whether a line of insurance is in force: 买过重疾险; not 想买, 到期没续, 还没有."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from bot.language.clauses import SENTENCE_END, after, before, first_clause, last_clause
from bot.language.cues import cues, repeatable
from bot.language.link_money.state import AMOUNT_KINDS, Money
from bot.language.link_money.topics import answers
from bot.language.mentions import Mention

Status = Literal["held", "not_held"]
_GIVEN = rf"{cues('institutions')}[^,。;]{{0,6}}{cues('gives_cover')}"
_BOUGHT = rf"{cues('past_times')}[^,。;]*买"
# What the words before a line say of it: the nearest decides.
_BEFORE: tuple[tuple[Status, re.Pattern[str]], ...] = (
    ("not_held", re.compile(rf"{cues('wished')}|给[^,。;]{{0,4}}买个")),
    ("held", re.compile(rf"{cues('held_before')}|{_BOUGHT}|{_GIVEN}|给[^,。;]{{0,6}}买了")),
)
_HAS = re.compile("有$")
_CLASSIFIER = re.compile("份")
_NOT_AFTER = re.compile(
    rf"[^,。;]{{0,3}}{cues('lapsed')}|(?:{repeatable('line_gap')}|□)*{cues('wished_after')}"
)
# In a clause further on: 买过百万医疗，后来没续.
_LAPSED_LATER = re.compile(rf",[^,]{{0,6}}{cues('lapsed')}")
# 重疾险30万是2019年买的.
_BOUGHT_LATER = re.compile(rf"[^,。;]{{0,8}}是[^,。;想要]{{0,8}}{cues('bought_by')}$")
_STILL_LATER = re.compile(cues("still_in_force"))
# 我的重疾险保额30万.
_SUM_TOLD, _OWNED = re.compile(r"险?保额"), re.compile("的$")
# 重疾是60万的, 意外险一份.
_SUM_GAP = re.compile(r"险?(?:的?保额)?(?:是|有|为|:)?")
_SUM_ENDS = re.compile(r"(?:保额)?的?(?=[,。;!\s]|$)")
_ONE_PIECE = re.compile(r"险?(?:[一两二三]份|各一份|每人一份)(?=[,。;!\s]|$)")
_WISH = re.compile(cues("wish_words"))
# Fen: a smaller amount is the premium.
_LEAST_SUM_TOLD = 5_000_000
_NEUTRAL = re.compile(cues("neutral_words"))
_HELD_AFTER = re.compile(rf"(?:{repeatable('line_gap')}|□)*{cues('held_after')}")
_LISTED = re.compile(rf"(?:{repeatable('between_lines')}|\s|□|\d|[万w百千的个])*")
_REACH, _REACH_ON = 24, 12


def _told_with_sum(money: Money, line: Mention) -> bool:
    """我的重疾20万; 意外险一份: the line with its sum, in a sentence without a wish."""
    rest = after(money.text, line.end, _REACH_ON)
    if not _ONE_PIECE.match(rest) and not _sum_follows(money, line):
        return False
    sentence = _sentence_of(money.text, line)
    return _WISH.search(sentence) is None


def _sum_follows(money: Money, line: Mention) -> bool:
    """An amount fit for a sum insured ends the clause: 寿险是80万的."""
    for other in money.mentions:
        if other.kind in AMOUNT_KINDS and 0 <= other.start - line.end <= 4:
            gap = money.text[line.end : other.start]
            large = other.data.min >= _LEAST_SUM_TOLD
            ends = _SUM_ENDS.match(money.text, other.end) is not None
            return large and ends and _SUM_GAP.fullmatch(gap) is not None
    return False


def _sentence_of(text: str, line: Mention) -> str:
    """The sentence that a line stands in."""
    start = line.start - len(SENTENCE_END.split(text[: line.start])[-1])
    return text[start : line.end] + SENTENCE_END.split(text[line.end :], maxsplit=1)[0]


def held_lines(money: Money) -> list[Mention]:
    """The lines in force, from left to right."""
    lines = [m for m in money.mentions if m.kind == "line"]
    found: list[Status | None] = []
    for i, line in enumerate(lines):
        status = _by_answers(money, line) or _after(money, line)
        if status is None and i and found[-1] == "held" and _continues(money, lines[i - 1], line):
            status = "held"
        status = status or _before(money, line)
        if status is None and i and _continues(money, lines[i - 1], line):
            status = found[-1]
        piece = _CLASSIFIER.search(_clause(money, line))
        if status is None and (piece or _told_with_sum(money, line)):
            status = "held"
        found.append(status)
    for i in reversed(range(len(lines) - 1)):
        if found[i] is None and _continues(money, lines[i], lines[i + 1]):
            found[i] = found[i + 1]
    return [line for line, status in zip(lines, found, strict=True) if status == "held"]


def _by_answers(money: Money, line: Mention) -> Status | None:
    """惠民保爸妈都续了; 百万医疗我妈买不了: the line is the topic of what is said of persons."""
    told = answers(money, line)
    if not told.topic:
        return None
    return "held" if told.holders else "not_held"


def _clause(money: Money, mention: Mention) -> str:
    """The words before a line in its clause; other lines are blotted out (补充医疗 is no 补)."""
    text = before(money.text, mention.start, _REACH)
    offset = mention.start - len(text)
    clause = last_clause(_blotted(text, offset, money.mentions, ("line",)))
    return _NEUTRAL.sub(lambda m: "□" * len(m[0]), clause)


def _blotted(text: str, offset: int, mentions: Sequence[Mention], kinds: tuple[str, ...]) -> str:
    for mention in mentions:
        start, end = max(0, mention.start - offset), mention.end - offset
        if mention.kind in kinds and 0 < end <= len(text):
            text = text[:start] + "□" * (end - start) + text[end:]
    return text


def _after(money: Money, mention: Mention) -> Status | None:
    """重疾险买过了; 意外险还没有; 医疗险到期没续."""
    if _BOUGHT_LATER.match(first_clause(money.text[mention.end : mention.end + _REACH])):
        return "held"
    further = _until_next(money, mention)
    if _STILL_LATER.search(further):
        return "held"
    if _LAPSED_LATER.search(further):
        return "not_held"
    rest = after(money.text, mention.end, _REACH_ON)
    rest = first_clause(_blotted(rest, mention.end, money.mentions, AMOUNT_KINDS))
    if _HELD_AFTER.match(rest) or (
        _SUM_TOLD.match(rest) and _OWNED.search(_clause(money, mention))
    ):
        return "held"
    return "not_held" if _NOT_AFTER.match(rest) else None


def _until_next(money: Money, mention: Mention) -> str:
    """The text after a line up to the next line or the next person, at most to the sentence end."""
    kinds = ("line", "person", "social_insurance")
    later = (m.start for m in money.mentions if m.kind in kinds and m.start >= mention.end)
    text = money.text[mention.end : min(mention.end + _REACH, next(later, len(money.text)))]
    return SENTENCE_END.split(text, maxsplit=1)[0]


def _before(money: Money, mention: Mention) -> Status | None:
    """The verb nearest before the line in its clause."""
    clause = _clause(money, mention)
    start = mention.start - len(clause)
    ends = [
        (match.end(), match.end() - match.start(), status)
        for status, pattern in _BEFORE
        for match in pattern.finditer(clause)
    ]
    if not ends:
        return None
    end, length, status = max(ends)
    if clause[: end - length].endswith(("没", "未", "不")):
        return "not_held"
    has_illness = _HAS.search(clause[:end]) and _illness_between(money, start + end, mention)
    return None if has_illness else status


def _illness_between(money: Money, start: int, line: Mention) -> bool:
    """我妈有糖尿病 百万医疗: what she has is the illness."""
    kinds = ("condition", "age", "children")
    return any(m.kind in kinds and start <= m.start < line.start for m in money.mentions)


def _continues(money: Money, earlier: Mention, line: Mention) -> bool:
    """买了重疾险和50万的意外险: nothing but words of a list between two lines."""
    gap = money.text[earlier.end : line.start]
    gap = _blotted(gap, earlier.end, money.mentions, AMOUNT_KINDS)
    return _LISTED.fullmatch(gap) is not None
