"""Sex words, and single characters that name a person in a bare list: 夫35妻33."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.language.cues import alternation
from bot.language.detection.board import Board
from bot.language.detection.finders import kin_words, label_words
from bot.language.mentions import Mention

_SEX = {"男": "male", "女": "female"}
_LABEL = re.compile(
    rf"(?:(?<=[年岁\d、,;。/\s:后])|^)(?P<w>{alternation([*_SEX, *label_words()])})(?:的|士|性)?"
    r"(?=[\d、,/;。\s:和]|$|今年)"
)
_BOTH_KINDS = re.compile(r"儿一女|女一儿|子一女|儿女|龙凤")
_OF_BOTH = re.compile(r"(?<=[,、\s岁\d一二三四五六七八九十])[儿女](?=[\d一二三四五六七八九十])")
_LETTERS = {"f": "female", "m": "male"}
_LETTER = re.compile(
    r"(?:^|(?<=[,。;、\s/]))(?:[1-9]\d\s?(?P<a>[fm])|(?P<b>[fm])\s?(?=[1-9]\d(?!\d)))(?=[\d,。;、\s/]|$)"
)
_SEX_WORD = re.compile(
    r"(?<![子孙小女男儿没无])(?P<w>男|女)(?:的|士|性|生|同胞)?"
    r"(?![儿孩朋友娃婿宝人方主高票的同工士生装性])"
)


def labels(board: Board) -> Iterator[Mention]:
    """夫35、妻33、子5, and 36岁男."""
    for match in _LABEL.finditer(board.text):
        if match["w"] in _SEX:
            yield Mention(*match.span(), "sex", _SEX[match["w"]])
        else:
            yield Mention(*match.span(), "person", label_words()[match["w"]])


def son_and_daughter(board: Board) -> Iterator[Mention]:
    """一儿一女，儿8女5: after both kinds the single characters name them."""
    if _BOTH_KINDS.search(board.text):
        for match in _OF_BOTH.finditer(board.text):
            yield Mention(*match.span(), "person", kin_words().entries[match[0]])


def sex_letters(board: Board) -> Iterator[Mention]:
    """30F, 35 M, F30: the sex as a letter beside an age."""
    for match in _LETTER.finditer(board.text):
        group = "a" if match["a"] else "b"
        yield Mention(*match.span(group), "sex", _LETTERS[match[group]])


def sex_words(board: Board) -> Iterator[Mention]:
    """我32男, 女士: no person of its own."""
    for match in _SEX_WORD.finditer(board.text):
        yield Mention(*match.span(), "sex", _SEX[match["w"]])
