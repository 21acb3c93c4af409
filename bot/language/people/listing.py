"""Whether the speaker is a member of the household to be insured, or only asks."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.language.cues import cue_words, cues, repeatable
from bot.language.people.cast import Cast, Reference

_ALONE = cue_words("self_alone")
_LIST = re.compile(rf"^(?:[^\S ]|{repeatable('list_links')})+$")
_FOR = re.compile(rf"{cues('insured_for')}$")
_TO_DO = re.compile(rf"^(?:[\d一二三四五六七八九十]+(?:个月|岁|周岁)|{cues('asked_to_do')})")


def prune_speaker(cast: Cast) -> None:
    """The speaker stands in the document only if something is said of them."""
    me = cast.draft.self
    if me is None or not me.empty or me.listed:
        return
    own = [i for i, r in enumerate(cast.references) if _is_speaker(r)]
    if not any(sign(cast, i) for i in own for sign in _SIGNS):
        cast.draft.members.remove(me)


def _is_speaker(reference: Reference) -> bool:
    return reference.word.form == "self" or any(m.relation == "self" for m in reference.members)


def _in_couple(cast: Cast, i: int) -> bool:
    """我们夫妻俩: a family word that counts the speaker in."""
    return cast.references[i].word.form == "kin"


def _in_list(cast: Cast, i: int) -> bool:
    """我、老婆、丈母娘: the speaker is one of a list."""
    reference = cast.references[i]
    around = cast.references[i - 1 : i] + cast.references[i + 1 : i + 2]
    return not reference.speaker and any(
        other.members and _LIST.match(_between(cast.text, reference, other)) for other in around
    )


def _between(text: str, first: Reference, second: Reference) -> str:
    left, right = sorted((first, second), key=lambda r: r.start)
    return text[left.end : right.start]


def _insured(cast: Cast, i: int) -> bool:
    """给我和老公买: the speaker wants cover; 给我推荐 asks the bot to do something."""
    reference = cast.references[i]
    asked_for = _FOR.search(cast.text[max(0, reference.start - 3) : reference.start])
    return bool(asked_for and not _TO_DO.match(cast.text[reference.end :]))


def _alone(cast: Cast, i: int) -> bool:
    """自己, 本人."""
    return cast.references[i].word.word in _ALONE


_SIGNS: tuple[Callable[[Cast, int], bool], ...] = (_in_couple, _in_list, _insured, _alone)
