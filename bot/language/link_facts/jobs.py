"""Jobs, with the occupation class that the word states."""

from __future__ import annotations

import re
from typing import Any

from bot.language.clauses import CLAUSE_END
from bot.language.cues import cues
from bot.language.draft import MemberDraft
from bot.language.link_facts.owners import owners_of
from bot.language.link_facts.state import Facts
from bot.language.mentions import Mention

_NOT_THIS = re.compile(rf"{cues('not_this_job')}$")
_CHILD_JOB = re.compile(cues("child_jobs"))
_FEMALE_JOB = re.compile(cues("female_jobs"))
WORKING_AGE = 16


def read_occupation(facts: Facts, mention: Mention) -> None:
    """老公是司机; not 以前是司机. The riskier of two jobs stays."""
    word, entry = mention.data
    if _NOT_THIS.search(facts.before(mention, 4)):
        return
    adult = not _CHILD_JOB.fullmatch(word) and not _of_grown_child(facts, mention)
    owners = owners_of(facts, mention.start, mention.end, adult=adult)
    for member in owners:
        if member.facts.get("occupation_class", 0) <= entry.get("class", 0):
            _give(member, word, entry, facts.said(mention))
    facts.owned.append((mention, owners))


def _give(member: MemberDraft, word: str, entry: dict[str, Any], said: str) -> None:
    member.facts["occupation"] = entry.get("name") or said
    if entry.get("class"):
        member.facts["occupation_class"] = entry["class"]
    if _FEMALE_JOB.search(word) and member.sex is None:
        member.sex = "female"
    if "earning" in entry:
        member.facts["earning"] = entry["earning"]
    member.sources["occupation"] = said


def _of_grown_child(facts: Facts, mention: Mention) -> bool:
    """儿子20当兵: a child of working age, named in the same clause, has the job."""
    owners = owners_of(facts, mention.start, mention.end)
    near = facts.persons_before(mention.start)
    if len(owners) != 1 or not near:
        return False
    if CLAUSE_END.search(facts.text[near[-1].end : mention.start]):
        return False
    age = owners[0].age
    return owners[0].is_child and age is not None and age.known and age.min >= WORKING_AGE
