"""Walks the facts of a message from left to right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.language.draft import HouseholdDraft, MemberDraft
from bot.language.link_facts.attributes import add_attributes
from bot.language.link_facts.conditions import read_condition
from bot.language.link_facts.corrected import deny_corrected, move_corrected
from bot.language.link_facts.explained import drop_explained
from bot.language.link_facts.jobs import read_occupation
from bot.language.link_facts.measured import place_left, read_measure
from bot.language.link_facts.owners import owners_of
from bot.language.link_facts.social_insurance import read_social_insurance
from bot.language.link_facts.state import Facts
from bot.language.link_facts.topics import read_grades, read_same, read_topics
from bot.language.mentions import Mention
from bot.language.normalise import Normalised
from bot.language.people import Reference

# What is done with a mention, by its kind.
READERS: dict[str, Callable[[Facts, Mention], None]] = {
    "condition": read_condition,
    "measure": read_measure,
    "occupation": read_occupation,
    "social_insurance": read_social_insurance,
}
# What is done once all mentions are read, in this order.
FINISHERS: tuple[Callable[[Facts], None], ...] = (
    read_topics,
    read_grades,
    read_same,
    move_corrected,
    deny_corrected,
    place_left,
    drop_explained,
    add_attributes,
)


class FactLinker:
    """Reads the facts of a message; afterwards `owned` says which mention is whose."""

    def __init__(
        self,
        text: str,
        original: Normalised,
        draft: HouseholdDraft,
        references: Sequence[Reference],
        mentions: Sequence[Mention],
    ) -> None:
        people = [r for r in references if not r.comparator]
        self._facts = Facts(text, original, draft, people, mentions)

    def read(self) -> None:
        for mention in self._facts.mentions:
            reader = READERS.get(mention.kind)
            if reader is not None and not self._facts.of_outsider(mention.start):
                reader(self._facts, mention)
        for finish in FINISHERS:
            finish(self._facts)

    @property
    def owned(self) -> list[tuple[Mention, list[MemberDraft]]]:
        return self._facts.owned

    def owners(self, start: int, end: int, *, adult: bool = False) -> list[MemberDraft]:
        """Whose fact stands at a place of the text."""
        return owners_of(self._facts, start, end, adult=adult)
