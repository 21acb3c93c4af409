"""Composes relations: the mother of the speaker's husband is the mother-in-law."""

from __future__ import annotations

from collections.abc import Mapping

from bot.language.draft import CHILDREN, MemberDraft

_SPOUSE = {
    "father": "father_in_law", "mother": "mother_in_law",
    "son": "son", "daughter": "daughter", "child": "child",
}  # fmt: skip
_PARENT = {
    "father": "grandfather", "mother": "grandmother", "brother": "uncle", "sister": "aunt",
}  # fmt: skip
_SIBLING = {"son": "nephew", "daughter": "niece", "child": "nephew"}
_GRANDCHILD = {"son": "grandson", "daughter": "granddaughter", "child": "grandchild"}
# The relation to an owner's relative, by the owner's relation; what is missing is "other".
_OF: Mapping[str, Mapping[str, str]] = {
    "spouse": _SPOUSE,
    "partner": _SPOUSE,
    "father": {**_PARENT, "spouse": "mother"},
    "mother": {**_PARENT, "spouse": "father"},
    "father_in_law": {"mother": "mother_in_law"},  # 老公他爸…他妈: the same 他
    "brother": _SIBLING,
    "sister": _SIBLING,
    "sibling": _SIBLING,
    "cousin": _SIBLING,
    "daughter_in_law": _GRANDCHILD,
    "son_in_law": _GRANDCHILD,
}
# 姐姐家的外甥, 儿子家的孙子: the word already tells what they are to the speaker.
_ALREADY_SEEN_FROM_HERE = {
    **dict.fromkeys(("brother", "sister", "sibling", "other"), ("nephew", "niece")),
    **dict.fromkeys(("uncle", "aunt"), ("cousin",)),
    **dict.fromkeys(CHILDREN, tuple(_GRANDCHILD.values())),
}
_GUESS_OF_CHILD = {"uncle": "brother", "aunt": "sister", "brother": "son", "sister": "daughter"}
_OWN_SIDE = {"male": "paternal", "female": "maternal"}


def compose(
    owner: MemberDraft, relation: str, side: str | None, sex_of_self: str | None
) -> tuple[str, bool]:
    """The speaker's relation to the relation of someone, and whether it is a guess."""
    of = owner.relation
    if of == "self":
        return relation, False
    if relation in _ALREADY_SEEN_FROM_HERE.get(of, ()):
        return relation, False
    if of in CHILDREN:
        return _of_child(owner, relation, side, sex_of_self)
    if of in _GRANDCHILD.values():
        return _of_grandchild(owner, relation, side)
    if of == "other" and relation in CHILDREN:
        return _SIBLING[relation], True
    nephew_or_niece = relation == "child" and of in ("brother", "sister", "sibling")
    return _OF.get(of, {}).get(relation, "other"), nephew_or_niece


def _of_grandchild(grandchild: MemberDraft, relation: str, side: str | None) -> tuple[str, bool]:
    """孙子他妈: the daughter-in-law; 外孙他妈: the daughter."""
    by_daughter = grandchild.side == "maternal"
    if relation == "father":
        return ("son_in_law" if by_daughter else "son"), grandchild.side is None
    if relation == "mother":
        return ("daughter" if by_daughter else "daughter_in_law"), grandchild.side is None
    if relation in ("grandfather", "grandmother") and side == (grandchild.side or "paternal"):
        return "spouse", True
    return "other", True


def _of_child(
    child: MemberDraft, relation: str, side: str | None, sex_of_self: str | None
) -> tuple[str, bool]:
    """女儿的老公, 孩子奶奶: the speaker is the parent."""
    if relation == "spouse":
        return ("daughter_in_law" if child.sex == "male" else "son_in_law"), child.sex is None
    if relation in CHILDREN:
        return _GRANDCHILD[relation], False
    if relation in ("grandfather", "grandmother"):
        return _grandparent(relation, side, sex_of_self)
    if relation in ("father", "mother"):
        return "spouse", False
    return _GUESS_OF_CHILD.get(relation, "other"), True


def _grandparent(relation: str, side: str | None, sex_of_self: str | None) -> tuple[str, bool]:
    """孩子奶奶: the father's mother, so the speaker's own mother or mother-in-law."""
    parent = "father" if relation == "grandfather" else "mother"
    own = _OWN_SIDE.get(sex_of_self or "")
    if own is None:
        return parent, True
    return (parent if side == own else f"{parent}_in_law"), False
