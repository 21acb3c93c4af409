"""Asked for a job: 在工地开塔吊, 3类."""

from __future__ import annotations

import re

from bot.language.cues import cues
from bot.language.expected.answer import Answer, put
from bot.language.numerals import find_numbers
from bot.language.yes_no import read_yes_no

_AROUND = re.compile(rf"^(?:{cues('job_padding')}|[,\s])+|[。!,\s的吧啊]+$")
_CLASS = re.compile(r"(?P<number>[1-6]|[一二三四五六])类")
_LENGTHS = range(2, 13)


def read(answer: Answer) -> None:
    """A job that is in no list keeps the customer's words; an accident class its number."""
    if answer.has("occupation"):
        answer.hand_over("occupation", "occupation_class", "earning")
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
