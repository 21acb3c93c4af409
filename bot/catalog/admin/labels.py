"""Chinese words of the admin pages for the codes of the catalogue."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from bot.catalog.errors import ROOT
from bot.catalog.shared import SHARED
from bot.catalog.yaml_lines import read_yaml

WORDS = ROOT / "admin" / "labels.yml"


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """Every table of labels.yml."""
    return read_yaml(WORDS).values


def label(table: str, code: object) -> str:
    """The word for a code; the code itself when there is none."""
    return str(words()[table].get(str(code), code))


@lru_cache(maxsize=1)
def lines() -> dict[str, str]:
    """The insurance lines and their names."""
    return {
        code: str(line["name"]) for code, line in read_yaml(SHARED / "lines.yml").values.items()
    }


def line_name(code: str) -> str:
    return lines().get(code, code)


def field_name(path: str) -> str:
    """The path of a changed field in words: benefits[general].limit_fen."""
    names = words()["fields"]
    parts = []
    for part in path.split("."):
        name, bracket, rest = part.partition("[")
        parts.append(f"{names.get(name, name)}{bracket}{rest}")
    return " · ".join(parts)


def field_value(path: str, value: object) -> str:
    """A value of a changed field in words."""
    if value is None or value == "" or value == []:
        return "（无）"
    if isinstance(value, bool):
        return "是" if value else "否"
    last = path.split(".")[-1]
    if last.endswith("_fen") and isinstance(value, int):
        return f"{value / 100:,.2f}元".replace(".00元", "元")
    if last.endswith("_bp") and isinstance(value, int):
        return f"{value / 100:g}%"
    if isinstance(value, list):
        return "、".join(map(str, value))
    if isinstance(value, dict):
        shown = value.get("name") or value.get("text") or value.get("detail")
        return str(shown or "、".join(f"{k}={v}" for k, v in value.items() if v not in (None, "")))
    return str(value)
