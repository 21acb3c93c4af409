"""Facts told of the wrong person and taken back: 不是我妈是我婆婆."""

from __future__ import annotations

import itertools
import re

from bot.language.clauses import before
from bot.language.cues import cues
from bot.language.link_facts.records import condition_of, deny
from bot.language.link_facts.state import Facts
from bot.language.people import Reference

_NOT = re.compile(rf"{cues('not_this_one')}$")
_BUT = re.compile(rf"(?:的|,|\s)*{cues('but_that_one')}")


def move_corrected(facts: Facts) -> None:
    """我妈有糖尿病，不是我妈是我婆婆: what was told before moves to the right person."""
    people = [r for r in facts.references if r.members]
    for wrong, right in itertools.pairwise(people):
        said = _NOT.search(before(facts.text, wrong.start, 6))
        if said and _BUT.fullmatch(facts.text[wrong.end : right.start]):
            _move(facts, wrong, right)


def _move(facts: Facts, wrong: Reference, right: Reference) -> None:
    """The condition told last of one person becomes the other's."""
    old, new = wrong.members[0], right.members[0]
    told = [p for p in facts.places if p.owner is old and p.end <= wrong.start]
    if not told or old is new:
        return
    condition = told[-1].condition
    old.conditions = [c for c in old.conditions if c is not condition]
    if condition_of(new, condition["code"]) is None:
        new.conditions.append(condition)


def deny_corrected(facts: Facts) -> None:
    """不是我妈是我婆婆有高血压, of what an earlier message said: the first has it no more."""
    people = [r for r in facts.references if r.members]
    for wrong, right in itertools.pairwise(people):
        said = _NOT.search(before(facts.text, wrong.start, 6))
        if not (said and _BUT.fullmatch(facts.text[wrong.end : right.start])):
            continue
        told = [p for p in facts.places if p.owner in right.members and p.start >= right.end]
        for member in wrong.members:
            for place in told:
                deny(member, place.condition["code"])
