"""Finds numerals in a folded text: sign, fraction, percentage, tenths, exponent, half, dozen.

`scan` walks a text once and yields what stands there, `whole_numeral` reads a text that is
one numeral. Plain numerals inside are read by `reader`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from bot.language.numerals.reader import Plain, read_at, run_end
from bot.language.numerals.tables import DIGITS, NUMERAL_CHARS

_VULGAR = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_CHARS = "".join(sorted(NUMERAL_CHARS))
_START = re.compile(rf"[\d.{_CHARS}半负几{_VULGAR}\-点]|(?:好|大)几|数(?=[{_CHARS}])|对折|半价")
_SIGN = re.compile(rf"(?:负的?|-|零下)\s?(?=[\d.{_CHARS}点])")
_SHARE = re.compile(r"(?P<per>[百千万])分之\s?(?P<sign>负的?|-)?")
_PARTS = re.compile(r"\s?分之\s?")
_SLASH = re.compile(r"\s?/\s?(?P<den>\d{1,15})(?![\d/.])")
_SLASH_NEXT = re.compile(r"\s?/|\s\d")
_MIXED = re.compile(r"\s(\d{1,15})(?=/\d)")
_POWER = re.compile(r"e(?P<e>[+-]?\d{1,3})(?![\d.a-z])|\^(?P<c>[+-]?\d{1,3})(?![\d.])")
_TENTHS = re.compile(
    r"\s?(?:(?P<w>折)|(?P<c>成)(?P<h>[半零一二三四五六七八九](?![千百万十]))?)(?![立本交员绩了为家人年功长品果都分叠腾磨射返页])"
)
_PERCENT = re.compile(r"\s?(?:%|个百分点|个?百分点)")
_PER_MILLE = re.compile(r"\s?‰")
_HALF = re.compile(r"\s?个半(?![天夜])")
_DOZEN = re.compile(r"\s?打(?![针工电算车的字开扫扮听印交卡分折仗架包烊断赏着了过])")
_NO_SIGN = frozenset("0123456789%abcdefghijklmnopqrstuvwxyz岁年月日号)-") | NUMERAL_CHARS
_LARGEST = 10**30
_HALVES = {"对折": Fraction(1, 2), "半价": Fraction(1, 2)}


@dataclass(frozen=True)
class Found:
    """A numeral in a text; `high` makes it a range, `headless` begins with a unit."""

    start: int
    end: int
    value: Fraction
    kind: str = "cardinal"
    high: Fraction | None = None
    headless: bool = False
    digits: bool = False


def scan(text: str) -> Iterator[Found]:
    """Every numeral of a folded text from left to right, in linear time."""
    place = 0
    while match := _START.search(text, place):
        found = numeral_at(text, match.start())
        if found is None:
            place = run_end(text, match.start())
            continue
        if abs(found.value) < _LARGEST:
            yield found
        place = found.end


def whole_numeral(text: str) -> Fraction | None:
    """The value of a folded text that is one numeral and nothing else, else None."""
    match = _START.match(text)
    found = numeral_at(text, 0) if match else None
    if found is None or found.end != len(text) or found.high is not None:
        return None
    return found.value if abs(found.value) < _LARGEST else None


def numeral_at(text: str, start: int) -> Found | None:
    """The numeral that begins at `start`, with its sign and all that belongs to it."""
    sign = _SIGN.match(text, start)
    if sign is None:
        return _unsigned(text, start)
    joined = start > 0 and text[start - 1] in _NO_SIGN
    if sign[0][0] == "-" and joined:
        return None
    found = _unsigned(text, sign.end())
    if found is None:
        return None
    low, high = -found.value, None if found.high is None else -found.high
    if high is not None:
        low, high = high, low
    return replace(found, start=start, value=low, high=high)


def _unsigned(text: str, start: int) -> Found | None:
    char = text[start]
    if char in _VULGAR:
        return Found(start, start + 1, _vulgar(char), "fraction")
    share = _SHARE.match(text, start)
    if share:
        return _share(text, share)
    if text[start : start + 2] in _HALVES:
        return Found(start, start + 2, _HALVES[text[start : start + 2]], "percent")
    if char == "半":
        return _bare_half(text, start)
    if char == "点":
        return _bare_point(text, start)
    plain = None if _cut_number(text, start) else read_at(text, start)
    return None if plain is None else _widened(text, start, plain)


def _vulgar(char: str) -> Fraction:
    return Fraction(unicodedata.numeric(char)).limit_denominator(12)


def _cut_number(text: str, start: int) -> bool:
    """1.2.3 is no number; nor is what follows a digit or a point."""
    before = text[start - 1 : start]
    return text[start] in "0123456789." and before != "" and before in "0123456789."


def _share(text: str, share: re.Match[str]) -> Found | None:
    """百分之五点五 is a percentage, 千分之三 too (of a hundred: 0.3)."""
    plain = read_at(text, share.end()) if share.end() < len(text) else None
    if plain is None or plain.high is not None:
        return None
    scale = {"百": 100, "千": 1000, "万": 10000}[share["per"]]
    value = plain.value / scale * (-1 if share["sign"] else 1)
    kind = "percent" if scale == 100 else "fraction"
    return Found(share.start(), plain.end, value, kind)


def _bare_half(text: str, start: int) -> Found:
    tenths = _TENTHS.match(text, start + 1)
    if tenths:
        return Found(start, start + 2, Fraction(1, 20 if tenths["c"] else 2), "percent")
    dozen = _DOZEN.match(text, start + 1)
    if dozen:
        return Found(start, dozen.end(), Fraction(6))
    return Found(start, start + 1, Fraction(1, 2))


def _bare_point(text: str, start: int) -> Found | None:
    """点五 is half; only where nothing stands before it that it could end."""
    before = text[start - 1 : start]
    if before and (before.isalnum() or before in NUMERAL_CHARS):
        return None
    plain = read_at("零" + text[start : start + 24], 0)
    if plain is None or plain.end < 3:
        return None
    return Found(start, start + plain.end - 1, plain.value)


def _widened(text: str, start: int, plain: Plain) -> Found | None:
    """A plain numeral with the words after it that change its value."""
    found = Found(
        start, plain.end, plain.value, high=plain.high, headless=plain.headless, digits=plain.digits
    )
    if text[plain.end : plain.end + 1] == "." and text[plain.end + 1 : plain.end + 2].isdigit():
        return None
    for rule in (_parts, _slash, _power, _tenths, _percent, _counted):
        changed = rule(text, found)
        if changed is not None:
            return changed
    return found


def _parts(text: str, found: Found) -> Found | None:
    """三分之二, 五又三分之一."""
    if found.high is not None:
        return None
    whole, place, bottom = Fraction(0), found.end, found.value
    if text.startswith("又", place):
        under = read_at(text, place + 1)
        if under is None:
            return None
        whole, place, bottom = found.value, under.end, under.value
    parts = _PARTS.match(text, place)
    top = read_at(text, parts.end()) if parts else None
    if top is None or not bottom or top.high is not None:
        return None
    share = "percent" if bottom == 100 and not whole else "fraction"
    return replace(found, end=top.end, value=whole + top.value / bottom, kind=share, headless=False)


def _slash(text: str, found: Found) -> Found | None:
    """1/2 and 1 1/2; not 2024/3/5, not 1.5/2."""
    if text[found.start - 1 : found.start] == "/" and found.start:
        return None
    whole, place, top = Fraction(0), found.end, text[found.start : found.end]
    if not _SLASH_NEXT.match(text, place):
        return None
    mixed = _MIXED.match(text, place)
    if mixed:
        whole, place, top = found.value, mixed.end(), mixed[1]
    match = _SLASH.match(text, place)
    if match is None or not top.isdigit() or not top.isascii() or not int(match["den"]):
        return None
    value = whole + Fraction(int(top), int(match["den"]))
    return replace(found, end=match.end(), value=value, kind="fraction")


def _power(text: str, found: Found) -> Found | None:
    """1e5, 1.1^23."""
    match = _POWER.match(text, found.end)
    if match is None or not text[found.end - 1].isdigit() or not found.value:
        return None
    if match["e"]:
        power = int(match["e"])
        value = found.value * Fraction(10) ** power if abs(power) <= 30 else None
    else:
        power = int(match["c"])
        small = abs(power) <= 99 and found.value < 10**6
        value = found.value**power if small else None
    return None if value is None else replace(found, end=match.end(), value=value)


def _tenths(text: str, found: Found) -> Found | None:
    """三成五 and 八折: tenths; 八五折 is 85 percent."""
    match = _TENTHS.match(text, found.end)
    if match is None or (found.headless and found.value != 10):
        return None
    value, high, end = found.value, found.high, found.end + len(match[0]) - len(match["h"] or "")
    if found.high is None and value > 10 and match["w"] == "折" and value < 100:
        value = value / 10
    if value > 10 or (found.digits and value > 10):
        return None
    if match["h"]:
        value += Fraction(1, 2) if match["h"] == "半" else Fraction(DIGITS[match["h"]], 10)
        end = match.end()
    return replace(
        found, end=end, value=value / 10, high=high and high / 10, kind="percent", headless=False
    )


def _percent(text: str, found: Found) -> Found | None:
    match = _PERCENT.match(text, found.end)
    if match:
        return _times(found, match.end(), Fraction(1, 100), "percent")
    match = _PER_MILLE.match(text, found.end)
    return _times(found, match.end(), Fraction(1, 1000), "percent") if match else None


def _counted(text: str, found: Found) -> Found | None:
    """两个半, 三打."""
    if found.headless:
        return None
    half = _HALF.match(text, found.end)
    if half and found.high is None:
        return replace(found, end=half.end(), value=found.value + Fraction(1, 2))
    dozen = _DOZEN.match(text, found.end)
    return _times(found, dozen.end(), Fraction(12), found.kind) if dozen else None


def _times(found: Found, end: int, factor: Fraction, kind: str) -> Found:
    high = None if found.high is None else found.high * factor
    return replace(found, end=end, value=found.value * factor, high=high, kind=kind)
