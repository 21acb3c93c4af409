"""The two views of a message that intent features are made from.

`plain` is what the sentence encoder reads: normalised, dialect words in plain wording. `tagged`
is what lexical features are counted on: names replaced by the tag of their kind and numbers by
one sign, so that few examples cover many wordings.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.language.lexicon import load_table
from bot.language.normalise import normalise

_LEXICON = Path(__file__).with_name("lexicon.yml")
_TAIL = re.compile(r"[\s。!?~…,.、;:]+$")
_GAPS = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_NUMBERS = re.compile(
    r"[0-9][0-9.]*|[一二三四五六七八九十百千万两零]{2,}|[一二三四五六七八九十两](?=[万千百岁个年月])"
)
# One private-use character a kind: n-grams then count a name as one character.
_TAGS = {name: chr(0xE000 + i) for i, name in enumerate(
    ("亲", "病", "险", "业", "城", "保", "数", "产品", "公司", "外人", "礼"))}  # fmt: skip


def _load() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(_LEXICON.read_text(encoding="utf-8"))
    return content


def _alternatives(words: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


@lru_cache(maxsize=1)
def _canonical() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {w: plain for plain, words in _load()["canonical"].items() for w in words}
    return _alternatives(table), table


@lru_cache(maxsize=1)
def _classes() -> tuple[re.Pattern[str], dict[str, str]]:
    kin, cover = load_table("kinship"), load_table("cover")
    words = {
        "亲": [w for t in kin["terms"] for w in t["words"] if len(w) > 1 or w in "爸妈娃爹娘"],
        "病": [w for c in load_table("conditions")["conditions"] for w in c["words"]],
        "险": [w for ws in cover["lines"].values() for w in ws],
        "保": [w for s in cover["social_insurance"] for w in s["words"]],
        "业": [w for o in load_table("occupations")["occupations"] for w in o["words"]],
        "城": list(load_table("cities")["cities"]),
    }
    table = {w: _TAGS[tag] for tag, ws in words.items() for w in ws if len(w) > 1 or tag == "亲"}
    for tag, ws in _load()["classes"].items():
        table.update(dict.fromkeys(ws, _TAGS[tag]))
    return _alternatives(table), table


def clean(text: str) -> str:
    """Normalised by `bot.language` (width, script, typos), no inner blanks, no closing marks."""
    return _TAIL.sub("", _GAPS.sub("", normalise(text).text.strip()))


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The text in plain wording."""
    pattern, table = _canonical()
    return pattern.sub(lambda m: table[m.group()], clean(text))


@lru_cache(maxsize=4096)
def tagged(text: str) -> str:
    """The plain text between sentence marks, names as tags and numbers as one sign."""
    pattern, table = _classes()
    named = pattern.sub(lambda m: table[m.group()], plain(text))
    return f"^{_NUMBERS.sub(_TAGS['数'], named)}$"


def ngrams(text: str, longest: int = 4) -> list[str]:
    """Character n-grams of the tagged text, from one character to `longest`."""
    marked = tagged(text)
    return [
        marked[i : i + size]
        for size in range(1, longest + 1)
        for i in range(len(marked) - size + 1)
    ]


_SPOKEN = {tag: name for name, tag in {
    "亲人": _TAGS["亲"], "病": _TAGS["病"], "保险": _TAGS["险"], "职业": _TAGS["业"],
    "城市": _TAGS["城"], "医保": _TAGS["保"], "3": _TAGS["数"], "产品": _TAGS["产品"],
    "公司": _TAGS["公司"], "外人": _TAGS["外人"], "好处": _TAGS["礼"],
}.items()}  # fmt: skip


def spoken(text: str) -> str:
    """The tagged text with an everyday word for each tag: a sentence an encoder can read."""
    return "".join(_SPOKEN.get(c, c) for c in tagged(text)[1:-1])
