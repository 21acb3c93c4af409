"""Cities where people live."""

from __future__ import annotations

from collections.abc import Iterator

from bot.language.cues import cue_pairs, cue_words
from bot.language.detection.board import Board
from bot.language.detection.finders import city_words
from bot.language.mentions import Mention

_TRAVEL = cue_words("travel_verbs")
_NICKNAMES = cue_pairs("city_nicknames")


def cities(board: Board) -> Iterator[Mention]:
    """坐标杭州, 魔都: but nobody lives where they travel (去北京)."""
    for start, end, word in city_words().find(board.text):
        if not board.text[:start].endswith(_TRAVEL):
            yield Mention(start, end, "city", _NICKNAMES.get(word, word))
