"""The characters of numerals and what each is worth; folding of a text to them."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

DIGITS = {
    "零": 0, "〇": 0, "○": 0, "一": 1, "壹": 1, "幺": 1, "弌": 1, "二": 2, "贰": 2, "貳": 2,
    "两": 2, "兩": 2, "俩": 2, "倆": 2, "三": 3, "叁": 3, "參": 3, "仨": 3, "四": 4, "肆": 4,
    "五": 5, "伍": 5, "六": 6, "陆": 6, "陸": 6, "七": 7, "柒": 7, "八": 8, "捌": 8, "九": 9,
    "玖": 9,
}  # fmt: skip
ZEROS = frozenset("零〇○")
SMALL_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "k": 1000}
MEGA, GIGA = "\ue010", "\ue011"  # stand for the M of 3M and the B of 2B in a folded text
BIG_UNITS = {
    "万": 10**4, "萬": 10**4, "w": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12,
    MEGA: 10**6, GIGA: 10**9,
}  # fmt: skip
TENS = {"廿": 20, "卄": 20, "卅": 30, "卌": 40}
UNITS = {**SMALL_UNITS, **BIG_UNITS}
NUMERAL_CHARS = frozenset((*DIGITS, *UNITS, *TENS)) - frozenset("kw")
_ALIKE = str.maketrans(
    {"−": "-", "﹣": "-", "–": "-", "—": "-", "，": ",", "點": "点", "負": "负", "⁄": "/"}
)


@lru_cache(maxsize=8192)
def fold_char(char: str) -> str:
    """One character in half width and lower case; itself where that would be longer."""
    folded = unicodedata.normalize("NFKC", char)
    folded = folded if len(folded) == 1 else char
    lowered = folded.lower()
    return (lowered if len(lowered) == 1 else folded).translate(_ALIKE)


def fold(text: str) -> str:
    """Full-width to half-width, one character for one; lower case."""
    return "".join(map(fold_char, text))
