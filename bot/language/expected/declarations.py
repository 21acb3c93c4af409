"""Asked for illnesses: 都没有, 全家都很健康."""

from __future__ import annotations

import re

from bot.language.cues import cues, repeatable
from bot.language.expected.answer import Answer, put
from bot.language.expected.conditions import HEALTH_KEYS

_ALL_WELL = re.compile(
    rf"^{repeatable('well_openers')}*{cues('answer_well')}(?:过|的|了|啊|任何)*"
    r"[。!,\s]*[都全很挺]?(?:没有?|健康|正常|好)?[的了]*[。!\s]*$"
)


def read(answer: Answer) -> None:
    """The ones asked about are well, but for those with a condition in the same answer."""
    answer.hand_over(*HEALTH_KEYS)
    if not _ALL_WELL.match(answer.words):
        return
    for member in answer.members():
        if not member.get("conditions"):
            put(member, "healthy", True, answer.said)
