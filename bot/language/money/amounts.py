"""One amount of money as it is said, in fen: 1w5, 二三十万, 大几千, 小两万, 8千-1万."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.numerals import DIGITS, parse_number

D = "一二两俩三四五六七八九"
_PLAIN = r"(?:\d{1,3}(?:,\d{3}){1,6}|\d{1,18})(?:\.\d{1,9})?"
_UNIT = r"(?:千万|百万|十万|万|亿|千|百|w|k)"
_TAIL = r"(?:块钱|元钱|块|元|圆|人民币|刀|大洋)"
_CNUM = r"[零一二两俩三四五六七八九十百千万亿点半]"
SCALES = {
    "百": 100, "千": 1000, "k": 1000, "万": 10**4, "w": 10**4, "个": 10**4, "十万": 10**5,
    "百万": 10**6, "千万": 10**7, "亿": 10**8, "": 1, "块": 1, "元": 1, "十": 10,
}  # fmt: skip
# Neighbouring digits: 七八 in 七八千, 三五 in 三五万.
_PAIR = r"(?:一二|一两|两三|二三|三四|三五|四五|五六|六七|七八|八九)"
# A numeral that ends before 一 of 一年 or 一个: 三十万[一年].
_ONE = r"(?!一(?:年|个|月|人|天|家|套|口|次|趟))"
_CNUM_ON = rf"(?:{_ONE}{_CNUM})"
_CURRENCY = r"[¥￥$]"
_MORE = r"(?:多|来|几|好几|把|余)"


@dataclass(frozen=True)
class Amount:
    """Fen, inclusive; `unit_said` is false for a bare figure such as 8000."""

    min: int
    max: int
    unit_said: bool = True

    def times(self, factor: float) -> Amount:
        return Amount(round(self.min * factor), round(self.max * factor), self.unit_said)


DECORATED = re.compile(
    rf"""(?P<pre>小|近|将近|不到|大概|差不多|约)?\s?{_CURRENCY}?\s?(?:
      (?P<few>大几|好几|几个|几|上)(?P<fu>十万|十个w|十个|百万|千万|万|百|千|w)(?![天年岁月])
     |(?P<x>一)?(?P<xu>万|千|百)把(?P<xt>块钱|块|元|个)?
     |(?P<q1>千)八百(?P<qt>块|元)?(?!万)
     |(?P<k1>[{D}]|\d{{1,3}})(?P<ku>万|千|w)(?P<kp>{_PAIR})(?P<kv>千|百)?(?P<kt>{_TAIL})?(?![百千万])
     |(?P<j1>[{D}])(?P<ju>百|千|万)(?P<j2>[{D}])(?P=ju)(?P<jt>{_TAIL})?(?!{_CNUM})
     |(?P<a>[{D}]?十|[{D}]百)?(?P<r1>[{D}])(?P<r2>[{D}])(?P<ru>十万|十个w|十个|百万|千万|百|千|万|w|个w|个(?![月人孩娃老小儿女礼星钟宝]))
     |(?P<t>[{D}]?十|\d+0)(?P<tm>几|来|多)个?(?P<tu>万|w|亿|个(?![月人孩娃老小儿女礼星钟宝]))
     |(?P<n1>{_PLAIN})\s?(?P<u1>{_UNIT})?\s?(?:-|~|到|至|(?P<or>、))\s?(?P<n2>{_PLAIN})\s?(?P<u2>{_UNIT}(?![\d{D}半](?![年个月天家人]))|个(?!月))?(?!\s?{_UNIT}|\d)(?P<rt>{_TAIL})?
     |(?P<c1>{_CNUM}{{1,24}})(?:-|~|到|至)(?P<c2>{_CNUM}{{0,20}}[百千万亿](?:{_ONE}[{D}半])?)(?!{_CNUM_ON}|个)(?P<ct>{_TAIL})?
     |(?P<m>{_PLAIN}|{_CNUM}{{1,24}}?)(?P<mm>多|来|余|好几)(?P<mu>百万|千万|万|千|百|w|k)(?P<mt>{_TAIL})?
     |(?P<n>{_PLAIN})\s?(?P<u>{_UNIT})(?P<frac>\d(?!\d)|[{D}半](?![年个月天家人]))?(?P<h>多(?!则|的时)|来|余)?(?!\s?[岁级类型])(?P<nt>{_TAIL})?
     |(?P<c>{_CNUM}{{0,20}}[百千万亿]{_CNUM_ON}{{0,20}})(?!{_CNUM_ON}|(?:多|来|余)?个(?!w|万))(?P<ch>多(?!则|的时)|来|余)?(?P<cu>万|w|亿)?(?P<ct2>{_TAIL})?(?!分之|[天级度])
     |(?P<b>(?!一块(?!钱))(?:{_PLAIN}|{_CNUM}{{1,24}}))(?P<bh>多|来|几|余)?(?P<bt>{_TAIL})(?!头)
     |(?P<g>{_PLAIN}|{_CNUM}{{1,24}})个(?P<gt>w|万|达不溜)
    )(?P<post>左右|上下|以内|以下|以上|出头|不到|封顶|起步|打底)?""",
    re.VERBOSE,
)

_PAID = re.compile(r"(?:年薪|年入|年收入|房贷|贷款)(?:过|上|有)?$")


def fen(value: float) -> int:
    return round(value * 100)


def number(text: str) -> float | None:
    return parse_number(text)


def exact(value: float | None, scale: int = 1) -> Amount | None:
    return None if value is None or value < 0 else Amount(fen(value * scale), fen(value * scale))


def _between(
    low: float | None, high: float | None, low_scale: int, high_scale: int
) -> Amount | None:
    if low is None or high is None:
        return None
    a, b = fen(low * low_scale), fen(high * high_scale)
    return Amount(a, b) if a <= b else None


def read_amount(match: re.Match[str]) -> Amount | None:
    for name, reader in _READERS:
        if match[name]:
            return reader(match)
    return None


def _few(match: re.Match[str]) -> Amount | None:
    scale = SCALES[match["fu"].replace("个w", "万").replace("个", "万")]
    low, high = {"大几": (5, 9), "好几": (3, 9), "上": (1, 1)}.get(match["few"], (2, 9))
    if match["pre"] == "大几":
        low, high = 5, 9
    return _between(low, high, scale, scale)


def _ba(match: re.Match[str]) -> Amount | None:
    return exact(1, SCALES[match["xu"]])


def _eight_hundred(match: re.Match[str]) -> Amount | None:
    return _between(800, 1000, 1, 1)


def _pair(match: re.Match[str]) -> Amount | None:
    low, high = DIGITS[match["r1"]], DIGITS[match["r2"]]
    if high != low + 1 and not (low == 3 and high == 5):
        return None
    unit = match["ru"].replace("个w", "万").replace("个", "万")
    base = number(match["a"]) if match["a"] else 0
    if base and base >= 100 and unit.startswith("十"):
        base /= 10
    scale = SCALES[unit]
    return _between((base or 0) + low, (base or 0) + high, scale, scale)


def _pair_below(match: re.Match[str]) -> Amount | None:
    """一万四五: 14,000 to 15,000."""
    base, scale = number(match["k1"]), SCALES[match["ku"]]
    low, high = (DIGITS[d] * scale // 10 for d in match["kp"])
    return None if base is None else _between(base * scale + low, base * scale + high, 1, 1)


def _twice(match: re.Match[str]) -> Amount | None:
    """三百五百: 300 to 500."""
    scale = SCALES[match["ju"]]
    return _between(DIGITS[match["j1"]], DIGITS[match["j2"]], scale, scale)


def _teens(match: re.Match[str]) -> Amount | None:
    base = number(match["t"])
    if base is None:
        return None
    if match["tm"] == "多" and base >= 20:
        return more(base, SCALES[match["tu"]], "多")
    low, high = {"来": (0, 2), "几": (1, 9), "多": (1, 9)}[match["tm"]]
    if match["tm"] == "多" or (match["tm"] == "几" and base > 10):
        low = 0 if match["tm"] == "多" else 1
    if match["tm"] == "来" and base >= 20:
        high = 0
    scale = SCALES[match["tu"]]
    return _between(base + low, base + high, scale, scale)


def _span(match: re.Match[str]) -> Amount | None:
    if not (match["u1"] or match["u2"] or match["rt"]):
        return None
    high_scale = SCALES[match["u2"] or ""]
    low_scale = SCALES[match["u1"]] if match["u1"] else high_scale
    low, high = number(match["n1"]), number(match["n2"])
    if match["or"] and (low is None or high != low + 1):
        return None
    return _between(low, high, low_scale, high_scale)


def _chinese_span(match: re.Match[str]) -> Amount | None:
    low, high = match["c1"], match["c2"]
    low_value, high_value = number(low), number(high)
    if low_value is None or high_value is None:
        return None
    unit = high.rstrip("一二两三四五六七八九半")[-1:]
    if not re.search("[百千万亿]", low) and unit in SCALES:
        low_value *= SCALES[unit]
    return _between(low_value, high_value, 1, 1)


def _more(match: re.Match[str]) -> Amount | None:
    value, scale = number(match["m"]), SCALES[match["mu"]]
    return more(value, scale, match["mm"])


def more(value: float | None, scale: int, word: str) -> Amount | None:
    """30多万: up to the next round figure; 30来万 is 30."""
    if value is None:
        return None
    if word in ("来", ""):
        return exact(value, scale)
    step = 10 ** (len(str(int(value))) - len(str(int(value)).rstrip("0"))) if value >= 1 else 1
    return _between(value, value + (step - 1 if step > 1 else 0.9), scale, scale)


def _plain(match: re.Match[str]) -> Amount | None:
    value, scale = number(match["n"]), SCALES[match["u"]]
    if value is None:
        return None
    if match["frac"]:
        fraction = 0.5 if match["frac"] == "半" else (number(match["frac"]) or 0) / 10
        value = round(value + fraction, 6)
    if match["h"]:
        return more(value, scale, match["h"])
    return exact(value, scale)


def _chinese(match: re.Match[str]) -> Amount | None:
    text = match["c"]
    round_sum = text in ("百万", "千万") and _PAID.search(match.string[: match.start()])
    if round_sum:
        return exact(number("一" + text))
    if text in ("万", "百", "千", "亿", "百万", "千万") and not match["ct2"] and not match["cu"]:
        return None
    value = number(text)
    scale = SCALES[match["cu"]] if match["cu"] else 1
    if value is None:
        return None
    if match["ch"]:
        head = re.fullmatch(r"(.*?)([百千万亿]+)", text)
        below = head and re.search("[百千万]", head[1])
        if head and below and not match["cu"]:
            return Amount(fen(value), fen(value + int(number("一" + head[2]) or 1) * 0.9))
        if head and head[1] and not match["cu"]:
            return more(number(head[1]), int(number("一" + head[2]) or 1), match["ch"])
    return exact(value, scale)


def _coins(match: re.Match[str]) -> Amount | None:
    value = number(match["b"])
    if match["bh"] and value is not None:
        return more(value, 1, match["bh"])
    return exact(value)


def _ge_wan(match: re.Match[str]) -> Amount | None:
    return exact(number(match["g"]), 10**4)


_READERS = (
    ("few", _few), ("xu", _ba), ("q1", _eight_hundred), ("k1", _pair_below), ("j1", _twice),
    ("r1", _pair), ("t", _teens), ("n1", _span), ("c1", _chinese_span), ("m", _more),
    ("n", _plain), ("c", _chinese), ("b", _coins), ("g", _ge_wan),
)  # fmt: skip


def softened(amount: Amount, prefix: str | None) -> Amount:
    """小两万 and 近两万 are a little less than two."""
    if prefix in ("小", "近", "将近"):
        return Amount(round(amount.min * 0.9), amount.max)
    return amount
