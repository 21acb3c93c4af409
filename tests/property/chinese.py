"""Writes numbers in Chinese, for tests that read them back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Style:
    """Digits and units of a script; `two` stands for 2 before 百, 千 and 万."""

    digits: str
    small: tuple[str, str, str, str]
    two: str = ""


PLAIN = Style("零一二三四五六七八九", ("", "十", "百", "千"))
FORMAL = Style("零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"))
_BIG = ("", "万", "亿", "万亿")


def integer(number: int, style: Style) -> str:
    """A whole number below 10**16 in words."""
    if number == 0:
        return style.digits[0]
    groups = []
    rest = number
    while rest:
        groups.append(rest % 10**4)
        rest //= 10**4
    text, gap = "", False
    for power in range(len(groups) - 1, -1, -1):
        if groups[power] == 0:
            gap = bool(text)
            continue
        if text and (gap or groups[power] < 1000):
            text += style.digits[0]
        unit = "万" if power == 3 and groups[2] else _BIG[power]
        text += _group(groups[power], style, power) + unit
        gap = False
    return text


def _group(value: int, style: Style, power: int) -> str:
    text, zero = "", False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if digit == 0:
            zero = bool(text)
            continue
        word = style.digits[digit]
        if digit == 2 and style.two and (place > 1 or (place == 0 and power and value == 2)):
            word = style.two
        text += (style.digits[0] if zero else "") + word + style.small[place]
        zero = False
    return text


def decimals(whole: int, part: str) -> str:
    """A decimal number in words: 三点零五."""
    return integer(whole, PLAIN) + "点" + "".join(PLAIN.digits[int(c)] for c in part)
