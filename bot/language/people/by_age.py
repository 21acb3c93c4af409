"""Family words that the ages beside them explain: 宝宝1岁，妈妈30; 我56，老头儿58."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from bot.language.cues import cue_words
from bot.language.draft import CHILDREN
from bot.language.mentions import Mention, PersonWord
from bot.language.numerals import parse_number

Mentions = tuple[Mention, ...]

_AGE = re.compile(
    r"[\s:]*(?:[是在做当][^,。;\d]{1,6}?,?)?(?:今年|都|也|才|刚|现在)*(?P<n>[1-9]\d|[二三四五六七八九]?十[一二三四五六七八九]?|"
    r"[二三四五六七八九][一二三四五六七八九](?=岁))(?![\d万千kw元块斤年%.]|个月)"
)
_OLD_WORDS = cue_words("old_man_or_woman")
_OWN = cue_words("own_heads")
_LINKS = ("", *cue_words("possessive_links"))
_GRANDCHILDREN = ("grandson", "granddaughter", "grandchild")
_BY_SON = {"father": "son", "mother": "daughter_in_law"}
_BY_DAUGHTER = {"father": "son_in_law", "mother": "daughter"}
_GENERATION = 15
_NEAR_IN_AGE = 12
_YOUNG_PARENT = range(18, 50)


def age_after(text: str, mention: Mention) -> int | None:
    """妈妈30, 爸爸今年三十五: the age right behind a mention."""
    match = _AGE.match(text, mention.end)
    number = parse_number(match["n"]) if match else None
    return number if isinstance(number, int) else None


def _own_age(text: str, people: Sequence[Mention]) -> int | None:
    ages = [age_after(text, m) for m in people if m.data.form == "self"]
    return next((age for age in ages if age is not None), None)


def _relation(mention: Mention) -> str:
    """The relation of a word for one person."""
    word: PersonWord = mention.data
    return word.targets[0][0] if word.form == "kin" and len(word.targets) == 1 else ""


def parents_of_the_child(text: str, mentions: Mentions) -> Mentions:
    """宝宝1岁，妈妈30，爸爸32: young parents beside a child are the speaker and the spouse."""
    people = [m for m in mentions if m.kind == "person"]
    owned = {b.start for a, b in itertools.pairwise(people) if text[a.end : b.start] in _LINKS}
    parents = [m for m in people if m.start not in owned and _is_young_parent(text, m)]
    relations = [_relation(m) for m in people]
    if not parents or not any(map(_is_child, people)) or "spouse" in relations:
        return mentions
    if len(parents) != sum(r in ("father", "mother") for r in relations) or len(parents) > 2:
        return mentions
    mine = _own_age(text, people)
    if mine is not None and any(not _same_generation(text, m, mine) for m in parents):
        return mentions
    roles = ["spouse"] if mine is not None else ["self", "spouse"]
    if len(parents) > len(roles):
        return mentions
    found = {m.start: _as(m, role) for m, role in zip(parents, roles, strict=False)}
    return tuple(found.get(m.start, m) if m.kind == "person" else m for m in mentions)


def parents_of_the_grandchild(text: str, mentions: Mentions) -> Mentions:
    """孙子4岁，爸妈都35: beside a grandchild, young parents are son and daughter-in-law."""
    people = [m for m in mentions if m.kind == "person"]
    named = {relation: m.data.side for m in people for relation, _sex in m.data.targets}
    side = next((named[r] for r in _GRANDCHILDREN if r in named), "")
    if side == "" or {"son", "daughter"} & named.keys():
        return mentions
    roles = _BY_DAUGHTER if side == "maternal" else _BY_SON

    def corrected(mention: Mention) -> Mention:
        if mention.kind != "person" or not _names_parents(mention.data):
            return mention
        age = age_after(text, mention)
        if age not in _YOUNG_PARENT or text[mention.start] in _OWN:
            return mention
        targets = tuple((roles[relation], sex) for relation, sex in mention.data.targets)
        return replace(mention, data=replace(mention.data, targets=targets))

    return tuple(map(corrected, mentions))


def _names_parents(word: PersonWord) -> bool:
    return word.form == "kin" and {relation for relation, _ in word.targets} <= {"father", "mother"}


def _is_young_parent(text: str, mention: Mention) -> bool:
    if _relation(mention) not in ("father", "mother") or text[mention.start] in _OWN:
        return False
    return age_after(text, mention) in _YOUNG_PARENT


def _is_child(mention: Mention) -> bool:
    word = mention.data
    return word.form == "ordinal" or any(relation in CHILDREN for relation, _ in word.targets)


def _same_generation(text: str, mention: Mention, mine: int) -> bool:
    age = age_after(text, mention)
    return age is not None and abs(age - mine) < _GENERATION


def _as(mention: Mention, relation: str) -> Mention:
    sex = mention.data.targets[0][1]
    word = PersonWord("kin", ((relation, sex),), owned=True, word=mention.data.word)
    return replace(mention, data=word)


def old_spouse(text: str, mentions: Mentions) -> Mentions:
    """我56，老头儿58: an old man of the speaker's own age is the husband, no father."""
    people = [m for m in mentions if m.kind == "person"]
    mine = _own_age(text, people)
    if mine is None:
        return mentions

    def is_near(mention: Mention) -> bool:
        age = age_after(text, mention)
        near = age is not None and mine is not None and abs(age - mine) <= _NEAR_IN_AGE
        return near and bool(_relation(mention))

    old = [m for m in people if m.data.word.endswith(_OLD_WORDS)]
    named = {_relation(m) for m in old if is_near(m)}
    return tuple(_as(m, "spouse") if m in old and _relation(m) in named else m for m in mentions)
