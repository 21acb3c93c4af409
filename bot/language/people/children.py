"""Children: which of those named so far a word means, or a new one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.language.cues import cue_words, cues, repeatable
from bot.language.draft import CHILDREN, MemberDraft
from bot.language.numerals import parse_number
from bot.language.people.cast import Cast, Naming, Reference

RELATION_BY_SEX = {"male": "son", "female": "daughter"}
_MORE = re.compile(rf"{cues('another_child')}$")
_IS = cue_words("child_is")
_AGED = re.compile(
    r"^(?:今年|刚|才)?(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:岁|个月)?(?:半|多)?(?:的|,?也?是个?)?,?$"
)
_YOUNGEST = -1
_SLIP = re.compile(
    rf"{cues('age_retractions', 'age_swaps')}"
    r"|[,。;!?\s][诶哎呃啊哦噢额唉]?(?:不对|不是(?=[,。;!?\s])|错了)"
)
_COUNT = re.compile(
    rf"^{repeatable('children_are')}*(?:(?:是|有|共)(?P<n>[两俩二三四2-4])个?(?![\d岁月年万千百点])"
    r"|(?P<m>[两俩二三四2-4])个(?=[,。;]|$))"
)


@dataclass(frozen=True)
class ChildWord:
    """A word for one child. `another`: it says that there is one more."""

    relation: str
    sex: str | None
    aged: bool
    another: bool


def child(cast: Cast, naming: Naming, relation: str, sex: str | None) -> list[MemberDraft]:
    """儿子, 孩子, 还有一个女儿: the first rule that knows whom it means; else a new child."""
    another = _one_more(cast, naming)
    again = _said_again(cast, naming, relation)
    word = ChildWord(relation, sex, naming.aged and not again, another)
    equated = _equated(cast, naming, word)
    if equated is not None:
        return [equated]
    for rule in () if another else _CHILD_RULES:
        found = rule(cast, word)
        if found is not None:
            return found
    member = cast.draft.add(relation, sex)
    if naming.aged:
        cast.set_aged(member)
    return [member]


def _said_again(cast: Cast, naming: Naming, relation: str) -> bool:
    """儿子三岁，打反了，儿子五岁: after a slip the same child is named once more."""
    named = (r for r in reversed(cast.references) if any(m.relation == relation for m in r.members))
    last = next(named, None)
    return last is not None and _SLIP.search(cast.text, last.end, naming.start) is not None


def _one_more(cast: Cast, naming: Naming) -> bool:
    """还有一个女儿, 又生了个小的: one more than those named."""
    counted = naming.text[naming.start : naming.start + 2] if naming.word.count == 1 else ""
    said = naming.before(6) + counted.rstrip("个名")
    return bool(cast.draft.children) and bool(_MORE.search(naming.before(6)) or _MORE.search(said))


def _equated(cast: Cast, naming: Naming, word: ChildWord) -> MemberDraft | None:
    """孩子是儿子, 孩子13岁男孩: one child."""
    last = cast.last
    if word.relation == "child" or last is None or len(last.members) != 1:
        return None
    general = last.members[0]
    gap = cast.gap(naming)
    apposed = _AGED.match(gap) and not naming.age_after
    apposed = apposed or (not gap and last.word.form == "ordinal")
    if (gap not in _IS and not apposed) or general.relation not in ("child", word.relation):
        return None
    return _narrow(general, word)


def _all_named(cast: Cast, word: ChildWord) -> list[MemberDraft] | None:
    """孩子 after the children were named means them; 娃12娃6 are two."""
    children = cast.draft.children
    fresh = word.aged and any(map(cast.is_aged, children))
    return list(children) if word.relation == "child" and children and not fresh else None


def _the_only_one(cast: Cast, word: ChildWord) -> list[MemberDraft] | None:
    """儿子 when one son was named, unless both mentions bring an age."""
    same = [c for c in cast.draft.children if c.relation == word.relation]
    if word.relation == "child" or len(same) != 1 or (word.aged and cast.is_aged(same[0])):
        return None
    return same


def _several_of_kind(cast: Cast, word: ChildWord) -> list[MemberDraft] | None:
    """两个儿子，儿子一个十岁一个七岁 are those two; 两个女儿，女儿5岁 is the next without age."""
    same = [c for c in cast.draft.children if c.relation == word.relation]
    fresh = [c for c in same if not cast.is_aged(c)]
    if word.relation == "child" or len(same) < 2 or not fresh:
        return None
    if word.aged:
        cast.set_aged(fresh[0])
        return fresh[:1]
    return same


def _narrowed(cast: Cast, word: ChildWord) -> list[MemberDraft] | None:
    """两个孩子，女儿8岁: a child named only as such turns out to be a daughter."""
    children = cast.draft.children
    general = [c for c in children if c.relation == "child"]
    if word.relation == "child" or not general:
        return None
    if not any(map(cast.is_aged, general)):
        if word.aged:
            cast.set_aged(general[0])
        return [_narrow(general[0], word)]
    return [_narrow(general[0], word)] if len(children) > 1 or not word.aged else None


_CHILD_RULES: tuple[Callable[[Cast, ChildWord], list[MemberDraft] | None], ...] = (
    _all_named,
    _the_only_one,
    _several_of_kind,
    _narrowed,
)


def _narrow(general: MemberDraft, word: ChildWord) -> MemberDraft:
    general.relation, general.sex = word.relation, word.sex
    return general


def counted_children(cast: Cast, naming: Naming) -> list[MemberDraft]:
    """两个孩子, 一儿一女: those named, made precise, and new ones up to the number."""
    word = naming.word
    relation = word.targets[0][0]
    if relation not in CHILDREN or (len(word.targets) == 1 and _one_more(cast, naming)):
        return [cast.draft.add(r, s) for r, s in word.targets]
    children = cast.draft.children
    fitting = [c for c in children if relation in ("child", c.relation)]
    if fitting and len(fitting) == len(word.targets):
        return fitting
    if sorted(c.relation for c in children) == sorted(r for r, _sex in word.targets):
        return list(children)
    general = [c for c in children if c.relation == "child" and not c.sex]
    made = []
    for target, sex in word.targets:
        if general and target != "child":
            member = general.pop(0)
            member.relation, member.sex = target, sex
        elif general and len(word.targets) > len(children) > 0:
            member = general.pop(0)
        else:
            member = cast.draft.add(target, sex)
        made.append(member)
    return made


def ordinal_child(cast: Cast, naming: Naming) -> MemberDraft:
    """老大, 二女儿, 小的: by place among the children, unless the sex says another."""
    word = naming.word
    if _one_more(cast, naming):
        return cast.draft.add(RELATION_BY_SEX.get(word.sex or "", "child"), word.sex)
    index = word.index or 0
    found = _same_ordinal(cast, index) or _at_place(cast, index)
    if found is not None and word.sex and found.sex and found.sex != word.sex:
        fitting = [c for c in cast.draft.children if c.sex in (None, word.sex)]
        found = fitting[0] if fitting else None
    if found is None:
        return cast.draft.add(RELATION_BY_SEX.get(word.sex or "", "child"), word.sex)
    if word.sex and found.relation == "child":
        found.relation, found.sex = RELATION_BY_SEX[word.sex], word.sex
    return found


def _same_ordinal(cast: Cast, index: int) -> MemberDraft | None:
    """老大…老大…: one child."""
    same = [r for r in _ordinals(cast) if r.word.index == index]
    return same[-1].members[0] if same else None


def _at_place(cast: Cast, index: int) -> MemberDraft | None:
    """The child at a place that no other ordinal names."""
    children = cast.draft.children
    if not children or (index != _YOUNGEST and index >= len(children)):
        return None
    taken = [m for r in _ordinals(cast) for m in r.members]
    return None if any(children[index] is m for m in taken) else children[index]


def _ordinals(cast: Cast) -> list[Reference]:
    return [r for r in cast.references if r.word.form == "ordinal"]


def sibling_of_children(cast: Cast, naming: Naming, sex: str | None) -> MemberDraft | None:
    """姐姐8岁弟弟3岁, said of one's children."""
    relation = "son" if sex == "male" else "daughter"
    for member in cast.draft.children:
        if member.sex == sex and not (naming.aged and cast.is_aged(member)):
            return member
    for member in cast.draft.children:
        if member.sex is None:
            member.relation, member.sex = relation, sex
            return member
    return None


def count_children(cast: Cast) -> None:
    """孩子是两个: the number follows the word."""
    for reference in cast.references:
        match = _COUNT.match(cast.text[reference.end :])
        if match is None or not reference.members or not all(m.is_child for m in reference.members):
            continue
        number = parse_number(match["n"] or match["m"])
        named = cast.draft.children
        if not isinstance(number, int):
            continue
        if len(reference.members) < number == len(named):
            reference.members = list(named)
        while len(reference.members) < number:
            first = reference.members[0]
            reference.members = [*reference.members, cast.draft.add(first.relation, first.sex)]
