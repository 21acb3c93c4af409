"""Ages and money, read from what no earlier rule has claimed."""

from __future__ import annotations

from collections.abc import Iterator

from bot.language.ages import find_ages
from bot.language.detection.board import Board
from bot.language.mentions import Mention
from bot.language.money import find_bare, find_ge, find_money


def ages(board: Board) -> Iterator[Mention]:
    """36岁, 90年的: an ordinal before the age counts as a person (老二八岁)."""
    for span in find_ages(board.blotted(ordinal="娃"), board.as_of):
        yield Mention(span.start, span.end, "age", span.value)


def money(board: Board) -> Iterator[Mention]:
    """年薪30万, 月入八千."""
    for span in find_money(board.blotted()):
        start = span.start
        while start < span.end and board.text[start] == " ":
            start += 1
        yield Mention(start, span.end, "money", span.amount)


def ten_thousands(board: Board) -> Iterator[Mention]:
    """30个: ten thousands in everyday speech."""
    for span in find_ge(board.text):
        yield Mention(span.start, span.end, "ge", span.amount)


def bare_money(board: Board) -> Iterator[Mention]:
    """Numbers without a unit that can only be money."""
    for span in find_bare(board.text):
        yield Mention(span.start, span.end, "bare_money", span.amount)
