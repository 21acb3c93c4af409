"""Whose pay an amount is: a person's, or the household's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.clauses import SENTENCE_END, before
from bot.language.cues import cues
from bot.language.draft import MemberDraft
from bot.language.link_money.state import AMOUNT_KINDS, Figure, Money
from bot.language.link_money.words import HOUSEHOLD
from bot.language.people import Reference

_EACH = re.compile(cues("each"))
_APIECE = re.compile(cues("apiece"))
_ONE_EARNER = re.compile(rf"{cues('earners')}(?:一个人)?{cues('earner_periods')}")
_COLLECTIVE = re.compile(cues("collective_income"))
_PERSONAL = re.compile(cues("personal_income"))
_INCOME = re.compile(rf"{cues('income')}|{cues('earner_periods')}")
_IS = re.compile(r"(?:一个人)?(?:就|算|也|又|还)?(?:是|是个|作为|属于|算)?(?:整个|全|撑着|养着)?")
_COUPLE = frozenset({"self", "spouse"})
_PARTNERS = frozenset({"spouse", "partner"})
_WITH = re.compile(rf"我{cues('joins_persons')}$")
_LENT_BEFORE = re.compile(rf"{cues('lent_by')}(?:我|了|了我)?$")
_ELDERS = frozenset(
    {"father", "mother", "father_in_law", "mother_in_law", "grandfather", "grandmother"}
)
# Facts that keep the talk with one person between their mention and an amount.
_PERSONAL_FACTS: tuple[str, ...] = ("occupation", "social_insurance", "condition")
_OLD = 65
_PENSION = re.compile(cues("pensions"))
RETIRED = "退休"


def earners_of(money: Money, figure: Figure) -> list[MemberDraft]:
    """The earners of an amount; none when it is the household's."""
    if _after_creditor(money, figure):
        return [money.draft.get("self")]
    if _is_households(money, figure):
        return []
    inside = _persons(money, figure.clause_start, figure.start)
    if inside and inside[-1].speaker:
        return list(inside[-1].members)
    if inside and not _all_children(inside[-1]):
        members = money.owners(figure.start, figure.mention.end, adult=True)
        shared = (_is_couple(members) or _both_act(money, inside[-1])) and not _EACH.search(
            figure.near
        )
        return [] if shared else members
    if _is_collective(money, figure) or _both_act_before(money, figure):
        return []
    return money.owners(figure.start, figure.mention.end, adult=True)


def _after_creditor(money: Money, figure: Figure) -> bool:
    """欠了我姐五万，月薪六千: the one who lent earns nothing here."""
    named = [r for r in money.references if r.members and r.end <= figure.start]
    if not named or named[-1].speaker or named[-1].start >= figure.clause_start:
        return False
    last = named[-1]
    return _LENT_BEFORE.search(before(money.text, last.start, 4)) is not None


def _both_act(money: Money, reference: Reference) -> bool:
    """我跟媳妇开店: the speaker and the spouse as one subject."""
    spouse = len(reference.members) == 1 and reference.members[0].relation in _PARTNERS
    return spouse and _WITH.search(before(money.text, reference.start, 2)) is not None


def _both_act_before(money: Money, figure: Figure) -> bool:
    named = [r for r in money.references if r.members and r.end <= figure.start]
    if not named or _EACH.search(figure.near):
        return False
    in_sentence = SENTENCE_END.search(money.text[named[-1].end : figure.start]) is None
    return in_sentence and _both_act(money, named[-1])


def names_earner(money: Money, figure: Figure) -> bool:
    """The clause of an amount names a grown person."""
    inside = _persons(money, figure.clause_start, figure.start)
    return any(not _all_children(r) for r in inside)


def names_children(money: Money, figure: Figure) -> bool:
    """孩子上幼儿园一个月两千五: only children are named in the clause."""
    inside = _persons(money, figure.clause_start, figure.start)
    return bool(inside) and all(_all_children(r) for r in inside)


def of_elders(money: Money, figure: Figure) -> bool:
    """公婆退休金加一起八千: what the elders have together is not the household's."""
    inside = _persons(money, figure.clause_start, figure.start)
    return bool(inside) and all(m.relation in _ELDERS for m in inside[-1].members)


def _past_earning(money: Money, owner: MemberDraft, figure: Figure) -> bool:
    """我在工地，…俺爹72中风过，一年挣个七八万: in a clause of its own, pay is no old parent's."""
    me = money.draft.self
    if owner.relation not in _ELDERS or me is None or "occupation" not in me.facts:
        return False
    old = owner.age is not None and owner.age.known and owner.age.min >= _OLD
    if not old or "occupation" in owner.facts or _PENSION.search(figure.near):
        return False
    return not _persons(money, figure.clause_start, figure.start)


def working(money: Money, owners: list[MemberDraft], figure: Figure) -> list[MemberDraft]:
    """Pay belongs to the one who works: 老婆没工作，月薪一万八 is the speaker's."""
    if len(owners) != 1:
        return owners
    owner = owners[0]
    if _past_earning(money, owner, figure):
        return [money.draft.get("self")]
    if owner.facts.get("earning") is not False:
        return owners
    if owner.facts.get("occupation") == RETIRED or owner.relation not in _COUPLE:
        return owners
    return [money.draft.get("spouse" if owner.relation == "self" else "self")]


def _is_households(money: Money, figure: Figure) -> bool:
    """全家一年30万; not 家里老公一年30万."""
    ends = [r.end for r in _persons(money, 0, figure.start) if r.end <= figure.start]
    since = max([0, *(end - figure.clause_start for end in ends)])
    home = any(m.end() >= since for m in HOUSEHOLD.finditer(figure.near))
    if _APIECE.search(figure.near):
        return False
    return home and _ONE_EARNER.search(figure.near) is None


def _is_collective(money: Money, figure: Figure) -> bool:
    """No earner in the clause: 我36老公38，年收入50万 is what both have."""
    anyone = [r for r in money.references if r.end <= figure.start]
    if anyone and anyone[-1].household and not _in_role(money, anyone):
        return True
    nobody = not any(r.members for r in money.references)
    if nobody and "members_count" in money.draft.facts and _COLLECTIVE.search(figure.near):
        return True
    before = [r for r in anyone if r.members]
    adults = [r for r in before if not _all_children(r) and not r.speaker]
    if adults and _is_couple(adults[-1].members):
        return True
    if not _COLLECTIVE.search(figure.near) or _PERSONAL.search(figure.near):
        return False
    last = before[-1] if before else None
    if last is not None and all(m.is_child or m.relation in _ELDERS for m in last.members):
        return True
    couple = money.draft.find("spouse") is not None and money.draft.find("self") is not None
    if _each_told(money, figure):
        return False
    return couple and _only_age_since(money, last, figure)


def _in_role(money: Money, named: Sequence[Reference]) -> bool:
    """我是家里顶梁柱: what the speaker is at home; the household has no say."""
    if len(named) < 2 or named[-2].word.form != "self":
        return False
    return _IS.fullmatch(money.text[named[-2].end : named[-1].start]) is not None


def _each_told(money: Money, figure: Figure) -> bool:
    """我38，年入三十万，媳妇37一年十二万: the pay of both is told, each after its owner."""
    mine = _earner_before(money, figure.start)
    others = [m for m in money.mentions if m.kind in AMOUNT_KINDS and m is not figure.mention]
    paid = [m for m in others if _INCOME.search(money.figure(m).near)]
    theirs = [_earner_before(money, m.start) for m in paid]
    return mine is not None and any(t is not None and t is not mine for t in theirs)


def _earner_before(money: Money, place: int) -> MemberDraft | None:
    """The one of the couple who is named last before a place."""
    named = [r.members[0] for r in money.references if len(r.members) == 1 and r.end <= place]
    couple = [m for m in named if m.relation in _COUPLE]
    return couple[-1] if couple else None


def _only_age_since(money: Money, last: Reference | None, figure: Figure) -> bool:
    """No job or illness of the person last named stands before the amount."""
    start = money.text[: figure.start].rfind(",") + 1
    kinds = _PERSONAL_FACTS[:1]
    if last is not None:
        start, kinds = last.end, _PERSONAL_FACTS
    return not any(m.kind in kinds and start <= m.start < figure.start for m in money.mentions)


def _persons(money: Money, start: int, end: int) -> list[Reference]:
    return [r for r in money.references if r.members and start <= r.start < end]


def _all_children(reference: Reference) -> bool:
    return all(m.is_minor for m in reference.members)


def _is_couple(members: Sequence[MemberDraft]) -> bool:
    return len(members) == 2 and {m.relation for m in members} == _COUPLE
