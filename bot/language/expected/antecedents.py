"""他 and 她 in an answer: whoever the question was about, when nobody else is named.

Asked for the insurance of speaker and spouse, 我断缴了，她有五险 tells two people's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.language.expected.answer import relation_of
from bot.language.mentions import Mention, PersonWord
from bot.language.types import Expectation

_SEX_OF = {"他": "male", "她": "female"}
_WOMEN = frozenset({"mother", "mother_in_law", "grandmother", "daughter", "sister", "aunt"})
_MEN = frozenset({"father", "father_in_law", "grandfather", "son", "brother", "uncle"})


def name_pronouns(
    mentions: Sequence[Mention], expecting: Expectation | None
) -> tuple[Mention, ...]:
    """The mentions, with each 他 and 她 of an answer replaced by the one asked about."""
    if expecting is None or _names_somebody(mentions):
        return tuple(mentions)
    return tuple(_named(mention, expecting) for mention in mentions)


def _names_somebody(mentions: Iterable[Mention]) -> bool:
    people = [m.data for m in mentions if m.kind == "person"]
    return any(word.form not in ("self", "pronoun") for word in people)


def _named(mention: Mention, expecting: Expectation) -> Mention:
    if mention.kind != "person" or mention.data.form != "pronoun":
        return mention
    sex = _SEX_OF.get(mention.data.word)
    relations = {relation_of(expecting, i) for i in range(len(expecting.members))} - {"self"}
    fitting = [r for r in relations if sex and _can_be(r, sex)]
    if len(fitting) != 1 or len(expecting.members) - ("self" in expecting.members) != 1:
        return mention
    word = PersonWord("kin", ((fitting[0], sex),), owned=True, word=mention.data.word)
    return replace(mention, data=word)


def _can_be(relation: str, sex: str) -> bool:
    """Whether somebody of this relation can be a man or a woman."""
    return relation not in (_WOMEN if sex == "male" else _MEN)
