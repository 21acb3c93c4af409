"""Persons named in passing: something is done to them or with them, the sentence is about others.

婆婆来我家带孩子，血压高: the blood pressure is the mother-in-law's, though the child stands nearer.
"""

from __future__ import annotations

import re

from bot.language.clauses import first_clause, last_clause
from bot.language.cues import cues

_REACH = 24  # how far back a word that makes somebody an object may stand
_ASPECT = r"(?:着|了|大|过)?(?:一个|个|这个|俩|两个|我|我们|我家|家里)?"
_CARED_FOR = re.compile(rf"{cues('carers')}{_ASPECT}$")
_DONE_TO = re.compile(rf"{cues('done_to')}{_ASPECT}$")
_BY = re.compile(r"(?:[^,。;]是|由|归|靠)$")  # 大伯一直是我照顾
_CARES = re.compile(cues("carers"))
_HELPED = re.compile(rf"{cues('beneficiaries')}(?:一下)?$")
_COVERS = re.compile(cues("cover_verbs"))
_WITH = re.compile(rf"{cues('companions')}$")
_LIVES = re.compile(rf"^(?:一起|一块儿?)?{cues('life_together')}|^$")


def in_passing(text: str, start: int, end: int) -> bool:
    """奶奶把我拉扯大, 孩子跟我过, 带着儿子: something is done to the person or with them.

    给我妈买 is different: whom the cover is for is what the message is about.
    """
    before = text[max(0, start - _REACH) : start]
    after = first_clause(text[end:])
    if is_cared_for(text, start) or _DONE_TO.search(before):
        return True
    if _BY.search(before) and _CARES.match(after):
        return True
    if _WITH.search(before):
        return _LIVES.match(after) is not None and len(last_clause(text[:start])) > 1
    return bool(_HELPED.search(before)) and not _COVERS.search(after)


def is_cared_for(text: str, start: int) -> bool:
    """带着儿子, 照顾老人: somebody looks after the person who is named here."""
    return _CARED_FOR.search(text[max(0, start - _REACH) : start]) is not None
