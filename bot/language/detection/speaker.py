"""The speaker in a role of their own (我是宝妈, 单亲妈妈), and words of 我, 我家, 家里."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.language.cues import alternation, cue_pairs, cue_words, cues, repeatable
from bot.language.detection.board import Board
from bot.language.detection.finders import kin_words
from bot.language.detection.limits import Candidate, may_be_person
from bot.language.mentions import Mention, PersonWord
from bot.language.triggers import openings

_ROLES = cue_pairs("roles")
_PARENTS = cue_pairs("parent_roles")
_CARERS = cue_pairs("carer_roles")
_PLAIN_SELVES = cue_pairs("plain_selves")
_YOUNG_SELVES = cue_pairs("young_selves")
_BY_WORD = {**_PLAIN_SELVES, **_YOUNG_SELVES}
_SELF_PARENTS = cue_pairs("self_parent_words")
_ALL = cue_words("speaks_for_all")
_ROLE = re.compile(
    rf"(?:(?:我|俺)(?:这个)?{cues('role_frame')}|(?:^|[,。;\s])(?:作为|身为)){repeatable('role_fillers')}*"
    r"(?P<w>[\u4e00-\u9fff]{1,3}?)(?:的|一枚)?(?=[,。\s!?;]|能|想|今年|\d|$|可以|给|也|,)"
)
_PLAIN = re.compile(
    rf"(?:我|俺)(?:就|就是|是)?(?:一个|一|个)(?:人)?(?:{cues('plain_kinds')}?(?P<w>{alternation(_PLAIN_SELVES)})|{cues('plain_kinds')}的?(?P<v>{alternation(_YOUNG_SELVES)}))(?!儿|孩)"
)
_KINDS = cue_pairs("one_of_a_kind")
_ONE_OF_A_KIND = re.compile(
    rf"(?:^|[,。;我俺])[^,。;家有剩还]{{0,6}}?(?P<w>{alternation(_KINDS)})(?=一[个枚名](?:[,。;!?\s]|$))"
)
_PARENTHOOD = re.compile(
    rf"(?:我是?)?(?:一名|一个|一枚|个)?{cues('parent_kinds')}(?:的)?(?P<w>{alternation(_PARENTS)})"
)
_CARER = re.compile(
    rf"{cues('raises')}(?:着)?[一两俩二三]个?{cues('cared_for')}的"
    rf"(?P<w>{alternation(_CARERS)})(?=[,。\s]|$)"
)
_SELF = re.compile(
    rf"(?<!自)(?!偶[尔发有然])(?P<own>{cues('first_person')}(?:自己|本人)?(?P<home>{cues('home')})?"
    rf"(?P<link>{cues('own_link')})?)"
    rf"|本人|自己(?!的?{cues('own_things')})"
    rf"|(?<!养)(?<!养活)全家人?|家里(?!人|老人|的?老)|{cues('whole_household')}"
)
SELF_OPENINGS = openings(_SELF)


def own_role(board: Board) -> Iterator[Mention]:
    """我是宝妈, 我这个当奶奶的: the speaker's own role, no other person."""
    for match in _ROLE.finditer(board.text):
        sex = _ROLES.get(match["w"])
        if sex is not None:
            yield Mention(*match.span(), "person", PersonWord("self", sex=sex, word=match[0]))


def plain_self(board: Board) -> Iterator[Mention]:
    """我一个女的带俩娃: the speaker's sex, and nobody else."""
    for match in _PLAIN.finditer(board.text):
        word = PersonWord("self", sex=_BY_WORD[match["w"] or match["v"]], word=match[0])
        yield Mention(*match.span(), "person", word)


def self_in_apposition(board: Board) -> Iterator[Mention]:
    """我50岁老头一个: the speaker's own kind, no father."""
    for match in _ONE_OF_A_KIND.finditer(board.text):
        word = PersonWord("self", sex=_KINDS[match["w"]], word=match["w"])
        yield Mention(*match.span("w"), "person", word)


def own_parenthood(board: Board) -> Iterator[Mention]:
    """单亲妈妈, 我是一名二胎宝妈."""
    for match in _PARENTHOOD.finditer(board.text):
        word = PersonWord("self", sex=_PARENTS[match["w"]], word=match[0])
        yield Mention(*match.span(), "person", word)


def carer(board: Board) -> Iterator[Mention]:
    """带着俩娃的宝妈."""
    for match in _CARER.finditer(board.text):
        word = PersonWord("self", sex=_CARERS[match["w"]], word=match["w"])
        yield Mention(*match.span("w"), "person", word)


def own_words(text: str, i: int) -> Mention | None:
    """我, 我家, 家里, and 我妈: the owner with the family word that follows."""
    match = _SELF.match(text, i)
    if match is None:
        return None
    if match["own"] is None:
        form = "self" if match[0] in ("本人", "自己") else "household"
        return Mention(*match.span(), "person", PersonWord(form, word=match[0]))
    return _owned_kin(text, match) or _bare_owner(match)


def _owned_kin(text: str, match: re.Match[str]) -> Mention | None:
    """我那个老公: the family word may begin inside what follows 我 (我家里老人)."""
    for stop in range(min(match.end(), len(text) - 1), match.start(), -1):
        word = kin_words().at(text, stop)
        if (
            word
            and word not in _SELF_PARENTS
            and may_be_person(Candidate(text, stop, word, owned=True))
        ):
            entry = replace(kin_words().entries[word], owned=True, word=word)
            return Mention(match.start(), stop + len(word), "person", entry)
    return None


def _bare_owner(match: re.Match[str]) -> Mention:
    """我 and 我家, without the 的 or 那个 that leads nowhere."""
    start, end = match.start(), match.end() - len(match["link"] or "")
    word = match[0][: end - start]
    form = "household" if match["home"] or word in _ALL else "self"
    return Mention(start, end, "person", PersonWord(form, word=word))
