"""Chinese and Arabic numerals as people write them in chat.

`parse_number` reads one numeral (三百五十万零二, 1w5, 百分之二十, 壹佰); `find_numbers`
finds every numeral of a sentence. Values are exact: int where whole, else float.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

DIGITS = {
    "零": 0, "〇": 0, "○": 0, "一": 1, "壹": 1, "幺": 1, "弌": 1, "二": 2, "贰": 2, "貳": 2,
    "两": 2, "兩": 2, "俩": 2, "倆": 2, "三": 3, "叁": 3, "參": 3, "仨": 3, "四": 4, "肆": 4,
    "五": 5, "伍": 5, "六": 6, "陆": 6, "陸": 6, "七": 7, "柒": 7, "八": 8, "捌": 8, "九": 9,
    "玖": 9,
}  # fmt: skip
SMALL_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "k": 1000}
BIG_UNITS = {
    "万": 10**4, "萬": 10**4, "w": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12,
}  # fmt: skip
TENS = {"廿": 20, "卄": 20, "卅": 30, "卌": 40}
_ALIKE = str.maketrans({"−": "-", "﹣": "-", "—": "-", "，": ",", "點": "点", "負": "负"})

_CN = "".join(DIGITS)
_UNIT = "".join(u for u in {**SMALL_UNITS, **BIG_UNITS} if not u.isascii())
_ARABIC = r"(?<![\d.])(?:(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+)(?!\d)"
_PLAIN = rf"(?:(?:{_ARABIC})|[{_CN}{_UNIT}{''.join(TENS)}半])"
_BODY = rf"{_PLAIN}(?:\s?(?:{_PLAIN}|[wk](?![a-z])|点(?=[{_CN}\d])))*"
_SIGN = r"(?:负的?|-)"
_UNITY = r"个"
_PATTERN = re.compile(
    rf"""(?P<sign>{_SIGN}\s?)?(?:
      (?P<percent>(?P<per>百|千|万)分之\s?(?P<psign>{_SIGN})?(?P<pbody>{_BODY}))
     |(?P<mixed>(?:(?P<whole>{_BODY})又)?(?P<den>{_BODY})分之\s?(?P<num>{_BODY}))
     |(?P<slash>(?:(?P<swhole>\d+)\s)?(?P<snum>\d+)/(?P<sden>\d+)(?![\d/]))
     |(?P<tenth>(?P<tbody>[{_CN}十\d])(?:成|折)(?P<thalf>[{_CN}半])?(?![立本交员绩了为家]))
     |(?P<exp>\d+(?:\.\d+)?e[+-]?\d+)
     |(?P<body>{_BODY})(?:{_UNITY}(?P<half>半)|(?P<dozen>打)(?![针工电算车的字开扫扮听印交])|\s?(?P<pct>%|个百分点))?
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_TOKEN = re.compile(rf"(?:{_ARABIC})|[a-z]|\S", re.IGNORECASE)
Number = int | float
_NO_SIGN = frozenset(
    "0123456789abcdefghijklmnopqrstuvwxyz零一二两三四五六七八九十百千万亿岁年月日号"
)
_LARGEST = 10**18
_LONGEST = 60


@dataclass(frozen=True)
class NumberSpan:
    """A numeral in a text: offsets, value, kind (cardinal, fraction, percent)."""

    start: int
    end: int
    text: str
    value: Number
    kind: str


def fold(text: str) -> str:
    """Full-width to half-width, one character for one where possible; lower case."""
    folded = [unicodedata.normalize("NFKC", c) for c in text]
    kept = [f if len(f) == 1 else c for f, c in zip(folded, text, strict=True)]
    lowered = [c.lower() if len(c.lower()) == 1 else c for c in kept]
    return "".join(lowered).translate(_ALIKE)


def parse_number(text: str) -> Number | None:
    """The value of a text that is one numeral, else None. Percentages are shares (20% = 0.2)."""
    bare = re.sub(r"^[\s￥¥$]+|\s+$", "", fold(text))
    bare = re.sub(r"^(?:正|\+)(?=.)", "", bare)
    match = _PATTERN.fullmatch(bare)
    value = _value(match) if match else None
    return None if value is None else _tidy(value)


def find_numbers(text: str) -> tuple[NumberSpan, ...]:
    """Every numeral of a text from left to right; longest reading at each place."""
    folded = fold(text)
    spans = []
    for match in _PATTERN.finditer(folded):
        start, end = match.span()
        value = _value(match)
        if value is None:
            continue
        kind = _kind(match)
        joined = start > 0 and folded[start - 1] in _NO_SIGN
        if match["sign"] and joined and match["sign"][0] == "-":
            start += len(match["sign"])
            value = -value
        spans.append(NumberSpan(start, end, text[start:end], _tidy(value), kind))
    return tuple(spans)


def _kind(match: re.Match[str]) -> str:
    if match["percent"] or match["pct"] or match["tenth"]:
        return "percent"
    return "fraction" if match["mixed"] or match["slash"] else "cardinal"


def _value(match: re.Match[str]) -> Fraction | None:
    value = _unsigned(match)
    if value is not None and abs(value) > _LARGEST:
        return None
    return -value if value is not None and match["sign"] else value


def _unsigned(match: re.Match[str]) -> Fraction | None:
    if match["percent"]:
        per = {"百": 100, "千": 1000, "万": 10000}[match["per"]]
        body = plain(match["pbody"])
        return None if body is None else (body / per) * (-1 if match["psign"] else 1)
    if match["mixed"]:
        return _mixed(match["whole"], match["den"], match["num"])
    if match["slash"]:
        den = int(match["sden"])
        whole = int(match["swhole"] or 0)
        return whole + Fraction(int(match["snum"]), den) if den else None
    if match["tenth"]:
        return _tenths(match["tbody"], match["thalf"])
    if match["exp"]:
        return _exponent(match["exp"])
    body = plain(match["body"])
    if body is None:
        return None
    if match["half"]:
        body += Fraction(1, 2)
    if match["dozen"]:
        body *= 12
    return body / 100 if match["pct"] else body


def _exponent(text: str) -> Fraction | None:
    mantissa, power = text.lower().split("e")
    return Fraction(mantissa) * Fraction(10) ** int(power) if abs(int(power)) <= 30 else None


def _mixed(whole: str | None, den: str, num: str) -> Fraction | None:
    parts = [plain(den), plain(num), plain(whole) if whole else Fraction(0)]
    if any(p is None for p in parts) or not parts[0]:
        return None
    bottom, top, base = (p or Fraction(0) for p in parts)
    return base + top / bottom


def _tenths(body: str, half: str | None) -> Fraction | None:
    value = plain(body)
    if value is None:
        return None
    extra = Fraction(0)
    if half:
        extra = Fraction(1, 2) if half == "半" else Fraction(DIGITS[half], 10)
    return (value + extra) / 10


def plain(text: str) -> Fraction | None:
    """The value of digits and units without sign, fraction or percent."""
    text = text.replace(" ", "")
    if len(text) > _LONGEST:
        return None
    if text == "半":
        return Fraction(1, 2)
    point = re.fullmatch(rf"(?P<left>.*?)点(?P<right>[{_CN}\d]+)(?P<unit>.*)", text)
    if point:
        return _decimal(point["left"], point["right"], point["unit"])
    tokens = _TOKEN.findall(text)
    if not tokens or any(len(t) > 30 for t in tokens):
        return None
    if all(t in DIGITS for t in tokens):
        return Fraction(int("".join(str(DIGITS[t]) for t in tokens)))
    if all(t.isdigit() or t in DIGITS for t in tokens) and len(tokens) > 1:
        return None
    return _with_units(tokens)


def _decimal(left: str, right: str, unit: str) -> Fraction | None:
    whole = plain(left) if left else Fraction(0)
    if whole is None:
        return None
    digits = "".join(str(DIGITS[c]) if c in DIGITS else c for c in right)
    value = whole + Fraction(int(digits), 10 ** len(digits))
    for token in unit:
        scale = SMALL_UNITS.get(token) or BIG_UNITS.get(token)
        if scale is None:
            return None
        value *= scale
    return value


def _with_units(tokens: list[str]) -> Fraction | None:
    reader = _Reader()
    for token in tokens:
        if not reader.read(token):
            return None
    return reader.finish()


class _Reader:
    """Reads a numeral from left to right; 一万五 and 三百五 scale their last digit."""

    def __init__(self) -> None:
        self.total = Fraction(0)
        self.section = Fraction(0)
        self.digit: Fraction | None = None
        self.last_unit = 1
        self.zero = False
        self.bare_digit = False

    def read(self, token: str) -> bool:
        if token in ("零", "〇", "○") and self.digit is None:
            self.zero = True
            return True
        if token in TENS:
            self.section += TENS[token]
            self.last_unit = 10
            return self.digit is None
        if token == "半":
            return self._half()
        if token in DIGITS or token[0].isdigit() or token[0] == ".":
            return self._number(token)
        if token in SMALL_UNITS:
            return self._small(SMALL_UNITS[token])
        return self._big(BIG_UNITS[token]) if token in BIG_UNITS else False

    def _half(self) -> bool:
        if self.digit is not None or self.last_unit == 1:
            return False
        self.section += Fraction(self.last_unit, 2)
        return True

    def _number(self, token: str) -> bool:
        if self.digit is not None:
            return False
        self.digit = (
            Fraction(DIGITS[token]) if token in DIGITS else Fraction(token.replace(",", ""))
        )
        self.bare_digit = self.digit < 10 and self.digit.denominator == 1
        return True

    def _small(self, unit: int) -> bool:
        if self.digit is None and self.section and unit >= self.last_unit:
            self.section *= unit
        else:
            self.section += (1 if self.digit is None else self.digit) * unit
        self.digit, self.last_unit, self.zero = None, unit, False
        return True

    def _big(self, unit: int) -> bool:
        value = self.section + (self.digit or 0)
        if self.digit is None and not self.section:
            if not self.total:
                value = Fraction(1)
            else:
                self.total, value = self.total * unit, Fraction(0)
                self.last_unit = unit
                return True
        if self.total and self.last_unit < unit and self.total < unit:
            self.total = (self.total + value) * unit
        else:
            self.total += value * unit
        self.section, self.digit, self.last_unit, self.zero = Fraction(0), None, unit, False
        return True

    def finish(self) -> Fraction:
        if self.digit is None:
            return self.total + self.section
        scaled = self.last_unit > 10 and not self.zero and self.bare_digit
        tail = self.digit * (self.last_unit // 10) if scaled else self.digit
        return self.total + self.section + tail


def _tidy(value: Fraction) -> Number:
    return int(value) if value.denominator == 1 else float(value)
