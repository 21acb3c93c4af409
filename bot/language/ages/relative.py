"""Ages by an animal sign, or beside another person: 属龙, 比我大三岁, 大我一轮, 同岁."""

from __future__ import annotations

import re
from datetime import date

from bot.language.ages.values import AgeValue, D, N, rules, whole
from bot.language.lexicon import load_table

RULES, rule = rules()
_TABLE = load_table("ages")
SIGNS = "".join(_TABLE["signs"])
_SIGN_ALIKE: dict[str, str] = _TABLE["sign_words"]


@rule(rf"属(?:相是?)?(?P<s>老虎|小龙|兔子|[{SIGNS}])(?:的|子)?")
def _zodiac(match: re.Match[str], as_of: date) -> AgeValue | None:
    sign = _SIGN_ALIKE.get(match["s"], match["s"])
    return _of_sign(SIGNS.index(sign), as_of)


def _of_sign(index: int, as_of: date) -> AgeValue:
    born = [y for y in range(as_of.year - 100, as_of.year + 1) if (y - 4) % 12 == index]
    return AgeValue(options=tuple(reversed(born)), source="zodiac")


@rule(r"(?<!明年)(?<!去年)(?<!后年)本命年")
def _own_year(match: re.Match[str], as_of: date) -> AgeValue | None:
    """本命年: the year of one's own sign; no news where the age or the sign is said beside it."""
    around = match.string[max(0, match.start() - 12) : match.end() + 5]
    if re.search(rf"属[{SIGNS}老小]|\d\d|[{D}]十|十[{D}]|\d岁|[{D}]岁", around):
        return None
    return _of_sign((as_of.year - 4) % 12, as_of)


@rule(
    rf"(?<!老)(?P<s>大|小|长|年长|年轻|年小)(?:了|我|他|她|你)?(?:整整|差不多)?(?P<half>半)?(?P<n>{N})?(?:来|多)?(?P<u>个?岁|轮)(?!的)"
)
@rule(rf"(?P<s>大|小|长)(?:了)?[我他她](?:整整)?(?P<n>{N})(?P<u>)(?=$|[,。;、!?\s了呢])")
def _difference(match: re.Match[str], as_of: date) -> AgeValue | None:
    number = whole(match["n"]) if match["n"] else None
    if number is None:
        return None
    step = 12 if match["u"] == "轮" else 1
    sign = 1 if match["s"] in ("大", "长", "年长") else -1
    return AgeValue(delta=sign * number * step, source="relative")


@rule(r"同岁|同龄|同年(?:的|生)?|一样大|同一年(?:的|生的?)?|一般大|一边大")
def _same(match: re.Match[str], as_of: date) -> AgeValue | None:
    return AgeValue(delta=0, source="relative")
