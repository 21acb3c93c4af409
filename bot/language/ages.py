"""Ages as people say them, as ranges of completed years on a date.

`find_ages` returns every expression that is an age by itself (36岁, 88年的, 属马, 初二,
六十好几, 两岁半). A bare number becomes an age only by its neighbours: see `linker`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.language.numerals import DIGITS, parse_number

_D = "一二两三四五六七八九"
_CN = "[零一二两三四五六七八九十百廿卅]"
_N = rf"(?:\d{{1,3}}|{_CN}{{1,4}})"
_TENS = rf"(?:[{_D}]?十|\d0)"
_NEAR = r"(?:左右|上下|光景|的样子|样子)"
_AFTER = r"(?!\d)(?!\s?[万千wk%块元])"
SIGNS = "鼠牛虎兔龙蛇马羊猴鸡狗猪"
_SIGN_ALIKE = {"老虎": "虎", "小龙": "蛇", "兔子": "兔"}
_SEASON = {
    "年初": 2,
    "开春": 3,
    "春天": 4,
    "夏天": 7,
    "秋天": 10,
    "年底": 12,
    "年末": 12,
    "年尾": 12,
}
MAX_YEARS = 110


@dataclass(frozen=True)
class AgeValue:
    """Completed years, inclusive. `options` are birth years of an animal sign; `delta` is
    the difference to another person (`than`: the words naming that person)."""

    min: int = 0
    max: int = 0
    months: int | None = None
    options: tuple[int, ...] = ()
    delta: int | None = None
    sign_unknown: bool = False
    source: str = "years"

    @property
    def exact(self) -> bool:
        return self.min == self.max

    @property
    def known(self) -> bool:
        return not self.options and self.delta is None


@dataclass(frozen=True)
class AgeSpan:
    start: int
    end: int
    value: AgeValue


Maker = Callable[[re.Match[str], date], "AgeValue | None"]
_RULES: list[tuple[re.Pattern[str], Maker]] = []


def _rule(pattern: str) -> Callable[[Maker], Maker]:
    def register(maker: Maker) -> Maker:
        _RULES.append((re.compile(pattern), maker))
        return maker

    return register


def whole(text: str) -> int | None:
    """A whole number from Arabic or Chinese digits."""
    value = parse_number(text)
    return value if isinstance(value, int) else None


def years(low: int, high: int | None = None, **more: Any) -> AgeValue | None:
    top = low if high is None else high
    if low > MAX_YEARS or top < 0:
        return None
    return AgeValue(max(0, low), min(top, 120), **more)


def from_year(year: int, as_of: date, **more: Any) -> AgeValue | None:
    """Age of someone born in a year: the birthday may or may not have passed."""
    if not as_of.year - MAX_YEARS <= year <= as_of.year:
        return None
    return years(as_of.year - year - 1, as_of.year - year, **more)


def from_months(months: int) -> AgeValue | None:
    return AgeValue(months // 12, months // 12, months if months <= 36 else None, source="months")


def full_year(text: str, as_of: date) -> int | None:
    """1988 from 88, 八八, 1988, 一九八八; 2009 from 09."""
    digits = "".join(str(DIGITS.get(c, c)) for c in text)
    if not digits.isdigit():
        return None
    value = int(digits)
    if len(digits) == 4:
        return value
    if len(digits) != 2:
        return None
    return 2000 + value if value <= as_of.year % 100 else 1900 + value


# --- dates ----------------------------------------

_Y4 = r"(?:19\d\d|20\d\d|一九[零一二三四五六七八九]{2}|二零[零一二三四五六七八九]{2})"
_Y2 = r"(?:\d\d|[零一二三四五六七八九]{2})"
_BORN = (
    r"(?:出生的?|生人|生的|生日|生(?![意病活了产孩娃二])|的人|"
    r"的(?!时候|时间|保|合同|房|车|贷|体检|报告)|人(?![民家都均])|年的)"
)


@_rule(
    rf"(?<!\d)(?P<y>{_Y4}|\d\d)[.\-/](?P<m>\d{{1,2}})[.\-/](?P<d>\d{{1,2}})(?:日|号)?\s?(?:{_BORN})?"
)
@_rule(
    rf"(?<!\d)(?P<y>{_Y4}|{_Y2})年\s?(?P<m>\d{{1,2}}|{_CN}{{1,2}})月\s?(?P<d>\d{{1,2}}|{_CN}{{1,3}})(?:日|号)\s?(?:{_BORN})?"
)
def _full_date(match: re.Match[str], as_of: date) -> AgeValue | None:
    year, month, day = full_year(match["y"], as_of), whole(match["m"]), whole(match["d"])
    if not year or not month or not day:
        return None
    try:
        born = date(year, month, day)
    except ValueError:
        return None
    months = (as_of.year - year) * 12 + as_of.month - month - (as_of.day < day)
    return _since(born, months)


def _since(born: date, months: int) -> AgeValue | None:
    if months < 0 or months > MAX_YEARS * 12:
        return None
    age = months // 12
    return AgeValue(age, age, months if age < 3 else None, source="birth")


@_rule(
    rf"(?<!\d)(?P<y>{_Y4}|{_Y2})(?:年|\.)\s?(?P<lunar>农历|阴历)?(?P<m>\d{{1,2}}|十一|十二|[{_D}十正腊冬])(?:月(?:份|底|初|中旬?)?)?\s?(?:{_BORN})"
)
@_rule(
    rf"(?<!\d)(?P<y>{_Y4}|{_Y2})年\s?(?P<lunar>农历|阴历)?(?P<m>\d{{1,2}}|十一|十二|[{_D}十正腊冬])月(?:份|底|初|中旬?)?(?:{_BORN})?"
)
def _year_month(match: re.Match[str], as_of: date) -> AgeValue | None:
    year = full_year(match["y"], as_of)
    named = {"正": 1, "冬": 11, "腊": 12}
    month = named.get(match["m"]) or whole(match["m"])
    if not year or not month or not 1 <= month <= 12:
        return None
    if match["lunar"]:
        early = month <= as_of.month - 2
        age = as_of.year - year
        return years(age, age, source="birth") if early else from_year(year, as_of, source="birth")
    return _by_month(year, month, as_of)


def _by_month(year: int, month: int, as_of: date) -> AgeValue | None:
    if not as_of.year - MAX_YEARS <= year <= as_of.year:
        return None
    months = (as_of.year - year) * 12 + as_of.month - month
    if months < 0:
        return None
    if month == as_of.month and months:
        return years(months // 12 - 1, months // 12, source="birth")
    age = months // 12
    return AgeValue(age, age, months if age < 3 else None, source="birth")


@_rule(rf"(?<!\d)(?P<y>{_Y4}|{_Y2})年?(?P<s>{'|'.join(_SEASON)})(?:{_BORN})?(?!体检)")
def _year_season(match: re.Match[str], as_of: date) -> AgeValue | None:
    year = full_year(match["y"], as_of)
    return _by_month(year, _SEASON[match["s"]], as_of) if year else None


@_rule(r"(?<!\d)(?P<y>\d{2}|[零五六七八九]{2}|[五六七八九]十|[零]{2})(?P<half>年代)?后")
def _decade(match: re.Match[str], as_of: date) -> AgeValue | None:
    text = match["y"]
    digits = text[0] + "零" if text.endswith("十") else text
    year = full_year(digits, as_of)
    if year is None or year % 5:
        return None
    last = min(year + (9 if year % 10 == 0 else 4), as_of.year)
    return years(as_of.year - last - 1, as_of.year - year, source="decade")


@_rule(rf"(?<!\d)(?P<y>{_Y4})年?(?:{_BORN})")
@_rule(rf"(?<![\d第交保续缴限{_D}])(?P<y>{_Y2})年?(?:出生的?|生人|生的)")
@_rule(
    rf"(?<![\d第交保续缴限{_D}十])(?P<y>{_Y2})年(?:{_BORN}|(?=[\s,、/;:]*[男女儿宝娃母父爸妈公婆闺孩丈媳老])|(?=属)|(?<=[我他她公婆妈爸子女儿娃是母父妻夫人亲伴娘爹弟姐妹哥媳爷奶头个]\d\d年)(?=[,。;\s]|$)|(?<=个\d\d年)(?=一个)|(?<=[婆公爸妈爷奶母父][3-9]\d年)(?=有|在|退))"
)
@_rule(
    rf"(?<!\d)(?P<y>{_Y4})年(?!底|初|前|后|买|体检|查|开始|投|月|\d{{1,2}}月|[一二三四五六七八九十]{{1,2}}月)"
)
def _year(match: re.Match[str], as_of: date) -> AgeValue | None:
    year = full_year(match["y"], as_of)
    return from_year(year, as_of, source="birth") if year else None


# --- zodiac and relative ----------------------------------------


@_rule(rf"属(?:相是?)?(?P<s>老虎|小龙|兔子|[{SIGNS}])(?:的|子)?")
def _zodiac(match: re.Match[str], as_of: date) -> AgeValue | None:
    sign = _SIGN_ALIKE.get(match["s"], match["s"])
    index = SIGNS.index(sign)
    born = [y for y in range(as_of.year - 100, as_of.year + 1) if (y - 4) % 12 == index]
    return AgeValue(options=tuple(reversed(born)), source="zodiac")


_UNITS = r"(?:岁半|个?岁|周岁|轮|年|届)"


@_rule(
    rf"(?<!老)(?P<s>大|小|长|年长|年轻|年小)(?:了|我|他|她|你)?(?:整整|差不多)?(?P<half>半)?(?P<n>{_N})?(?:来|多)?(?P<u>个?岁|轮)(?!的)"
)
def _difference(match: re.Match[str], as_of: date) -> AgeValue | None:
    number = whole(match["n"]) if match["n"] else None
    if number is None:
        return None
    step = 12 if match["u"] == "轮" else 1
    sign = 1 if match["s"] in ("大", "长", "年长") else -1
    return AgeValue(delta=sign * number * step, source="relative")


@_rule(r"同岁|同龄|同年(?:的|生)?|一样大|同一年(?:的|生的?)?|一般大|一边大")
def _same(match: re.Match[str], as_of: date) -> AgeValue | None:
    return AgeValue(delta=0, source="relative")


# --- infants ----------------------------------------


@_rule(rf"(?P<y>{_N})(?:周岁|岁)(?:零|又|过|多|加|啊)?\s?(?P<m>{_N}|半)个?多?月")
def _years_months(match: re.Match[str], as_of: date) -> AgeValue | None:
    age, more = whole(match["y"]), whole(match["m"])
    if age is None or more is None or more > 12:
        return None
    return AgeValue(age, age, age * 12 + more if age < 3 else None, source="years")


@_rule(rf"(?P<n>{_N})岁半")
def _and_half(match: re.Match[str], as_of: date) -> AgeValue | None:
    age = whole(match["n"])
    if age is None or age > MAX_YEARS:
        return None
    return AgeValue(age, age, age * 12 + 6 if age < 3 else None)


@_rule(r"半岁(?:多点?|左右|大)?|六个月大|半(?:周)?岁")
def _half_year(match: re.Match[str], as_of: date) -> AgeValue | None:
    return from_months(6)


@_rule(r"刚?满月(?!酒)|刚出月子")
def _one_month(match: re.Match[str], as_of: date) -> AgeValue | None:
    return from_months(1)


@_rule(r"(?:刚)?(?:过)?(?:满)?(?:百天|百日|一百天|100天)(?!内|后)")
def _hundred_days(match: re.Match[str], as_of: date) -> AgeValue | None:
    return from_months(3)


@_rule(
    r"刚(?:刚)?(?:出生|生下来|落地|生完?|降生)(?:才|有|了)?(?P<n>\d+|[一二三四五六七八九十]+)?(?P<u>天|个?多?月|周)?|出生(?:才|有|刚)?(?P<n2>\d+|[一二三四五六七八九十]+)(?P<u2>天|个?多?月|周)|新生儿|(?:还在)?(?:坐)?月子里的?娃|(?:未|没|还没|不到)满月"
)
def _newborn(match: re.Match[str], as_of: date) -> AgeValue | None:
    number = whole(match["n"] or match["n2"] or "0") or 0
    unit = match["u"] or match["u2"] or "天"
    days = number * (1 if unit == "天" else 7 if unit == "周" else 30)
    return from_months(days // 30)


@_rule(r"(?:刚)?(?:抓周|断奶|周岁宴|满周岁|一周岁)|刚会走(?:路)?")
def _about_one(match: re.Match[str], as_of: date) -> AgeValue | None:
    return AgeValue(1, 1, None, source="stage") if "断奶" not in match[0] else AgeValue(0, 1)


@_rule(rf"(?<![\d第])(?P<n>{_N})(?P<u>天|周)大")
def _days_old(match: re.Match[str], as_of: date) -> AgeValue | None:
    number = whole(match["n"])
    return None if number is None else from_months(number * (7 if match["u"] == "周" else 1) // 30)


@_rule(
    rf"(?<![\d第怀孕])(?P<n>\d{{1,2}}|[{_D}十]{{1,3}})(?P<half>个半|个多|个)月(?P<big>大|(?<=[儿子女娃宝孩才刚奶在二三幺]\d个月)(?![薪工前后内])|(?<=[儿子女娃宝孩才刚奶在三幺][一二两三四五六七八九十]个月)(?![薪工前后内])|(?<=[儿子女娃宝孩才刚奶在二三幺]\d\d个月)(?![薪工前后内])|的(?=[宝娃孩儿女小崽婴])|(?=宝|娃|孩|婴|女儿|女宝|男宝|儿子|闺女))"
)
def _months_old(match: re.Match[str], as_of: date) -> AgeValue | None:
    number = whole(match["n"])
    return None if number is None else from_months(number)


# --- school ----------------------------------------


@_rule(r"托班|早教班|(?:上|读|在|去|念)托儿所")
def _toddler(match: re.Match[str], as_of: date) -> AgeValue | None:
    return years(2, 3, source="school")


@_rule(
    r"(?:(?:刚)?(?:上|读|念|去|进|在读?))?(?:幼儿园|幼稚园)?的?\s?(?P<c>[小中大])班(?!车|长|次)|学前班|(?:刚)?(?:上|读|念|去|进|在读?)?(?:幼儿园|幼稚园|幼儿班)(?![老教园阿工保])"
)
def _kindergarten(match: re.Match[str], as_of: date) -> AgeValue | None:
    low = {"小": 3, "中": 4, "大": 5}.get(match["c"] or "")
    if "学前班" in match[0]:
        return years(5, 6, source="school")
    return years(low, low + 1, source="school") if low else years(3, 6, source="school")


@_rule(rf"(?P<s>小学|初中|高中|大学)(?P<k>[{_D}\d])年级|(?P<k2>[{_D}1-9])年级(?P<s2>小学)?")
def _grade(match: re.Match[str], as_of: date) -> AgeValue | None:
    number = whole(match["k"] or match["k2"])
    base = {"小学": 5, "初中": 11, "高中": 14, "大学": 17}[match["s"] or "小学"]
    return None if not number else years(base + number, base + number + 1, source="school")


@_rule(
    r"(?<![最再更放长变年月岁压糖脂酸度])(?P<s>初|高|(?<!老)大|(?<![大从最很还年])小)(?P<k>[一二三四五六])(?:上学期|下学期|在读|学生|毕业班|新生)?(?![些下号\d十岁点般套共样次辈百千万类级线家口]|年级|年\D|代|个)"
)
def _school_year(match: re.Match[str], as_of: date) -> AgeValue | None:
    number = DIGITS[match["k"]]
    base, top = {"小": (5, 6), "初": (11, 4), "高": (14, 3), "大": (17, 5)}[match["s"]]
    return None if number > top else years(base + number, base + number + 1, source="school")


_STAGES = {
    "小升初": (11, 12), "中考": (14, 15), "高考": (17, 18), "幼升小": (5, 6),
    "上小学": (6, 12), "读小学": (6, 12), "小学生": (6, 12), "念小学": (6, 12), "在小学": (6, 12),
    "上初中": (12, 15), "读初中": (12, 15), "初中生": (12, 15), "念初中": (12, 15),
    "上中学": (12, 18), "读中学": (12, 18), "中学生": (12, 18),
    "上高中": (15, 18), "读高中": (15, 18), "高中生": (15, 18), "念高中": (15, 18),
    "上大学": (18, 22), "读大学": (18, 22), "大学生": (18, 22), "念大学": (18, 22),
    "读研": (22, 26), "研究生": (22, 26), "读博": (24, 30), "刚上小学": (6, 7), "刚读小学": (6, 7),
    "刚上初中": (12, 13), "刚上高中": (15, 16), "刚上大学": (18, 19), "在读大学": (18, 22),
    "小学毕业": (12, 13), "大学刚毕业": (21, 24), "刚大学毕业": (21, 24),
}  # fmt: skip


@_rule(
    "(?:"
    + "|".join(sorted(_STAGES, key=len, reverse=True))
    + ")(?![的]?老师|毕业|教师|时候|文化|学历)"
)
def _stage(match: re.Match[str], as_of: date) -> AgeValue | None:
    low, high = _STAGES[match[0]]
    return years(low, high, source="school")


# --- approximate years ----------------------------------------


@_rule(r"奔(?P<n>[三四五六七八九]|\d)(?:十|0)?(?:去|走|张|的人)?(?!波)")
def _heading(match: re.Match[str], as_of: date) -> AgeValue | None:
    tens = whole(match["n"]) or 0
    return years(tens * 10 - 4, tens * 10 - 1, source="range")


@_rule(
    r"(?:(?:三十|四十|五十|六十|七十)(?=而立|不惑|知天命|知命|花甲|古稀))?年?过?(?P<n>半百|花甲|古稀|耄耋|而立|不惑|知天命|知命)(?:之年)?"
)
def _classical(match: re.Match[str], as_of: date) -> AgeValue | None:
    table = {"半百": 50, "花甲": 60, "古稀": 70, "而立": 30, "不惑": 40, "知天命": 50, "知命": 50}
    if match["n"] == "耄耋":
        return years(80, 90, source="range")
    return years(table[match["n"]], source="classical")


@_rule(rf"(?P<near>年近|将近|近|年过|过)?(?P<n>[{_D}])旬(?P<more>多|老人)?")
def _ten_days(match: re.Match[str], as_of: date) -> AgeValue | None:
    tens = DIGITS[match["n"]] * 10
    if match["near"] in ("年近", "将近", "近"):
        return years(tens - 2, tens - 1, source="range")
    return years(tens + 1, tens + 9) if match["near"] or match["more"] else years(tens)


@_rule(
    rf"(?P<n>{_TENS})(?:岁)?(?:刚)?(?P<k>出头|好几|大几|来岁|来(?=[,。!?\s]|$)|多岁|多(?=[,。、!?\s的了吧]|$)|几岁|几(?=[,。、!?\s了的]|$)|挂零|冒头|开外)(?:岁|了)?{_AFTER}(?!个|号|天|年|斤|公)"
)
def _tens_more(match: re.Match[str], as_of: date) -> AgeValue | None:
    base = whole(match["n"])
    if base is None:
        return None
    low, high = _SPREAD.get(match["k"][0], (1, 9))
    if match["k"] == "开外":
        low, high = 1, 9
    return years(base + low, base + high, source="range")


_SPREAD = {"出": (1, 3), "好": (5, 9), "大": (5, 9), "来": (-2, 3), "挂": (1, 3), "冒": (1, 3)}


@_rule(rf"小(?P<n>[{_D}]十|\d0)(?:岁)?(?:的人)?了?{_AFTER}(?![万千块个几多年])")
def _small(match: re.Match[str], as_of: date) -> AgeValue | None:
    base = whole(match["n"])
    return None if base is None else years(base - 3, base - 1, source="range")


@_rule(rf"(?:还)?(?:不到|没到|未满|不满|不足)(?P<n>{_N})(?:周岁|岁)")
@_rule(rf"(?:还)?(?:不到|没到)(?P<n>[{_D}]十){_AFTER}(?![万千块个年])")
@_rule(
    rf"(?:快|马上|差点|眼看|将近|快要|接近|临近)(?:要|就|到|满|够)*(?P<n>{_N})(?:周岁|岁)(?:了)?"
)
@_rule(
    rf"(?:快|眼看|将近|快要|马上)(?:要|就|到|满)*(?P<n>[{_D}]十(?:[{_D}])?|[2-9]\d)(?:了|的人|(?=[,。、;!\s]|$))"
)
def _under(match: re.Match[str], as_of: date) -> AgeValue | None:
    limit = whole(match["n"])
    if limit is None:
        return None
    if limit <= 3:
        return years(limit - 1)
    return years(max(0, limit - 2), limit - 1, source="range")


@_rule(
    rf"(?P<when>下个?月|下周|下星期|下礼拜|过几天|后天|明天|月底|年底|过完?年)(?:就|要|该|才|满|是|到|整)*(?P<xu>虚岁)?(?:满|是|有)?(?P<n>{_N})(?:周岁|岁)?(?:生日)?(?:了)?{_AFTER}(?![万千块个年月号\d])"
)
def _soon(match: re.Match[str], as_of: date) -> AgeValue | None:
    target = whole(match["n"])
    if target is None or target < 1 or target > MAX_YEARS:
        return None
    if match["xu"]:
        born = as_of.year + 1 - target + 1
        return from_year(born, as_of, source="nominal")
    return years(target - 1)


@_rule(
    rf"(?:明年|来年)(?:就|要|该|满|是|到|整)*(?P<xu>虚岁)?(?:满|是)?(?P<n>{_N})(?:周岁|岁)?(?:了)?{_AFTER}(?![万千块个年月号\d])"
)
def _next_year(match: re.Match[str], as_of: date) -> AgeValue | None:
    target = whole(match["n"])
    if target is None or target < 1 or target > MAX_YEARS:
        return None
    return from_year(as_of.year + 1 - target + (1 if match["xu"] else 0), as_of)


@_rule(rf"虚岁?(?:是|有|都|已经|今年|快|算)*(?P<n>{_N})(?:岁)?(?:了)?")
@_rule(rf"(?P<n>{_N})(?:虚岁|岁?\(?虚岁?\)?|岁虚的)")
def _nominal(match: re.Match[str], as_of: date) -> AgeValue | None:
    number = whole(match["n"])
    return None if not number else years(max(0, number - 2), number - 1, source="nominal")


# --- ranges and plain years ----------------------------------------


@_rule(rf"(?P<t>[{_D}])(?P<u>[{_D}])十(?:多|来|几)?岁")
def _two_tens(match: re.Match[str], as_of: date) -> AgeValue | None:
    low, high = DIGITS[match["t"]], DIGITS[match["u"]]
    return years(low * 10, high * 10 + 9, source="range") if high == low + 1 else None


@_rule(rf"(?P<t>[{_D}]?十)(?P<a>[{_D}])(?P<b>[{_D}])岁?{_AFTER}(?![万千百块个年])")
@_rule(rf"(?P<t>)(?P<a>[{_D}])(?P<b>[{_D}])岁")
def _pair(match: re.Match[str], as_of: date) -> AgeValue | None:
    base = whole(match["t"]) or 0 if match["t"] else 0
    low, high = DIGITS[match["a"]], DIGITS[match["b"]]
    return years(base + low, base + high, source="range") if high == low + 1 else None


@_rule(rf"(?<!\d)(?P<a>{_N})(?:岁)?(?:-|~|到|至)(?P<b>{_N})(?:周岁|岁)(?!可|都能|的人|之间)")
def _from_to(match: re.Match[str], as_of: date) -> AgeValue | None:
    low, high = whole(match["a"]), whole(match["b"])
    if low is None or high is None or low >= high or high > MAX_YEARS:
        return None
    return years(low, high, source="range")


@_rule(r"(?<!\d)(?P<a>\d{2})[、,]\s?(?P<b>\d)岁")
def _digit_pair(match: re.Match[str], as_of: date) -> AgeValue | None:
    low = int(match["a"])
    high = low // 10 * 10 + int(match["b"])
    return years(low, high, source="range") if high == low + 1 else None


@_rule(rf"(?P<n>[{_D}]十)有(?P<u>[{_D}])岁?")
def _old_style(match: re.Match[str], as_of: date) -> AgeValue | None:
    return years((whole(match["n"]) or 0) + DIGITS[match["u"]])


@_rule(
    rf"(?<![\d第{_D}])(?P<n>{_N})\s?(?:周岁|周年岁|岁)(?P<tail>多点?|出头|左右|上下|不到|整|了)?"
)
def _plain_years(match: re.Match[str], as_of: date) -> AgeValue | None:
    number = whole(match["n"])
    if number is None or number > MAX_YEARS:
        return None
    tail = match["tail"] or ""
    if tail.startswith("多") and number >= 20 and number % 10 == 0:
        return years(number + 1, number + 9, source="range")
    if tail == "出头":
        return years(number + 1, number + 3) if number % 10 == 0 else years(number)
    if tail in ("左右", "上下") and number >= 20:
        return years(number - 2, number + 2, source="range")
    if tail == "不到":
        return years(max(0, number - 1), number - 1)
    return years(number)


@_rule(rf"(?P<n>[{_D}]十[{_D}]?|\d\d)(?:{_NEAR}){_AFTER}(?![万千块])")
def _around(match: re.Match[str], as_of: date) -> AgeValue | None:
    number = whole(match["n"])
    return None if number is None else years(number - 2, number + 2, source="range")


def find_ages(text: str, as_of: date) -> tuple[AgeSpan, ...]:
    """Every age expression of a normalised text; earlier and longer ones win overlaps."""
    found = list(_candidates(text, as_of))
    found.sort(key=lambda s: (-(s.end - s.start), s.start))
    taken: list[AgeSpan] = []
    for span in found:
        if all(span.end <= t.start or span.start >= t.end for t in taken):
            taken.append(span)
    return tuple(sorted(taken, key=lambda s: s.start))


def _candidates(text: str, as_of: date) -> Iterator[AgeSpan]:
    for pattern, maker in _RULES:
        for match in pattern.finditer(text):
            value = maker(match, as_of)
            if value is not None and match.end() > match.start():
                yield AgeSpan(match.start(), match.end(), value)


def shifted(base: AgeValue, delta: int) -> AgeValue | None:
    """The age of someone `delta` years older than a known age."""
    return years(base.min + delta, base.max + delta, source="relative")


def intersection(a: AgeValue, b: AgeValue) -> AgeValue | None:
    """What two statements about one age leave open; None when they contradict."""
    low, high = max(a.min, b.min), min(a.max, b.max)
    if low > high:
        return None
    months = b.months if b.months is not None else a.months
    narrow = b if (b.max - b.min) <= (a.max - a.min) else a
    return replace(narrow, min=low, max=high, months=months)
