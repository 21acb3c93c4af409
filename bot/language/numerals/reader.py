"""Reads one plain numeral at a place: digits and units, no sign, fraction or percent.

`read_at` takes the longest valid reading (三百五十万零二, 1w5, 一万五, 二零二四, 三点五万),
and gives approximate ones as a range (三五千, 七八十万, 十几, 几百). One reading looks at
`WINDOW` characters at most, so any text is read in linear time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from bot.language.numerals.tables import BIG_UNITS, DIGITS, SMALL_UNITS, TENS, UNITS, ZEROS

Number = int | Fraction
WINDOW = 64
_CN = "".join(DIGITS)
_UNIT = "".join(u for u in UNITS if not u.isascii())
_ARABIC = re.compile(
    r"\d{1,3}(?:,\d{3}){1,9}(?!\d)(?:\.\d{1,20})?|\d{1,30}(?:\.\d{1,20})?|\.\d{1,20}"
)
_RUN = re.compile(rf"[{_CN}]+|[\d.,]+")
_DIGIT_RUN = re.compile(rf"[{_CN}]+")
_DECIMAL = re.compile(rf"点(?:(?P<d>\d{{1,20}})|(?P<c>[{_CN}]{{1,20}}))(?!刻)")
_TWO = r"一[二两]|[二两]三|三[四五]|四五|五六|六七|七八|八九"
_VAGUE = re.compile(
    rf"(?P<pair>(?<![{_CN}\d])(?:{_TWO})(?=\s?[{_UNIT}]))"
    rf"|(?P<tail>(?<=[十拾])(?:{_TWO})(?![{_CN}{_UNIT}]))"
    rf"|(?P<few>(?:好|大|(?<![{_CN}{_UNIT}]))几(?=个?[{_UNIT}]))"
    rf"|(?P<teen>(?<=[十拾])几(?![{_CN}])|(?<=[{_UNIT}])几(?=[十百千]))"
    rf"|(?P<some>(?<![人次总岁基倍多少无计个位级指系参])数(?=[{_UNIT}]))"
)


@dataclass(frozen=True)
class Plain:
    """A numeral read at a place: where it ends and its value; `high` if approximate.

    `headless` marks one that begins with a unit (百万), `digits` one read digit by digit.
    """

    end: int
    value: Fraction
    high: Fraction | None = None
    headless: bool = False
    digits: bool = False


def read_at(text: str, start: int) -> Plain | None:
    """The longest plain numeral that begins at `start`."""
    window = text[start : start + WINDOW]
    vague = _VAGUE.search(window) if start < len(text) else None
    if vague and not _lookbehind_cut(text, start, vague):
        ranged = _vague(window, vague)
        if ranged is not None:
            return _moved(ranged, start)
    found = _read(window)
    return None if found is None else _moved(found, start)


def run_end(text: str, start: int) -> int:
    """Where the run of digits that begins at `start` ends: what cannot be read is skipped whole."""
    match = _RUN.match(text, start)
    return match.end() if match else start + 1


def _lookbehind_cut(text: str, start: int, vague: re.Match[str]) -> bool:
    """A pair at the very start of the window whose left neighbour is a digit."""
    return vague.start() == 0 and start > 0 and text[start - 1] in DIGITS


def _moved(found: Plain, start: int) -> Plain:
    return Plain(found.end + start, found.value, found.high, found.headless, found.digits)


def _vague(window: str, match: re.Match[str]) -> Plain | None:
    """三五千 is 三千 and 五千; 几百 is 二百 to 九百: two readings of one text."""
    words = match[0]
    if match["pair"] or match["tail"]:
        low, high = words[0], words[1]
    elif words.startswith("好"):
        low, high = "三", "九"
    elif words.startswith("大"):
        low, high = "五", "九"
    else:
        low, high = ("一" if match["teen"] else "二"), "九"
    head, rest = window[: match.start()], window[match.end() :]
    if words.endswith("几") and rest.startswith("个"):
        return None
    least, most = _read(head + low + rest), _read(head + high + rest)
    if least is None or most is None or least.end != most.end:
        return None
    if least.end <= match.start() or least.digits:
        return None
    return Plain(least.end + len(words) - 1, least.value, most.value)


def _read(window: str) -> Plain | None:
    run = _DIGIT_RUN.match(window)
    if run and len(run[0]) > 1:
        return _by_digits(window, run[0])
    reader = _Reader()
    place, kept = 0, None
    while place < len(window):
        begin = _skip_space(window, place, reader)
        token = _token_at(window, begin, reader)
        if token is None:
            break
        if not reader.read(token):
            kept = kept or (place, reader.finish()) if place else None
            return _closed(kept, window)
        place = begin + len(token)
        if reader.settled:
            kept = (place, reader.finish())
    if not place:
        return None
    value = reader.finish()
    return _with_point(window, place, value, reader)


def _closed(kept: tuple[int, Fraction] | None, window: str) -> Plain | None:
    """The reading up to the last unit: 一百二百 is 一百 and then 二百."""
    if kept is None:
        return None
    return Plain(kept[0], kept[1], headless=window[0] in UNITS)


def _with_point(window: str, place: int, value: Fraction, reader: _Reader) -> Plain:
    point = _DECIMAL.match(window, place)
    headless = window[0] in UNITS and window[0] not in "十拾"
    if point is None:
        return Plain(place, value, headless=headless)
    if reader.last_big > 1:
        return Plain(point.end(), value + _tail(point), headless=headless)
    return _scaled(window, point.end(), value + _tail(point), headless)


def _tail(point: re.Match[str]) -> Fraction:
    digits = point["d"] or "".join(str(DIGITS[c]) for c in point["c"])
    return Fraction(int(digits), 10 ** len(digits))


def _scaled(window: str, place: int, value: Fraction, headless: bool = False) -> Plain:
    """三点五百万: the units after a decimal multiply it."""
    last = 0
    while place < len(window) and window[place] in UNITS and _is_unit(window, place):
        unit = UNITS[window[place]]
        if last and unit <= last:
            break
        value, last, place = value * unit, unit, place + 1
    return Plain(place, value, headless=headless)


def _by_digits(window: str, run: str) -> Plain | None:
    """二零二四, 一三八零零: digits one by one, with decimals or a unit after them."""
    if len(run) > 30:
        return None
    following = window[len(run) : len(run) + 1]
    if following in SMALL_UNITS and following != "k":
        if run[0] in ZEROS and len(run.lstrip("零〇○")) == 1:
            zeros = len(run) - 1
            rest = _read(window[zeros:])
            return None if rest is None else _moved(rest, zeros)
        run = run[:-1]
    value = Fraction(int("".join(str(DIGITS[c]) for c in run)))
    point = _DECIMAL.match(window, len(run))
    if point:
        return _scaled(window, point.end(), value + _tail(point))
    found = _scaled(window, len(run), value)
    return Plain(found.end, found.value, digits=found.end == len(run))


def _skip_space(window: str, place: int, reader: _Reader) -> int:
    if place and window[place] == " " and place + 1 < len(window):
        following = window[place + 1]
        if window.startswith("分之", place + 2):
            return place
        after_unit = following in BIG_UNITS or (following in DIGITS and reader.spaced)
        after_digit = following in UNITS and not (reader.arabic and following in "十拾")
        if after_unit if reader.settled else after_digit:
            reader.spaced = True
            return place + 1
    reader.spaced = False
    return place


def _token_at(window: str, place: int, reader: _Reader) -> str | None:
    if place >= len(window):
        return None
    char = window[place]
    if char in UNITS:
        return char if _is_unit(window, place) else None
    if char in DIGITS or char in TENS:
        return char
    if char == "半":
        return char if reader.last_unit > 10 and reader.settled else None
    if char.isdigit() or char == ".":
        match = _ARABIC.match(window, place)
        if match is None or (place and window[place - 1] in "0123456789."):
            return None
        return match[0]
    return None


def _is_unit(window: str, place: int) -> bool:
    """k and w are units only where no letter follows."""
    if window[place] not in "kw":
        return True
    following = window[place + 1 : place + 2]
    return not (following.isascii() and following.isalpha())


class _Reader:
    """Reads tokens from left to right; 一万五 and 三百五 scale their last digit."""

    def __init__(self) -> None:
        self.total: Number = 0
        self.section: Number = 0
        self.digit: Number | None = None
        self.last_unit = 1
        self.last_big = 1
        self.section_unit = 10**5
        self.zero = self.single = self.arabic = self.settled = self.spaced = False

    def read(self, token: str) -> bool:
        """Take one token; False when the numeral cannot go on with it."""
        self.settled = False
        if token in ZEROS and self.digit is None:
            self.zero = True
            self.settled = not self.total and not self.section
            return True
        if token in TENS:
            return self._tens(TENS[token])
        if token == "半":
            self.section += Fraction(self.last_unit, 2)
            self.digit, self.settled, self.last_unit = None, True, 1
            return True
        if token in SMALL_UNITS:
            return self._small(SMALL_UNITS[token])
        if token in BIG_UNITS:
            return self._big(BIG_UNITS[token])
        return self._number(token)

    def _tens(self, value: int) -> bool:
        if self.digit is not None or self.section_unit <= 10:
            return False
        self.section += value
        self.last_unit, self.section_unit, self.settled = 10, 10, True
        return True

    def _number(self, token: str) -> bool:
        if self.digit is not None:
            return False
        self.arabic = token not in DIGITS
        value: Number = _arabic(token) if self.arabic else DIGITS[token]
        if (self.total or self.section) and value >= self.last_unit:
            return False
        self.digit = value
        self.single = value < 10 and value.denominator == 1 and len(token) == 1
        return True

    def _small(self, unit: int) -> bool:
        if self.digit is None and self.section and unit >= self.section_unit:
            if unit == self.section_unit or not self.settled_small:
                return False
            self.section *= unit
        elif unit >= self.section_unit or (self.arabic_large and unit < 1000):
            return False
        else:
            self.section += (1 if self.digit is None else self.digit) * unit
        self.digit, self.zero, self.settled = None, False, True
        self.last_unit = self.section_unit = unit
        return True

    @property
    def settled_small(self) -> bool:
        """十百, 百千: a unit of a unit, only as the head of the numeral."""
        return not self.total and self.section in (10, 100)

    @property
    def arabic_large(self) -> bool:
        return self.arabic and self.digit is not None and self.digit >= 10

    def _big(self, unit: int) -> bool:
        value = self.section + (self.digit or 0)
        if self.digit is None and not self.section:
            if not self.total:
                value = 0 if self.zero else 1
            elif unit < self.last_big:
                return False
            else:
                self.total = self.total * unit
                return self._closed(unit)
        if self.total and unit == self.last_big:
            return False
        if self.total and self.last_big < unit and self.total < unit:
            self.total = (self.total + value) * unit
        else:
            self.total += value * unit
        return self._closed(unit)

    def _closed(self, unit: int) -> bool:
        self.section, self.digit, self.zero = 0, None, False
        self.last_unit = self.last_big = unit
        self.section_unit, self.settled = 10**5, True
        return True

    def finish(self) -> Fraction:
        value = self.total + self.section
        if self.digit is not None:
            scaled = self.last_unit > 10 and not self.zero and self.single
            value += self.digit * (self.last_unit // 10) if scaled else self.digit
        return Fraction(value)


def _arabic(token: str) -> Number:
    """1,000 and 2.5; whole numbers stay whole, for fractions are slow to add."""
    plain = token.replace(",", "")
    return Fraction(plain) if "." in plain else int(plain)
