"""The sex of each member: said, or the other one than the spouse's."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.draft import MemberDraft
from bot.language.mentions import Mention
from bot.language.people.cast import Cast, Reference
from bot.language.people.children import RELATION_BY_SEX
from bot.language.people.speaker import opposite

_FAMILY_OF_SPEAKER = ("spouse", "father_in_law", "mother_in_law")
_FAR = 12
_BESIDE = 3


def settle_sexes(cast: Cast, mentions: Sequence[Mention]) -> None:
    """First what was said, then what follows from the couple."""
    _said(cast, mentions)
    draft = cast.draft
    me = draft.self
    spouse = draft.find("spouse")
    sex = cast.sex_of_speaker
    if sex is None and spouse is not None and spouse.sex:
        sex = opposite(spouse.sex)
    if sex and me is None and any(m.relation in _FAMILY_OF_SPEAKER for m in draft.members):
        me = draft.get("self")
    if me is not None and me.sex is None and sex:
        me.sex = sex
        me.guess("sex")
    if me is not None and me.sex and spouse is not None and spouse.sex is None:
        spouse.sex = opposite(me.sex)
        spouse.guess("sex")


def _said(cast: Cast, mentions: Sequence[Mention]) -> None:
    """我32男, 27，女: a sex word belongs to the person before it, else to the speaker."""
    for mention in mentions:
        member = _owner(cast, mention) if mention.kind == "sex" else None
        if member is not None and (member.sex is None or "sex" in member.inferred):
            member.sex = mention.data
            member.sure("sex")
            if member.relation == "child":
                member.relation = RELATION_BY_SEX[mention.data]


def _owner(cast: Cast, mention: Mention) -> MemberDraft | None:
    """The one person just before a sex word; None when a known sex stands beside it."""
    last = _person_before(cast.references, mention.start)
    if last is None:
        return cast.draft.get("self")
    gap = mention.start - last.end
    if len(last.members) == 1 and last.members[0].sex is None and gap <= _FAR:
        return last.members[0]
    return None if gap <= _BESIDE else cast.draft.get("self")


def _person_before(references: Sequence[Reference], start: int) -> Reference | None:
    before = [r for r in references if r.end <= start and r.members and not r.speaker]
    return before[-1] if before else None
