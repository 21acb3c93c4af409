"""Hiding personal data in logs and statistics: numbers, addresses and names that identify.

Masking errs on the side of hiding. It keeps the kind visible (`110***********1234`), so that
a log line stays readable, and never the whole value.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

MASK = "*"
_DIGIT = r"[0-9０-９]"
_GAP = r"[\s\-－—·.]{0,2}"
_CHINESE_DIGIT = "[零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖]"
_EDGE_BEFORE, _EDGE_AFTER = r"(?<![0-9A-Za-z０-９_])", r"(?![0-9A-Za-z０-９_])"


def _run(first: int, last: int) -> str:
    return rf"{_DIGIT}(?:{_GAP}{_DIGIT}){{{first - 1},{last - 1}}}"


_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]+[@＠][A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")
_IDENTITY = re.compile(_EDGE_BEFORE + _run(17, 17) + _GAP + "[0-9０-９xXｘＸ]" + _EDGE_AFTER)
_LONG_NUMBER = re.compile(_EDGE_BEFORE + r"(?:\+|＋)?" + _run(11, 24) + _EDGE_AFTER)
_LANDLINE = re.compile(
    _EDGE_BEFORE + r"[(（]?0[1-9][0-9]{1,2}[)）]?[\s\-－]?[2-9][0-9]{6,7}" + _EDGE_AFTER
)
_SPOKEN_NUMBER = re.compile(rf"{_CHINESE_DIGIT}(?:{_GAP}{_CHINESE_DIGIT}){{10,}}")
_PASSPORT = re.compile(
    r"(?:护照|通行证|社保卡|军官证)(?:号码?|编号)?[是为:：\s]*([A-Za-z]{0,2}[0-9]{6,10})"
)
_NAME = re.compile(
    r"((?:我|他|她|孩子|宝宝|女儿|儿子|老公|老婆|先生|太太|爸爸|妈妈|爱人)的?(?:名字|姓名|大名)(?:叫|是|为)?"
    r"|(?:我|他|她|孩子|宝宝|女儿|儿子|老公|老婆|爱人)(?:就)?叫(?!我|他|她|你)|叫我|我姓|姓名|名字叫|名字是|本人)"
    r"([:：是为\s]{0,2})"
    r"([\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{1,6})?|[A-Z][a-z]+(?: [A-Z][a-z]+)?)"
)
# What often follows 叫我/本人 and is no name; and characters with which a name does not go on.
_NO_NAME = re.compile(
    r"^(什么|怎么|去|来|买|做|看|吃|想|要|是|在|有|别|不|没|多|给|今年|现在|家|已|也|都|还|很|为|女|男|身体)"
)
_NAME_ENDS = re.compile(r"(今年|现在|在|是|有|和|，|的|了|吧|就|啊|呢|，|岁|住|想|要|我|他|她)")


def mask_text(text: str) -> str:
    """The text with identity numbers, telephones, cards, e-mail addresses and names hidden."""
    masked = _EMAIL.sub(lambda m: f"{MASK * 3}@{MASK * 3}", text)
    masked = _IDENTITY.sub(lambda m: _keep_ends(m.group(0), 3, 4), masked)
    masked = _LONG_NUMBER.sub(lambda m: _mask_number(m.group(0)), masked)
    masked = _LANDLINE.sub(lambda m: _keep_ends(m.group(0), 3, 0), masked)
    masked = _SPOKEN_NUMBER.sub(lambda m: MASK * len(m.group(0)), masked)
    masked = _PASSPORT.sub(lambda m: m.group(0).replace(m.group(1), MASK * len(m.group(1))), masked)
    return _NAME.sub(_mask_name, masked)


def mask(value: Any) -> Any:
    """The same for JSON-like values, keys excepted."""
    if isinstance(value, str):
        return mask_text(value)
    if isinstance(value, Mapping):
        return {key: mask(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [mask(item) for item in value]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**10:
        return mask_text(str(value))
    return value


def _mask_number(run: str) -> str:
    digits = sum(1 for c in run if c.isdigit())
    return _keep_ends(run, 3, 4) if digits > 11 else _keep_ends(run, 3, 2)


def _keep_ends(run: str, first: int, last: int) -> str:
    normal = unicodedata.normalize("NFKC", run)
    characters = [c for c in normal if c.isalnum()]
    hidden = MASK * max(len(characters) - first - last, 1)
    tail = "".join(characters[len(characters) - last :]) if last else ""
    return "".join(characters[:first]) + hidden + tail


def _mask_name(match: re.Match[str]) -> str:
    introduction, joint, name = match.groups()
    if _NO_NAME.match(name):
        return match.group(0)
    end = _NAME_ENDS.search(name, 1)
    kept = name[end.start() :] if end else ""
    return f"{introduction}{joint}{MASK * (len(name) - len(kept))}{kept}"
