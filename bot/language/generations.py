"""The generation of each relation, counted from the speaker: parents 1, children -1."""

from __future__ import annotations

from bot.language.draft import MemberDraft

_RELATIONS = {
    2: ("grandfather", "grandmother"),
    1: ("father", "mother", "father_in_law", "mother_in_law", "uncle", "aunt"),
    0: ("self", "spouse", "partner", "brother", "sister", "sibling", "cousin"),
    -1: (
        "son", "daughter", "child", "nephew", "niece", "son_in_law", "daughter_in_law",
    ),
    -2: ("grandson", "granddaughter", "grandchild"),
}  # fmt: skip
_GENERATION = {relation: n for n, relations in _RELATIONS.items() for relation in relations}


def generation(member: MemberDraft) -> int | None:
    """The generation of a member; None when the relation does not tell."""
    return _GENERATION.get(member.relation)
