"""Family words, pronouns and 我 from left to right; a word may also say that nobody is there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from bot.language.cues import cue_pairs, cue_words, cues
from bot.language.detection.board import Board
from bot.language.detection.finders import kin_words
from bot.language.detection.limits import Candidate, may_be_person
from bot.language.detection.speaker import SELF_OPENINGS, own_words
from bot.language.mentions import Mention, PersonWord
from bot.language.triggers import openings

_EARLY_ORDINAL = re.compile(
    r"老[大二三四](?=[,:\s\d一二三四五六七八九十两半百廿是上读才今也男女刚在有叫都快满不未没还])|老幺"
)
# 我爸是老三: what he is among his brothers.
_RANKED = re.compile(r"[爸妈父母公婆叔伯舅姑姨爷奶](?:在家|在家里|家里)?(?:是|排行|排)(?:家里)?$")
_UNBORN = re.compile(
    r"(?:怀(?:着|了|上|的是|上了)?|(?:肚子|肚|腹中)里?(?:已经|还|现在|正)?(?:有|的|怀着|揣着)?了?)(?:一对|对|一个|个)?$"
)
_ABSENCE = re.compile(rf"{cues('absence')}$")
_BY_PLAN = cue_words("absence_by_plan")
_PLAN = re.compile(cues("plans"))
_CAN_LACK = frozenset(cue_words("may_be_absent"))
_LACKS_COVER = re.compile(rf"(?:都|也)?{cues('after_lack_of_cover')}")
_LATER_BORN = frozenset(cue_words("later_born"))
_ONLY_CHILDREN = cue_words("only_children")
_SELF_PARENTS = cue_pairs("self_parent_words")
_SELF_PARENT = re.compile(rf"(?:^|{cues('before_self_parent')}|(?:你好|您好)[,。!\s]?)$")
_PRONOUN = re.compile(rf"{cues('plural_pronouns')}|(?<!其)[他她](?!们)")
_CHAIN_START = re.compile(rf"{cues('chain_starts')}$")


def early_ordinals(board: Board) -> Iterator[Mention]:
    """老二八岁: the ordinal comes first, or 二八 would be read as a number."""
    for match in _EARLY_ORDINAL.finditer(board.text):
        entry = kin_words().entries.get(match[0])
        if entry is not None:
            before = board.text[: match.start()]
            nobody = _RANKED.search(before) or (match[0] in _LATER_BORN and _UNBORN.search(before))
            yield Mention(*match.span(), *(("absent",) if nobody else ("person", entry)))


def people(board: Board) -> Iterator[Mention]:
    """我和老公, 他妈妈: at each free place the first rule that fits."""
    for start in _openings().finditer(board.text):
        i = start.start()
        mention = None if board.taken[i] else _person_at(board.text, i)
        if mention is not None:
            yield mention


@cache
def _openings() -> re.Pattern[str]:
    """The characters that a family word, 我 or 他 begins with."""
    found = kin_words().openings | SELF_OPENINGS | openings(_PRONOUN)
    return re.compile(f"[{re.escape(''.join(sorted(found)))}]")


def _person_at(text: str, i: int) -> Mention | None:
    """The mention that starts at a place: a family word first, then 我, then 他."""
    word = kin_words().at(text, i)
    if word is not None:
        for rule in _KIN_RULES:
            mention = rule(text, i, word)
            if mention is not None:
                return mention
    return own_words(text, i) or _pronoun(text, i)


def _unborn(text: str, i: int, word: str) -> Mention | None:
    """怀了双胞胎: not born yet."""
    form = kin_words().entries[word].form
    if (form == "children" or word in _LATER_BORN) and _UNBORN.search(text[:i]):
        return Mention(i, i + len(word), "absent")
    return None


def _absent(text: str, i: int, word: str) -> Mention | None:
    """没孩子, 准备要孩子: nobody is there (yet)."""
    verb = _ABSENCE.search(text[max(0, i - 5) : i]) if word in _CAN_LACK else None
    if verb is None:
        return None
    end = i + len(word)
    if verb[0] in _BY_PLAN:
        absent = bool(_PLAN.search(text[max(0, i - 8) : i]))
    else:
        absent = not _LACKS_COVER.match(text, end)
    return Mention(i, end, "absent") if absent else None


def _self_parent(text: str, i: int, word: str) -> Mention | None:
    """90后宝妈: the speaker, where 宝妈 elsewhere is the spouse."""
    sex = _SELF_PARENTS.get(word)
    if sex is None or not _SELF_PARENT.search(text[:i]):
        return None
    return Mention(i, i + len(word), "person", PersonWord("self", sex=sex, word=word))


def _kin(text: str, i: int, word: str) -> Mention | None:
    """老公, 老二, 同事: the word itself."""
    if not may_be_person(Candidate(text, i, word, owned=False)):
        return None
    return Mention(i, i + len(word), "person", kin_words().entries[word])


def _apposed(text: str, i: int, word: str) -> Mention | None:
    """我是独生子女: says what somebody is, and names nobody."""
    if word not in _ONLY_CHILDREN or may_be_person(Candidate(text, i, word, owned=False)):
        return None
    return Mention(i, i + len(word), "absent")


_KIN_RULES: tuple[Callable[[str, int, str], Mention | None], ...] = (
    _unborn,
    _absent,
    _self_parent,
    _apposed,
    _kin,
)


def _pronoun(text: str, i: int) -> Mention | None:
    """他, 她们俩: but in 孩儿他爷爷 the 他 only links two family words."""
    match = _PRONOUN.match(text, i)
    if match is None or _links_kin(text, i):
        return None
    return Mention(*match.span(), "person", PersonWord("pronoun", word=match[0]))


def _links_kin(text: str, i: int) -> bool:
    follows = i + 1 < len(text) and kin_words().at(text, i + 1) is not None
    return follows and bool(_CHAIN_START.search(text[:i]))
