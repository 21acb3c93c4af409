"""Words that name children only in their company: 哥哥初二，妹妹小班; 子12，女7."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.language.cues import cue_words, cues, repeatable
from bot.language.draft import CHILDREN
from bot.language.mentions import Mention, PersonWord

Mentions = tuple[Mention, ...]

_ELDER = cue_words("elder_siblings")
_YOUNGER = cue_words("younger_siblings")
_SONS = {"male": "son", "female": "daughter"}
_YOUNG = re.compile(
    rf"[,:\s]*(?:{repeatable('before_young_age')})*(?:1?\d(?:岁|个月|年级|(?=[,。;、\s]|$))"
    rf"|[一二两三四五六七八九](?:岁|年级|个月)|十[一二三四五六七]?岁|{cues('school_stages')})"
)
_MINOR = re.compile(r"[\s:]*(?:\d|1[0-7])(?!\d|[万千kw.])")


def _young(text: str, mention: Mention) -> bool:
    return bool(_YOUNG.match(text, mention.end))


def siblings_as_children(text: str, mentions: Mentions) -> Mentions:
    """哥哥初二，妹妹小班: an elder and a younger one, both young, are the speaker's children."""
    named = [m for m in mentions if m.kind == "person" and m.data.word in (*_ELDER, *_YOUNGER)]
    words = [m.data.word for m in named if text.startswith(m.data.word, m.start)]
    both = any(w in _ELDER for w in words) and any(w in _YOUNGER for w in words)
    if not both or len(words) < len(named) or not all(_young(text, m) for m in named):
        return mentions
    return tuple(_as_child(m) if m in named else m for m in mentions)


def _as_child(mention: Mention) -> Mention:
    sex = mention.data.targets[0][1]
    word = PersonWord("kin", ((_SONS[sex], sex),), owned=True, word=mention.data.word)
    return replace(mention, data=word)


def sexes_as_children(text: str, mentions: Mentions) -> Mentions:
    """妻38，子12，女7: in a list with other people, 女 with the age of a child is a daughter."""
    people = [m for m in mentions if m.kind == "person" and m.data.form in ("kin", "self")]
    if not people:
        return mentions
    return tuple(_minor(text, m, people) for m in mentions)


def _minor(text: str, mention: Mention, people: list[Mention]) -> Mention:
    """男 or 女 as a label before an age under 18; not the sex of the person just before it."""
    if mention.kind != "sex" or not _MINOR.match(text, mention.end):
        return mention
    before = [m for m in people if m.end <= mention.start]
    gap = text[before[-1].end : mention.start] if before else ""
    if not before or (not re.search(r"\d\D{0,3}$", gap) and not _known(before[-1])):
        return mention
    relation = _SONS[mention.data]
    word = PersonWord("kin", ((relation, mention.data),), owned=True, word=mention.data)
    return replace(mention, kind="person", data=word)


def _known(person: Mention) -> bool:
    """A son has his sex already: what follows is somebody else."""
    targets = person.data.targets
    return bool(targets) and targets[0][0] in CHILDREN and targets[0][1] is not None
