"""Numbers, ordinals, percentages and fractions of a text, approximate ones as ranges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from bot.language.numerals import DIGITS, Found, scan
from bot.language.numerals.reader import read_at
from bot.language.quantities.types import Kind
from bot.language.quantities.words import measure, without_words

_MORE = re.compile(
    r"(?P<w>多|余|来|几)(?![年级少次数个为于给往钱])|(?P<w2>多|余|来|几)(?=个|次|年(?![前后级]))"
)
_ORDINAL = re.compile(r"第\s?$")
_FIRST = re.compile(
    r"头(?P<h>[一二两三四五六七八九十])(?=个|次|回|批|名|位|天|年|件|条|场|次)|首(?=[个位次届批轮例家](?![席席饰]))"
)
_ENGLISH = re.compile(
    r"(?<![\w.])(?P<n>\d{1,6})(?:st|nd|rd|th)(?![a-z])|\bno\.\s?(?P<m>\d{1,6})(?![\d.])"
)
_ABOUT = re.compile(r"(?P<u>百|千|万)(?P<t>[八十])(?P<v>十|百|千)?(?=[来多]?\s?\D|$)")
_ROUND = re.compile(r"(?:上|近|数|过|超|达|薪|入|值|逾|好几|产|约|有|破|元|币|了)$")
_ROUND_AFTER = re.compile(r"[元块人户级美吨亩册家用粉股]")
_PAIRS = re.compile(r"一[二两]|[二两]三|三[四五]|四五|五六|六七|七八|八九")
_PAIR_FOLLOW = re.compile(
    r"[个位名只条件张本次回天月周斤块元岁户家口人头倍点分秒杯瓶]|公里|小时|星期"
)
_GROUPS = re.compile(
    r"\s?(?P<w>[对双])(?![一二两三四五六七八九十\d]|[比照于立付待应着不方外策称面手人话白象数胞打接抗峙])"
)
_HALF_OK = re.compile(
    r"^(?:个|天|年|月|小时|钟头|斤|公斤|里|公里|米|杯|碗|瓶|箱|盒|袋|吨|亩|升|块|两|打|勺|桶|条|只|张|版|页|场|小时|数)"
)
_TRIM = " \t,。!?.~、;:！？"


@dataclass(frozen=True)
class Item:
    """A numeral with its kind among the quantities, before it is made a Quantity."""

    kind: Kind
    start: int
    end: int
    value: Fraction
    high: Fraction | None = None


def find_items(text: str) -> Iterator[Item]:
    """Every number, ordinal, percentage and fraction of a folded text, left to right."""
    plain = without_words(text)
    yield from _named(plain)
    for found in scan(plain):
        item = _item(plain, found)
        if item is not None:
            yield item


def _named(text: str) -> Iterator[Item]:
    """百分百; 头一个, 首次; 1st, No.3."""
    for match in re.finditer("百分百", text):
        yield Item("percent", match.start(), match.end(), Fraction(100))
    for match in _FIRST.finditer(text):
        value = Fraction(DIGITS.get(match["h"] or "一", 10))
        if value == 1:
            yield Item("ordinal", match.start(), match.end(), value)
    for match in _ENGLISH.finditer(text):
        yield Item("ordinal", match.start(), match.end(), Fraction(int(match["n"] or match["m"])))


def _item(text: str, found: Found) -> Item | None:
    if found.kind == "percent":
        high = None if found.high is None else found.high * 100
        return Item("percent", found.start, found.end, found.value * 100, high)
    if found.kind == "fraction":
        return Item("fraction", found.start, found.end, found.value)
    if found.headless:
        found = _headless(text, found) or found
        if found.headless:
            return None
    if found.end - found.start == 1 and text[found.start] == "半":
        return _half(text, found)
    return _ordinal(text, found) or _grouped(text, _approximate(text, found))


def _headless(text: str, found: Found) -> Found | None:
    """百八十 is 80 to 100; 百万 counts beside 上, 近 or 元; 千 and 万 alone are no number."""
    about = _ABOUT.match(text, found.start)
    top = {"百": 100, "千": 1000, "万": 10000}.get(text[found.start], 0)
    if about and about.end() == found.end and (about["t"] == "十") == (about["v"] is None):
        low = Fraction(top * 8, 10) if about["t"] == "八" else Fraction(top)
        high = Fraction(top) if about["t"] == "八" else found.value + 9
        return replace(found, value=low, high=high, headless=False)
    before, after = text[: found.start], text[found.end :]
    rounded = found.value >= 10**5 or before.endswith(("上", "近", "成"))
    beside = _ROUND.search(before[-2:]) or _ROUND_AFTER.match(after) or _alone(text, found)
    if not (rounded and beside):
        return None
    start = found.start
    if before.endswith("上"):
        high = found.value * 2 - 1
        return replace(found, start=start - 1, high=high, headless=False)
    return replace(found, headless=False)


def _alone(text: str, found: Found) -> bool:
    return not text[: found.start].strip(_TRIM) and not text[found.end :].strip(_TRIM)


def _half(text: str, found: Found) -> Item | None:
    """半 counts before a measure word or alone; 一半 is read with its 一."""
    after = text[found.end : found.end + 3]
    if _HALF_OK.match(after) or _alone(text, found):
        return Item("number", found.start, found.end, found.value)
    return None


def _ordinal(text: str, found: Found) -> Item | None:
    mark = _ORDINAL.search(text, max(0, found.start - 2), found.start)
    whole = found.value.denominator == 1 and found.high is None and found.value >= 0
    if mark is None or not whole:
        return None
    return Item("ordinal", mark.start(), found.end, found.value)


def _approximate(text: str, found: Found) -> Item:
    """三十多, 百来, 五十几 are ranges; 一半 is a half; 七八 before 个 a range."""
    value, end = found.value, found.end
    if text[found.start : end] == "一" and text.startswith("半", end):
        return Item("number", found.start, end + 1, Fraction(1, 2))
    pair = _pair(text, found)
    if pair is not None:
        return pair
    more = _MORE.match(text, end)
    step = _step(value) if more and found.high is None and value > 0 else 0
    if more is None or step < 10:
        return Item("number", found.start, end, value, found.high)
    end = more.end()
    if (more["w"] or more["w2"]) == "来":
        low, high = value - Fraction(step, 5), value + Fraction(step * 3, 10)
        return _scaled_tail(text, Item("number", found.start, end, low, high))
    low, high = value + 1, value + step - 1
    return _scaled_tail(text, Item("number", found.start, end, low, high))


def _scaled_tail(text: str, item: Item) -> Item:
    """三十多万: the unit after 多 multiplies both ends."""
    unit = re.compile(r"\s?个?([万亿])").match(text, item.end)
    if unit is None or item.high is None:
        return item
    scale = 10**4 if unit[1] == "万" else 10**8
    base = item.value - 1 if text[item.end - 1] in "多余几" else item.value
    low = base if text[item.end - 1] in "多余" else item.value
    return replace(item, end=unit.end(), value=low * scale, high=item.high * scale)


def _step(value: Fraction) -> int:
    """The size of the last digit that was said: 350 -> 10, 20000 -> 10000."""
    if value.denominator != 1:
        return 0
    digits = str(abs(value.numerator))
    return int(10 ** (len(digits) - len(digits.rstrip("0"))))


def _pair(text: str, found: Found) -> Item | None:
    said = text[found.start : found.end]
    if not (found.digits and _PAIRS.fullmatch(said)):
        return None
    years = text.startswith("年", found.end) and said[0] in "一二两三"
    spoken = "两" in said or years or _PAIR_FOLLOW.match(text, found.end)
    if not spoken:
        return None
    return Item(
        "number", found.start, found.end, Fraction(DIGITS[said[0]]), Fraction(DIGITS[said[1]])
    )


def _grouped(text: str, item: Item) -> Item:
    """两对, 三双: twice as many things."""
    match = _GROUPS.match(text, item.end)
    if match is None or item.value.denominator != 1 or item.value > 10**6:
        return item
    high = None if item.high is None else item.high * 2
    return replace(item, end=match.end(), value=item.value * 2, high=high)


def counted_ahead(text: str, end: int) -> bool:
    """Whether a measure word follows, as in 三百人."""
    return measure().match(text, end) is not None


def value_at(text: str, start: int) -> Fraction | None:
    """The exact plain numeral at a place."""
    plain = read_at(text, start) if start < len(text) else None
    return None if plain is None or plain.high is not None else plain.value
