"""An answer to a question about known members, with the document it is read into."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.language.cues import cues
from bot.language.normalise import Normalised
from bot.language.types import Expectation

Document = dict[str, Any]
_SEX = {
    "father": "male", "mother": "female", "father_in_law": "male", "mother_in_law": "female",
    "grandfather": "male", "grandmother": "female", "son": "male", "daughter": "female",
}  # fmt: skip
_NO_FACTS = frozenset({"id", "relation", "said", "sources", "inferred"})
_I = re.compile(r"[我俺咱]")
_SPEAKER = re.compile(cues("answer_speaker"))


@dataclass(frozen=True)
class Answer:
    """The words of an answer, the question, and the document that is filled in."""

    text: Normalised
    as_of: date
    expecting: Expectation
    document: Document

    @property
    def words(self) -> str:
        """The normalised text, in which patterns are searched."""
        return self.text.text

    @property
    def said(self) -> str:
        """The answer as the customer wrote it."""
        return self.text.original.strip()

    @property
    def asked(self) -> tuple[str, ...]:
        """The ids of those asked about."""
        return self.expecting.members

    @property
    def says_i(self) -> bool:
        """The answer has a word for the speaker: 我38."""
        return _I.search(self.words) is not None

    @property
    def own(self) -> Document | None:
        """The speaker, if the message was read as saying something of them."""
        return next((m for m in self.document["members"] if m["id"] == "self"), None)

    def has(self, key: str) -> bool:
        """Whether the message by itself says this of somebody."""
        return any(key in m for m in self.document["members"])

    def members(self) -> list[Document]:
        """Those asked about, entered in the document when they are new there."""
        return [self.member(i) for i in range(len(self.asked))]

    def put(self, key: str, value: Any) -> None:
        """State a fact of everybody asked about, with the whole answer as its source."""
        for member in self.members():
            put(member, key, value, self.said)

    def state(self, key: str, value: Any, said: str) -> None:
        """State a fact of the household."""
        self.document[key] = value
        self.document.setdefault("sources", {})[key] = said

    def hand_over(self, *keys: str) -> None:
        """Move facts without subject from the speaker to those asked about.

        Asked for the mother, 血压有点高 is hers, though it was read as the speaker's.
        """
        own = self._mistaken_for_speaker()
        if own is None:
            return
        keys = tuple(key for key in keys if key in own)
        for member in self.members():
            _copy(own, member, keys)
        for key in keys:
            own.pop(key)
            own.get("sources", {}).pop(key, None)
        if without_facts(own):
            self.document["members"].remove(own)

    def _mistaken_for_speaker(self) -> Document | None:
        """The speaker, when only they were found, unnamed, and the question is about others."""
        asks_speaker = "self" in self.asked or not self.asked
        own, members = self.own, self.document["members"]
        if asks_speaker or own is None or len(members) != 1:
            return None
        return None if _SPEAKER.search(own.get("said", "")) else own

    def member(self, i: int) -> Document:
        """The one asked about at a place, entered in the document when new there."""
        wanted = self.asked[i]
        for member in self.document["members"]:
            if member["id"] == wanted:
                found: Document = member
                return found
        relation = relation_of(self.expecting, i)
        made: Document = {"id": wanted, "relation": relation}
        if relation in _SEX:
            made["sex"] = _SEX[relation]
        self.document["members"].append(made)
        return made


Reader = Callable[[Answer], None]


def put(member: Document, key: str, value: Any, said: str) -> None:
    """State a fact of one member with the words that say so."""
    member[key] = value
    member.setdefault("said", said)
    member.setdefault("sources", {})[key] = said


def relation_of(expecting: Expectation, i: int) -> str:
    """The relation of the member asked about at a place: as given, else from the id."""
    if i < len(expecting.relations):
        return expecting.relations[i]
    return base_of(expecting.members[i]) or "self"


def base_of(member_id: str) -> str:
    """child of child_2."""
    return re.sub(r"_\d+$", "", member_id)


def without_facts(member: Document) -> bool:
    """Whether a member is only named."""
    return not set(member) - _NO_FACTS


def _copy(source: Document, target: Document, keys: Sequence[str]) -> None:
    for key in keys:
        target[key] = source[key]
        if key in source.get("sources", {}):
            target.setdefault("sources", {})[key] = source["sources"][key]
    target.setdefault("said", source.get("said", ""))
