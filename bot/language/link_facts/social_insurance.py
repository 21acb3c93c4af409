"""Social insurance: the scheme that each person is in."""

from __future__ import annotations

import re

from bot.language.clauses import last_clause
from bot.language.cues import cues
from bot.language.draft import MemberDraft
from bot.language.link_facts.owners import owners_of
from bot.language.link_facts.state import Facts
from bot.language.mentions import Mention

_DENIED = re.compile(rf"{cues('scheme_denials')}$")
_ASKED = re.compile(cues("scheme_questions"))
_PAY = re.compile(cues("pay"))


def read_social_insurance(facts: Facts, mention: Mention) -> None:
    """老婆有新农合."""
    owners = _all_have(facts, mention) or owners_of(
        facts, mention.start, mention.end, adult=_after_pay(facts, mention)
    )
    if _is_question(facts, mention):
        return
    scheme = _scheme(facts, mention)
    for member in owners:
        if scheme is not None:
            _give(member, scheme, facts.said(mention), alone=len(owners) == 1)
    facts.owned.append((mention, owners))


def _all_have(facts: Facts, mention: Mention) -> list[MemberDraft]:
    """…,职工医保都有: a clause of its own about everybody named so far."""
    if last_clause(facts.text[: mention.start]) or not facts.after(mention, 1).startswith("都"):
        return []
    named = [m for r in facts.persons_before(mention.start) for m in r.members]
    return [m for m in {id(m): m for m in named}.values() if not m.is_child]


def _scheme(facts: Facts, mention: Mention) -> str | None:
    """没有居民医保 is none at all; 没有职工医保 leaves open which other one."""
    scheme: str = mention.data["value"]
    denied = _DENIED.search(facts.before(mention, 3)) is not None
    if denied and scheme == "employee":
        return None
    return "none" if denied and scheme in ("resident", "rural") else scheme


def _give(member: MemberDraft, scheme: str, said: str, *, alone: bool) -> None:
    """有社保, of unknown kind, is a guess: the employees', a child the residents'."""
    if scheme == "unknown":
        scheme = "resident" if member.is_child else "employee"
        member.guess("social_insurance")
    if scheme == "employee" and member.is_child and not alone:
        return
    member.facts["social_insurance"] = scheme
    member.sources["social_insurance"] = said


def _after_pay(facts: Facts, mention: Mention) -> bool:
    """带个女儿，月入8000，没有社保: what follows the pay is the earner's."""
    return bool(_PAY.search(last_clause(facts.text[: mention.start].rstrip(","))))


def _is_question(facts: Facts, mention: Mention) -> bool:
    """有社保还需要买吗, in a message about nobody."""
    asked = _ASKED.match(facts.after(mention, 6)) is not None
    return asked and not any(r.members and not r.speaker for r in facts.references)
