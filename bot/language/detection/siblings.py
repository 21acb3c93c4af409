"""Brothers and sisters by number: 俺弟兄仨 are the speaker's, 兄妹俩 the speaker's children."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.language.cues import alternation, cue_pairs, cues, repeatable
from bot.language.detection.board import Board
from bot.language.mentions import Mention, PersonWord
from bot.language.numerals import parse_number

_KINDS = cue_pairs("sibling_groups")
_SEX = {"brother": "male", "sister": "female", "son": "male", "daughter": "female"}
_NUMBER = r"(?:[俩仨]|[两二三四五六2-6][个人位]人?)"
_GROUP = re.compile(
    rf"(?:(?P<own>{cues('first_person')})(?P<home>家)?)?(?:一共|总共|有|就|是|亲){{0,6}}"
    rf"(?:(?P<w>{alternation(_KINDS)})(?P<n>{_NUMBER})"
    rf"|(?P<m>[两俩三四五2-5])个?(?P<v>{alternation(_KINDS)}))"
)
_OWN_SIBLING = re.compile(rf"[大二三][姐哥]|{cues('first_person')}[姐哥弟妹]")
_THEIRS = re.compile(r"[爸妈爹娘公婆爷奶他她]们?家?$")
_WITH_ME = re.compile(rf"{cues('first_person')}[跟和与同]$")
_OWN_PLACE = re.compile(
    rf"{cues('first_person')}(?:在家)?{cues('is_place')}{repeatable('own_rank')}*老[大二三四五六幺小](?!难|板|婆|公)"
)


def has_own_place(text: str) -> bool:
    """俺是老大: the speaker is counted among brothers and sisters."""
    return bool(_OWN_PLACE.search(text))


def sibling_groups(board: Board) -> Iterator[Mention]:
    """俺弟兄仨: the speaker and two brothers; 姐弟俩8岁5岁: two children."""
    for match in _GROUP.finditer(board.text):
        number = parse_number(re.sub("[个人位]", "", match["n"] or match["m"]).replace("仨", "三"))
        own = bool(match["own"]) and not match["home"]
        if own and _WITH_ME.search(board.text[: match.start()]):
            continue  # 我跟我姐两个人
        if not own and _THEIRS.search(board.text[: match.start()]):
            yield Mention(*match.span(), "absent")
            continue
        others = match["v"] and (len(match["v"]) == 1 or "有" in match[0])  # 我有两个姐姐
        if not isinstance(number, int) or others or (match["v"] and not own):
            continue
        kinds: list[str] = _KINDS[match["w"] or match["v"]]
        if own or has_own_place(board.text) or _OWN_SIBLING.search(board.text):
            yield Mention(*match.span(), "person", _brothers(match[0], kinds, number))
        else:
            start = match.start("w")
            yield Mention(start, match.end(), "person", _children(match[0], kinds, number))


def _brothers(word: str, kinds: list[str], number: int) -> PersonWord:
    """The speaker and the others; of 兄妹 nobody knows who is which."""
    relation = {"son": "brother", "daughter": "sister"}.get(kinds[0], "")
    kind = relation if len(set(kinds)) == 1 else "sibling"
    return PersonWord("siblings", ((kind, _SEX.get(kind)),), count=number, word=word)


def _children(word: str, kinds: list[str], number: int) -> PersonWord:
    """兄妹俩: a son and a daughter; 兄妹三个: three children."""
    if len(set(kinds)) == 1:
        kinds = kinds[:1] * number
    elif len(kinds) != number:
        kinds = ["child"] * number
    targets = tuple((kind, _SEX.get(kind)) for kind in kinds)
    return PersonWord("children", targets, count=number, word=word)
