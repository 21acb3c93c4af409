"""Illnesses that are mentioned and nobody's: feared, supposed, asked about, run in the family."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.language.clauses import last_clause
from bot.language.cues import cues
from bot.language.link_facts.state import Facts
from bot.language.mentions import Mention

_FEARED = re.compile(rf"{cues('feared_before')}[^,。;!?]{{0,6}}$")
_SUPPOSED = re.compile(rf"{cues('supposed_before')}[^,。;!?]{{0,8}}$")
_COVERED = re.compile(rf"{cues('illness_cover_verbs')}{cues('illness_cover_adverbs')}{{0,4}}$")
_COVER_AFTER = re.compile(rf"{cues('list_tails')}?{cues('illness_cover_after')}")
_WHO_HAS_IT = re.compile(rf"{cues('questions_before')}[^,。;!?]{{0,4}}$")
_BUYABLE = re.compile(r"[^,。;!?]{0,6}(?:能|可以|可)[^,。;!?]{0,3}(?:买|投|保)的")
_SAME_SUBJECT = re.compile(r"(?:今年)?[\d一二三四五六七八九十岁多]*,?[^,。;!?说]*")
_INHERITED_AFTER = re.compile(r"[^,。;!?有]{0,4}(?:家族|遗传)(?:病?史|病|倾向)?")
_INHERITED_BEFORE = re.compile(
    rf"{cues('forebears')}{cues('forebear_adverbs')}{{0,4}}[^,。;!?]{{0,5}}$"
)


def is_only_mentioned(facts: Facts, mention: Mention) -> bool:
    """怕得癌, 有没有糖尿病也能买的: no illness of anybody."""
    return any(rule(facts, mention) for rule in MENTIONS)


def is_inherited(facts: Facts, mention: Mention) -> bool:
    """高血压家族史, 家族里有糖尿病: of the family, not of the speaker."""
    if mention.data["code"] == "family_history":
        return False
    after = _INHERITED_AFTER.match(facts.after(mention, 8))
    return bool(after or _INHERITED_BEFORE.search(_said_before(facts, mention)))


def _feared(facts: Facts, mention: Mention) -> bool:
    """怕得癌."""
    return _FEARED.search(_said_before(facts, mention)) is not None


def _supposed(facts: Facts, mention: Mention) -> bool:
    """万一得了癌症, 要是查出白血病."""
    return _SUPPOSED.search(_said_before(facts, mention)) is not None


def _covered(facts: Facts, mention: Mention) -> bool:
    """保不保癌症, 癌症能赔吗, 癌症保障."""
    before = _COVERED.search(_said_before(facts, mention))
    return bool(before or _COVER_AFTER.match(facts.after(mention, 10)))


def _for_somebody(facts: Facts, mention: Mention) -> bool:
    """有没有糖尿病也能买的."""
    asked = _WHO_HAS_IT.search(_said_before(facts, mention))
    return bool(asked and _BUYABLE.match(facts.after(mention, 14)))


def _of_outsider(facts: Facts, mention: Mention) -> bool:
    """同事得了癌: of somebody outside the family, whom nobody asks cover for."""
    before = [r for r in facts.references if r.end <= mention.start]
    if not before or before[-1].members or before[-1].word.form != "outsider":
        return False
    return _SAME_SUBJECT.fullmatch(facts.text[before[-1].end : mention.start]) is not None


MENTIONS: tuple[Callable[[Facts, Mention], bool], ...] = (
    _feared,
    _supposed,
    _covered,
    _for_somebody,
    _of_outsider,
)


def _said_before(facts: Facts, mention: Mention) -> str:
    """The clause up to the illness."""
    return last_clause(facts.before(mention, 14))
