"""Who is to be insured and who is well."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.language import understand

AS_OF = date(2026, 11, 21)


def members(text: str) -> dict[str, dict[str, Any]]:
    return {m["relation"]: m for m in understand(text, AS_OF).document["members"]}


@pytest.mark.parametrize(
    ("text", "relation", "reason"),
    [
        ("我36，我爸前年去世了", "father", "deceased"),
        ("全家都要买，除了我爸", "father", "excluded"),
        ("我36，儿子20在国外不用买", "son", "excluded"),
        ("我36老公38，只给老公买", "self", "excluded"),
    ],
)
def test_who_is_left_out(text: str, relation: str, reason: str) -> None:
    assert members(text)[relation]["not_insured_reason"] == reason


def test_not_wanting_a_line_leaves_nobody_out() -> None:
    assert "insure" not in members("我36，我妈60不要重疾险")["mother"]


def test_the_whole_family_is_well() -> None:
    assert all(m["healthy"] for m in members("我36老公38，全家身体健康").values())


@pytest.mark.parametrize("text", ["我妈60身体健康吗", "我妈60高血压，别的没啥毛病"])
def test_a_question_or_a_remainder_is_no_health(text: str) -> None:
    assert "healthy" not in members(text)["mother"]
