"""Asked for a job: 在工地开塔吊, 3类."""

from __future__ import annotations

import re

from bot.language.cues import cues, repeatable
from bot.language.expected.answer import Answer, put
from bot.language.numerals import find_numbers
from bot.language.yes_no import read_yes_no

_AROUND = re.compile(rf"^(?:{repeatable('job_padding')}|[,\s])+|[。!,\s的吧啊]+$")
_CLASS = re.compile(r"(?P<number>[1-6]|[一二三四五六])类")
_LENGTHS = range(2, 13)
_KEYS = ("occupation", "occupation_class", "earning")
_ALL = re.compile(rf"{cues('answer_opens_all')}?{cues('answer_all_alike')}")


def read(answer: Answer) -> None:
    """A job that is in no list keeps the customer's words; an accident class its number."""
    if answer.has("occupation"):
        answer.hand_over(*_KEYS)
        _share(answer)
        return
    words = _AROUND.sub("", answer.words)
    numbered = _CLASS.search(answer.words)
    if not (numbered or len(words) in _LENGTHS) or read_yes_no(answer.text.original):
        return
    for member in answer.members():
        if numbered:
            value = int(find_numbers(numbered["number"])[0].value)
            put(member, "occupation_class", value, answer.said)
        elif words in answer.text.original:
            put(member, "occupation", words, answer.said)


def _share(answer: Answer) -> None:
    """都是老师: what was read of one is everybody's who was asked about."""
    told = [m for m in answer.document["members"] if "occupation" in m]
    if len(told) != 1 or not _ALL.match(answer.words):
        return
    for member in answer.members():
        for key in _KEYS:
            if key in told[0]:
                put(member, key, told[0][key], answer.said)
