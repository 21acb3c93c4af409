"""Asked for the city: 在正定, 我们住贵阳这边."""

from __future__ import annotations

import re

from bot.language.cues import cues, repeatable
from bot.language.expected.answer import Answer
from bot.language.yes_no import read_yes_no

_AROUND = re.compile(
    rf"^(?:{repeatable('place_padding')}|[,\s])+"
    rf"|(?:{repeatable('place_closers')}|[。!,\s])+$"
)
_NAMED = re.compile(rf"[县镇城市区],?{cues('place_names')}(?P<place>[\u4e00-\u9fff]{{2,4}})$")
_LENGTHS = range(2, 7)


def read(answer: Answer) -> None:
    """A city that is in no list keeps the customer's words."""
    if "city" in answer.document:
        return
    named = _NAMED.search(answer.words)
    words = named["place"] if named else _AROUND.sub("", answer.words).removesuffix("市")
    original = answer.text.original
    if len(words) in _LENGTHS and words in original and not read_yes_no(original):
        answer.state("city", words, answer.said)
