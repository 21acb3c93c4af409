"""Words that change before reading, and people explained by place, age or company."""

from __future__ import annotations

from datetime import date

import pytest

from bot.language import parse
from bot.language.normalise import normalise

AS_OF = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("额爸72", "我爸72"),
        ("保额，额度", "保额,额度"),
        ("我同老公", "我和老公"),
        ("我同学", "我同学"),
        ("👧8", "女孩8"),
        ("买保险👧", "买保险 "),
    ],
)
def test_rewritten(text: str, expected: str) -> None:
    assert normalise(text).text == expected


def test_marks_of_a_list_are_blanked() -> None:
    assert normalise("1.我38\n2.老婆36").text.split() == ["我38", "老婆36"]
    assert "2.5" in normalise("1.5万，2.5万").text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("俺弟兄仨，俺是老大48，老二45，老三41", ["self", "brother", "brother"]),
        ("我姐35，她带个女儿8岁", ["sister", "niece"]),
        ("儿子45儿媳43，他们有个女娃", ["son", "daughter_in_law", "granddaughter"]),
        ("儿子高一，妹妹大班", ["son", "daughter"]),
        ("孙子5岁，他爸35他妈34", ["grandson", "son", "daughter_in_law"]),
        ("宝宝1岁，妈妈30，爸爸32", ["child", "self", "spouse"]),
        ("我弟两口子都31", ["brother", "other"]),
        ("我同事有个女儿6岁", []),
        ("谢谢老师", []),
    ],
)
def test_who_is_meant(text: str, expected: list[str]) -> None:
    assert [m["relation"] for m in parse(text, AS_OF)["members"]] == expected
