"""Illnesses by name, and measures of the body (血压150/95)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.language.cues import cues
from bot.language.detection.board import Board
from bot.language.illnesses import find_illnesses
from bot.language.measures import MeasureSpan, find_measures
from bot.language.mentions import Mention

_PRODUCT = re.compile(cues("product_endings"))


def conditions_and_measures(board: Board) -> Iterator[Mention]:
    """高血压, 血压150/95: a named illness inside a longer measure is part of the measure."""
    measures = find_measures(board.text)
    for start, end, entry in find_illnesses(board.text):
        inside = any(m.start <= start and end <= m.end for m in measures if _longer(m, end - start))
        if not inside and not _names_product(board.text, start, end):
            yield Mention(start, end, "condition", entry)
    for span in measures:
        yield Mention(_free_start(board, span), span.end, "measure", span.measure)


def _longer(measure: MeasureSpan, length: int) -> bool:
    return measure.end - measure.start > length


def _names_product(text: str, start: int, end: int) -> bool:
    """防癌险 and 高血压版 name products, not illnesses."""
    return bool(_PRODUCT.match(text, end)) or text[max(0, start - 1) : start] == "防"


def _free_start(board: Board, span: MeasureSpan) -> int:
    """Where a measure begins after the illness that leads it: 高血压|150/95."""
    start = span.start
    if not board.free(span.start, span.end):
        while start < span.end and board.taken[start]:
            start += 1
    return start
