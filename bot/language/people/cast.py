"""The people read so far, and one person mention with what stands beside it."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.language.draft import HouseholdDraft, MemberDraft
from bot.language.mentions import Mention, PersonWord


@dataclass
class Reference:
    """A person mention with the members it stands for. `comparator`: named only to compare."""

    mention: Mention
    members: list[MemberDraft]
    word: PersonWord
    speaker: bool = False
    comparator: bool = False
    household: bool = False

    @property
    def start(self) -> int:
        return self.mention.start

    @property
    def end(self) -> int:
        return self.mention.end


@dataclass(frozen=True)
class Naming:
    """A person mention in its place. `aged`: an age stands beside it, before or after."""

    text: str
    mention: Mention
    previous: Mention | None = None
    age_before: bool = False
    age_after: bool = False

    @property
    def word(self) -> PersonWord:
        word: PersonWord = self.mention.data
        return word

    @property
    def start(self) -> int:
        return self.mention.start

    @property
    def aged(self) -> bool:
        return self.age_before or self.age_after

    @property
    def after(self) -> str:
        return self.text[self.mention.end :]

    def before(self, width: int) -> str:
        return self.text[max(0, self.start - width) : self.start]

    def reference(self, members: list[MemberDraft], *, speaker: bool = False) -> Reference:
        return Reference(self.mention, members, self.word, speaker=speaker)


@dataclass
class Cast:
    """Everybody resolved so far.

    `aged` holds the children that already brought an age; `shared_owner` is the child whose
    grandparents are being listed; `chain_owner` the owner of the last chain (老公他爸, 他妈).
    `siblings` are the speaker's that nobody named yet (俺弟兄仨), `sibling_kind` what 老二 is
    among them and `sibling_places` who is who. `phrases`: whom 她妈 and the like stood for.
    """

    text: str
    draft: HouseholdDraft
    sex_of_speaker: str | None = None
    references: list[Reference] = field(default_factory=list)
    shared_owner: MemberDraft | None = None
    chain_owner: MemberDraft | None = None
    siblings: list[MemberDraft] = field(default_factory=list)
    sibling_kind: tuple[str, str | None] | None = None
    sibling_places: dict[int, MemberDraft] = field(default_factory=dict)
    phrases: dict[str, list[MemberDraft]] = field(default_factory=dict)
    _aged: set[int] = field(default_factory=set)

    @property
    def last(self) -> Reference | None:
        return self.references[-1] if self.references else None

    def gap(self, naming: Naming) -> str:
        """The text between the last reference and a mention."""
        return self.text[self.references[-1].end : naming.start] if self.references else ""

    def names(self, member: MemberDraft) -> bool:
        return any(member in r.members for r in self.references)

    def set_aged(self, child: MemberDraft) -> None:
        self._aged.add(id(child))

    def is_aged(self, child: MemberDraft) -> bool:
        return id(child) in self._aged
