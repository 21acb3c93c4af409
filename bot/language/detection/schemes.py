"""Social insurance as people tell it: 没给自己交社保, 社保断缴, 单位给缴的, 少儿医保."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.language.cues import cues, repeatable
from bot.language.detection.board import Board
from bot.language.detection.finders import social_words
from bot.language.mentions import Mention

_SCHEME = rf"(?<![好微]){cues('scheme_words')}"
_PAID = rf"{cues('scheme_verbs')}{cues('scheme_aspects')}?"
_SELF = rf"(?:{cues('scheme_for')}{cues('scheme_persons')}?)?"
_KIND = r"(?P<kind>居民|城乡|城居|职工|农村|农合|新农合|灵活就业)"
_SAME_PERSON = r"[^,。;!?没不我他她你老爸妈爷奶公婆哥姐弟妹娃儿女孩]"
_VALUES = {
    "居民": "resident", "城乡": "resident", "城居": "resident", "农村": "rural", "农合": "rural",
    "新农合": "rural", "职工": "employee", "灵活就业": "employee",
}  # fmt: skip
# Ways to tell it, each with its value (else the kind that is named); the first that fits wins.
FORMS: tuple[tuple[str | None, re.Pattern[str]], ...] = (
    # 没给自己交社保, 从来没缴过任何医保
    (
        "none",
        re.compile(
            rf"{cues('scheme_never')}{_SELF}(?:{_PAID})?{cues('any_scheme')}?(?:{_SCHEME}|{cues('employee_packages')})"
        ),
    ),
    # 社保早就断缴了, 医保也没续
    (
        "none",
        re.compile(
            rf"(?:{_SCHEME}|{cues('employee_packages')}){repeatable('scheme_adverbs')}*"
            rf"(?:{cues('scheme_stopped')}"
            rf"|没有?{_SELF}{cues('scheme_verbs')}|没续|没得|木有)"
        ),
    ),
    ("none", re.compile(cues("scheme_lapsed"))),
    # 社保自己交的居民那种, 交的是新农合
    (None, re.compile(rf"{_SCHEME}{_SAME_PERSON}{{0,5}}{_KIND}(?:医?保)?(?:那种|的|档)?")),
    (None, re.compile(rf"{_PAID}(?:的?是|着|的)?{_KIND}(?:身份)?的?(?:{_SCHEME}|那种)?")),
    (None, re.compile(rf"{_KIND}(?:身份|人员)?(?:自己|自|个人)?(?:{_PAID})?的?{_SCHEME}")),
    # 公司给我们都上了保险, 单位都给缴社保和公积金
    (
        "employee",
        re.compile(
            rf"{cues('scheme_employers')}{repeatable('scheme_adverbs')}*{_SELF}{repeatable('scheme_adverbs')}*"
            rf"(?P<told>{_PAID}(?:齐|全|全套)?(?:的|了)?(?:{_SCHEME}|{cues('employee_packages')}))"
        ),
    ),
    # 医保都是村里交的那种
    (
        "rural",
        re.compile(rf"{_SCHEME}(?:[都是全在跟]|随着)*{cues('villages')}[^,。;!?]{{0,4}}"),
    ),
    ("employee", re.compile(rf"{cues('employee_packages')}(?:齐全|都有|都交|全有|交齐)?")),
    (
        "resident",
        re.compile(rf"{cues('scheme_schools')}(?:都|也|统一)?(?:给|帮)?{_PAID}(?:的|了)?{_SCHEME}"),
    ),
)


def schemes(board: Board) -> Iterator[Mention]:
    """Every form of telling, then the plain words of the lexicon."""
    for value, pattern in FORMS:
        for match in pattern.finditer(board.text):
            told = value or _VALUES[match["kind"]]
            span = match.span("told" if "told" in pattern.groupindex else 0)
            yield Mention(*span, "social_insurance", {"value": told})
    for start, end, word in social_words().find(board.text):
        yield Mention(start, end, "social_insurance", social_words().entries[word])
