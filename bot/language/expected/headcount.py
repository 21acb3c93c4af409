"""Asked how many they are: 就我一个, 四个人, 三口."""

from __future__ import annotations

import re

from bot.language.cues import repeatable
from bot.language.expected.answer import Answer
from bot.language.numerals import parse_number

_ONLY_I = re.compile(r"^(?:就|只有|只)?我(?:自己|一个人?|一人)")
_COUNT = re.compile(
    rf"(?:{repeatable('count_openers')}|\s)*(?P<n>\d{{1,2}}|[一二两三四五六七八九十仨俩])"
    r"(?:个|口|人|口人|个人)?[吧呢啊左右。!,\s]*"
)
_MOST = 20


def read(answer: Answer) -> None:
    """The size of the household, unless the message names it already."""
    if "members_count" in answer.document:
        return
    if _ONLY_I.search(answer.words):
        answer.document["members_count"] = 1
        if answer.own is None:
            me = {"id": "self", "relation": "self", "said": answer.said}
            answer.document["members"].insert(0, me)
        return
    match = _COUNT.fullmatch(answer.words)
    number = parse_number(match["n"]) if match else None
    if isinstance(number, int) and 1 <= number <= _MOST:
        answer.state("members_count", number, answer.said)
