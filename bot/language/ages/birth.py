"""Ages by a date or year of birth: 1990.5.6生, 88年的, 85年底的, 90后."""

from __future__ import annotations

import re
from datetime import date

from bot.language.ages.values import (
    CN,
    MAX_YEARS,
    AgeValue,
    D,
    from_year,
    full_year,
    rules,
    whole,
    years,
)
from bot.language.cues import cues
from bot.language.lexicon import load_table

RULES, rule = rules()
_SEASON: dict[str, int] = load_table("ages")["seasons"]
_RECENT = {"今年": 0, "去年": 1, "前年": 2, "大前年": 3}
_Y4 = r"(?:19\d\d|20\d\d|一九[零一二三四五六七八九]{2}|二零[零一二三四五六七八九]{2})"
_Y2 = r"(?:\d\d|[零一二三四五六七八九]{2})"
_BORN = (
    r"(?:出生的?|生人|生的|生日|生(?![意病活了产孩娃二])|的人|"
    r"的(?!时候|时间|保|合同|房|车|贷|体检|报告)|人(?![民家都均])|年的)"
)


@rule(
    rf"(?<!\d)(?P<y>{_Y4}|\d\d)[.\-/](?P<m>\d{{1,2}})[.\-/](?P<d>\d{{1,2}})(?:日|号)?\s?(?:{_BORN})?"
)
@rule(
    rf"(?<!\d)(?P<y>{_Y4}|{_Y2})年\s?(?P<m>\d{{1,2}}|{CN}{{1,2}})月\s?(?P<d>\d{{1,2}}|{CN}{{1,3}})(?:日|号)\s?(?:{_BORN})?"
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


@rule(
    rf"(?<!\d)(?P<y>{_Y4}|{_Y2})(?:年|\.)\s?(?P<lunar>农历|阴历)?(?P<m>\d{{1,2}}|十一|十二|[{D}十正腊冬])(?:月(?:份|底|初|中旬?)?)?\s?(?:{_BORN})"
)
@rule(
    rf"(?<!\d)(?P<y>{_Y4}|{_Y2})年\s?(?P<lunar>农历|阴历)?(?P<m>\d{{1,2}}|十一|十二|[{D}十正腊冬])月(?:份|底|初|中旬?)?(?:{_BORN})?"
)
@rule(
    rf"(?:(?<=[我儿女子娃宝孩爸妈父母公婆爷奶姥夫妻人弟妹哥姐大二三小老伴生])|(?<=[我儿女子娃宝孩爸妈父母公婆爷奶姥夫妻人弟妹哥姐大二三小老伴生][\s:(]))"
    rf"(?P<y>{_Y4})(?P<lunar>)[.\-/](?P<m>0?[1-9]|1[0-2])(?=[\s,、;。)]|$)"
)
@rule(
    r"(?<=[,、\s/:(|])(?P<y>19\d\d|200\d)(?P<lunar>)[.\-/](?P<m>0?[1-9]|1[0-2])(?=[\s,、;。)/|]|$)"
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


@rule(
    rf"(?P<y>{'|'.join(_RECENT)})(?:(?P<m>\d{{1,2}}|十[一二]?|[{D}])月(?:份|底|初|中旬?)?)?"
    rf"(?:出生|生的|生(?=[,。;\s]|$))的?"
)
def _recent(match: re.Match[str], as_of: date) -> AgeValue | None:
    """今年3月出生, 去年生的."""
    year = as_of.year - _RECENT[match["y"]]
    month = whole(match["m"]) if match["m"] else None
    if month is None:
        return from_year(year, as_of, source="birth")
    return _by_month(year, month, as_of) if 1 <= month <= 12 else None


@rule(
    rf"(?P<y>{'|'.join(_RECENT)})(?=(?:又|才|刚)*生(?:了|下)?(?:个|一个|俩)?{cues('newborn_heads')})"
)
def _recent_child(match: re.Match[str], as_of: date) -> AgeValue | None:
    """去年又生了个女儿."""
    return from_year(as_of.year - _RECENT[match["y"]], as_of, source="birth")


@rule(rf"(?<!\d)(?P<y>{_Y4}|{_Y2})年?(?P<s>{'|'.join(_SEASON)})(?:{_BORN})?(?!体检)")
def _year_season(match: re.Match[str], as_of: date) -> AgeValue | None:
    year = full_year(match["y"], as_of)
    return _by_month(year, _SEASON[match["s"]], as_of) if year else None


@rule(r"(?<!\d)(?P<y>\d{2}|[零五六七八九]{2}|[五六七八九]十|[零]{2})(?P<half>年代)?后")
def _decade(match: re.Match[str], as_of: date) -> AgeValue | None:
    text = match["y"]
    digits = text[0] + "零" if text.endswith("十") else text
    year = full_year(digits, as_of)
    if year is None or year % 5:
        return None
    last = min(year + (9 if year % 10 == 0 else 4), as_of.year)
    return years(as_of.year - last - 1, as_of.year - year, source="decade")


@rule(rf"(?<!\d)(?P<y>{_Y4})年?(?:{_BORN})")
@rule(rf"(?<![\d第交保续缴限{D}])(?P<y>{_Y2})年?(?:出生的?|生人|生的)")
@rule(
    rf"(?<![\d第交保续缴限{D}十])(?P<y>{_Y2})年(?:{_BORN}|(?=[\s,、/;:]*[男女儿宝娃母父爸妈公婆闺孩丈媳老])|(?=属)|(?<=[我他她公婆妈爸子女儿娃是母父妻夫人亲伴娘爹弟姐妹哥媳爷奶头个宝崽仔大二三幺公][\d零四五六七八九][\d零一二三四五六七八九]年)(?=[,。;\s]|$)|(?<=个\d\d年)(?=一个)|(?<=[男女][,、\s]\d\d年)(?=[,。;\s]|$)|(?<=[婆公爸妈爷奶母父][3-9]\d年)(?=有|在|退))"
)
@rule(
    rf"(?<!\d)(?P<y>{_Y4}|{_Y2})年(?=(?:又|才|刚)?生(?:了|下)?(?:个|一个|俩)?{cues('newborn_heads')})"
)
@rule(rf"(?<!\d)(?P<y>{_Y4})年(?=$|[\s,。;:、)(/]|{cues('after_birth_year')})")
@rule(
    r"(?<=[我儿女子娃宝爸妈父母公婆爷奶妻夫人弟妹哥姐大二三妇伴])(?P<y>19[3-9]\d|200[1-9]|201\d)(?=[,。;、)]|\s(?!万|元|块)|$)"
)
@rule(r"(?<!\d)(?P<y>19[1-6]\d)年(?![\d底初前后])")  # too early for anything but a birth
def _year(match: re.Match[str], as_of: date) -> AgeValue | None:
    year = full_year(match["y"], as_of)
    return from_year(year, as_of, source="birth") if year else None
