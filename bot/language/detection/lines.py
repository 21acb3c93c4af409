"""Kinds of insurance: 重疾险, 意外."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.language.cues import cues
from bot.language.detection.board import Board
from bot.language.detection.finders import line_words
from bot.language.mentions import Mention

_MISHAP = re.compile(cues("mishaps"))


def lines(board: Board) -> Iterator[Mention]:
    """重疾险, 意外: but in 意外受伤 nothing is insured."""
    for start, end, word in line_words().find(board.text):
        if word != "意外" or not _MISHAP.match(board.text, end):
            yield Mention(start, end, "line", line_words().entries[word])
