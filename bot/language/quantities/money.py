"""Amounts of money with their currency: 三千元, ￥3,000.50, 两块五, 人民币三千, $1.5M."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from bot.language.lexicon import load_table
from bot.language.numerals import DIGITS
from bot.language.numerals.tables import NUMERAL_CHARS, fold
from bot.language.quantities.numbers import Item, counted_ahead

_D = "一二两三四五六七八九壹贰叁肆伍陆柒捌玖1-9"
_TO = re.compile(r"\s?(?:到|至|-|~)\s?")
_YUAN_NOT = re.compile(
    r"元(?:旦|宵|素|件|老(?!师)|月|首|气|凶|帅|勋|里|桥|化|论|宇宙|次方|谋|朝|代|稹|始)"
)
_KUAI_NOT = re.compile(
    r"块(?:石|糖|蛋糕|肉|布|地|田|玉|砖|木|屏|豆|巧克力|手表|电池|冰|面|土|腹肌|拼图|牌|板|区|显|表|饼|香皂|肥皂|儿(?!钱)|多钱|大石|小石|骨|硬盘|空地|玻璃|伤|疤|皮)"
)
_DAO_NOT = re.compile(r"刀(?:子|片|鱼|法|具|叉|疤|客|锋|口|工|豆|削|枪|剑|切|流|具|架|两断|山)")
_PLAIN_UNITS = ("元", "圆", "块", "块钱", "元钱")
_CHANGE = re.compile(
    rf"(?P<and>零|又)?(?:(?P<jiao>[{_D}])\s?[毛角](?!病|发|巾|衣|孔|形|度|落|色)(?:钱|(?P<half>半))?(?:(?P<fen>[{_D}])分?(?:钱)?(?![十百千万之\d]))?"
    rf"|(?P<only>[{_D}])分(?:钱)?(?!之)|(?P<tail>[{_D}半])(?:钱)?(?![\d.,{_D}十百千万亿个岁年月天人次块元毛角分点成折到]))"
)
_SMALL = re.compile(
    r"\s?(?P<u>毛钱|角钱|分钱|毛(?![病发巾衣孔笔线坯豆利额重茸皮病重])|角(?![形度落色星大钢逐斗膜钱]))(?:(?P<fen>[一二两三四五六七八九\d])分?(?:钱)?(?![十百千万\d]))?"
)
_COLLOQUIAL = re.compile(
    r"(?<![一两二三四五六七八九十百千万\d几])块(?:(?P<j>[一二三四五六七八九])毛(?P<q>钱)?|(?P<ba>把钱?)|(?P<t>[一二三四五六七八九]))(?![块一二三四五六七八九十])"
)
_FEW = re.compile(
    r"(?<![好第有买还要哪这那])(?P<w>好几|几|数)(?P<u>块|元|毛|角|分)钱?(?=[^钱\u4e00-\u9fff]|$|的|就|左右|而已)"
)
_MORE = re.compile(r"\s?(?:多|来)(?:块?钱)?(?![少年次个])")
_SIGN = re.compile(r"(?:负的?|-)\s?$")
_FILLER = r"(?:大概|大约|约|差不多|是|有|为|才|都|也|就|共|一共|要|:|\s|了|过){0,3}$"
_NO_BARE = re.compile(r"(?:[年月日号点时分秒岁%倍度]|多?[年月]|公里|平|米|斤|期|个)")


@dataclass(frozen=True)
class Sum:
    """An amount in the major unit of a currency."""

    start: int
    end: int
    unit: str
    value: Fraction
    high: Fraction | None = None


@dataclass(frozen=True)
class _Names:
    symbol: re.Pattern[str]
    word: re.Pattern[str]
    cent: re.Pattern[str]
    ahead: re.Pattern[str]
    bearer: re.Pattern[str]
    codes: dict[str, str]


@lru_cache(maxsize=1)
def _names() -> _Names:
    table = load_table("currencies")
    codes: dict[str, str] = {}
    parts: dict[str, list[str]] = {"symbols": [], "words": [], "cents": []}
    for entry in table["currencies"]:
        for key, words in parts.items():
            for word in entry.get(key, ()):
                words.append(fold(word))
                codes[fold(word)] = entry["code"]

    def any_of(words: Sequence[str]) -> str:
        return "|".join(sorted(map(re.escape, words), key=len, reverse=True))

    return _Names(
        symbol=re.compile(rf"(?<![a-z])(?:{any_of(parts['symbols'])})\s?$"),
        word=re.compile(rf"\s?(?P<w>{any_of(parts['words'])})(?![a-z])"),
        cent=re.compile(rf"\s?(?P<w>{any_of(parts['cents'])})"),
        ahead=re.compile(rf"(?<![a-z])(?P<w>{any_of(table['ahead'])})(?:\s|:|的|约|大约)?$"),
        bearer=re.compile(rf"(?:{any_of(table['bearers'])}){_FILLER}"),
        codes=codes,
    )


def find_sums(text: str, items: Sequence[Item]) -> Iterator[Sum]:
    """Every amount of money of a folded text; `items` are its numerals."""
    numbers = [i for i in items if i.kind in ("number", "fraction")]
    for index, item in enumerate(numbers):
        found = _sum(text, item)
        if found is None:
            continue
        before = numbers[index - 1] if index else None
        yield _joined(text, before, item, found) if before else found
    yield from _without_number(text)


def _sum(text: str, item: Item) -> Sum | None:
    start, ahead = _before(text, item.start)
    found = _after(text, item, ahead) if item.kind == "number" else None
    if found is None and ahead is not None and not counted_ahead(text, item.end):
        found = Sum(item.start, item.end, ahead, item.value, item.high)
    if found is None:
        found = _small(text, item) or _borne(text, item)
    if found is None:
        return None
    if ahead is None or found.unit not in (ahead, "CNY"):
        return found
    signed = _SIGN.search(text, max(0, start - 3), start)
    if signed and found.value > 0 and not text[signed.start() - 1 : signed.start()].isalnum():
        high = None if found.high is None else -found.high
        found = replace(found, value=-found.value, high=high)
        start = signed.start()
    return replace(found, start=start, unit=ahead)


def _before(text: str, start: int) -> tuple[int, str | None]:
    """The symbol or word of a currency that stands before a figure."""
    names, left = _names(), max(0, start - 10)
    window = text[left:start]
    match = names.symbol.search(window)
    if match:
        return left + match.start(), names.codes[match[0].strip()]
    match = names.ahead.search(window)
    if match is None or _owned(text, left + match.start()):
        return start, None
    return left + match.start(), names.codes[match["w"]]


def _owned(text: str, start: int) -> bool:
    """The word of 100美元 200 belongs to the figure before it."""
    before = text[:start][-2:].rstrip()[-1:]
    return before in NUMERAL_CHARS or before.isdigit() or before in ("元", "块")


def _after(text: str, item: Item, ahead: str | None) -> Sum | None:
    """The word of a currency after a figure, with the change after it (两块五, 三元五角)."""
    names = _names()
    cent = names.cent.match(text, item.end)
    if cent:
        code = names.codes[cent["w"]]
        return Sum(item.start, cent.end(), code, item.value / 100, item.high and item.high / 100)
    word = names.word.match(text, item.end)
    if word is None or _other_word(text, word.start("w"), item):
        return None
    said, end = word["w"], word.end()
    if ahead is not None and names.codes[said] not in (ahead, "CNY"):
        return None
    if ahead is not None and said not in _PLAIN_UNITS and text[end : end + 1].isdigit():
        return None
    found = Sum(item.start, end, names.codes[said], item.value, item.high)
    if said not in _PLAIN_UNITS:
        return found
    if ahead is None and said in ("元", "块", "圆"):
        foreign = re.compile(r"\s?(?:的)?(?P<w>美金|美元|港币|台币|人民币|美刀)").match(text, end)
        if foreign:
            return replace(found, end=foreign.end(), unit=names.codes[foreign["w"]])
    return _change(text, found) if found.high is None else found


def _other_word(text: str, place: int, item: Item) -> bool:
    """元旦, 三块石头, 一块去 are no money."""
    char = text[place]
    if char == "元" and _YUAN_NOT.match(text, place):
        return True
    if char == "刀" and _DAO_NOT.match(text, place):
        return True
    if char != "块" or text.startswith("块钱", place):
        return False
    if item.value < 100 and _KUAI_NOT.match(text, place):
        return True
    if text[item.start : item.end] != "一":
        return False
    after = text[place + 1 : place + 2]
    alone = not after and item.start == 0
    return not (alone or after in DIGITS or after.isdigit() or after in "多半/每的以起")


def _change(text: str, found: Sum) -> Sum:
    """What follows the yuan: 五 or 五毛 a half, 零五分 a twentieth, 多 a bit more."""
    match = _CHANGE.match(text, found.end)
    if match is None:
        more = _MORE.match(text, found.end)
        if more and found.value.denominator == 1 and "多" in more[0]:
            return replace(found, end=more.end(), high=found.value + Fraction(9, 10))
        return found
    if match["tail"] == "半":
        return replace(found, end=match.end(), value=found.value + Fraction(1, 2))
    if match["only"]:
        part = Fraction(_digit(match["only"]), 100)
    elif match["tail"]:
        part = Fraction(_digit(match["tail"]), 100 if match["and"] else 10)
    else:
        part = Fraction(_digit(match["jiao"]), 10) + Fraction(_digit(match["fen"] or "零"), 100)
        part += Fraction(1, 20) if match["half"] else 0
    sign = -1 if found.value < 0 else 1
    return replace(found, end=match.end(), value=found.value + sign * part)


def _digit(char: str) -> int:
    return DIGITS[char] if char in DIGITS else int(char)


def _small(text: str, item: Item) -> Sum | None:
    """五毛, 三角, 八毛五, 两分钱: less than a yuan."""
    match = _SMALL.match(text, item.end)
    if match is None or item.kind != "number" or item.value > 100:
        return None
    unit = match["u"]
    if unit == "角" and text[match.end() : match.end() + 1].isalnum() and not match["fen"]:
        return None
    scale = 100 if unit.startswith("分") else 10
    value = item.value / scale + (Fraction(_digit(match["fen"]), 100) if match["fen"] else 0)
    return Sum(item.start, match.end(), "CNY", value, item.high and item.high / scale)


def _borne(text: str, item: Item) -> Sum | None:
    """花了两百五: a figure of a hundred or more after a word of paying, with no other unit."""
    if item.kind != "number" or item.value < 100 or _NO_BARE.match(text, item.end):
        return None
    if counted_ahead(text, item.end) or not _names().bearer.search(
        text[max(0, item.start - 12) : item.start]
    ):
        return None
    return Sum(item.start, item.end, "CNY", item.value, item.high)


def _joined(text: str, before: Item, item: Item, found: Sum) -> Sum:
    """三千到五千元, 3-5万元: one range; the first figure takes the unit of the second."""
    if before.kind != "number" or before.high is not None or found.high is not None:
        return found
    link = _TO.fullmatch(text, before.end, found.start)
    if link is None or before.value < 0:
        return found
    start, ahead = _before(text, before.start)
    if ahead is not None and ahead != found.unit:
        return found
    low, unit = before.value, text[item.end - 1 : item.end]
    scale = {"万": 10**4, "亿": 10**8, "千": 1000, "百": 100, "k": 1000, "w": 10**4}.get(unit, 1)
    if low < 1000 and low * scale < found.value and text[before.end - 1] not in "百千万亿kw":
        low *= scale
    if low >= found.value:
        return found
    return Sum(start, found.end, found.unit, low, found.value)


def _without_number(text: str) -> Iterator[Sum]:
    """块八毛, 块把钱, 几块钱: amounts that begin with the unit or with 几."""
    for match in _COLLOQUIAL.finditer(text):
        before = text[match.start() - 1 : match.start()]
        if before and (before.isdigit() or before in "一大小方石版板地"):
            continue
        if match["t"] and before.isalnum():
            continue
        tenth = Fraction(_digit(match["j"] or match["t"] or "零"), 10)
        low = Fraction(1) if match["ba"] else (tenth if match["j"] else 1 + tenth)
        high = Fraction(1) if match["j"] else None
        yield Sum(match.start(), match.end(), "CNY", low, high)
    for match in _FEW.finditer(text):
        scale = {"毛": 10, "角": 10, "分": 100}.get(match["u"], 1)
        least = Fraction(3 if match["w"] == "好几" else 2, scale)
        yield Sum(match.start(), match.end(), "CNY", least, Fraction(9, scale))
