"""Changes that a message asks for."""

from __future__ import annotations

from datetime import date

import pytest

from bot.language import LanguageError, understand

AS_OF = date(2026, 11, 21)


def kinds(text: str) -> set[tuple[str, str | None]]:
    return {(o.kind, o.relation or o.value) for o in understand(text, AS_OF).operations}


@pytest.mark.parametrize(
    ("text", "kind", "target"),
    [
        ("爷爷不用算了", "remove_member", "grandfather"),
        ("爸不用买了，给他买过了", "remove_member", "father"),
        ("把我妈去掉", "remove_member", "mother"),
        ("把我妈也加上", "include_member", "mother"),
        ("忘了说还有个女儿5岁", "add", "daughter"),
        ("上面那些都不算，重新来", "reset", None),
        ("算了还是按原来的", "revert", None),
        ("不要重疾了，太贵", "exclude_line", "critical_illness"),
        ("意外险就不要了", "exclude_line", "accident"),
        ("不对，我说错了，我老婆是29不是30", "correct", "spouse"),
        ("公公就不用配了", "remove_member", "father_in_law"),
        ("我婆婆那份不要了", "remove_member", "mother_in_law"),
        ("方案里别放我爸", "remove_member", "father"),
        ("老公的就免了", "remove_member", "spouse"),
        ("我妈年纪大了就不上了", "remove_member", "mother"),
        ("老公也一起配上", "include_member", "spouse"),
        ("再给我岳母也弄一份", "include_member", "mother_in_law"),
        ("漏说了一个，我姥姥80", "add", "grandmother"),
        ("之前说的都作废", "reset", None),
        ("还是按一开始的来", "revert", None),
        ("重疾太贵了去掉吧", "exclude_line", "critical_illness"),
        ("意外我们公司有，不用配", "exclude_line", "accident"),
        ("我记岔了，爸是68", "correct", "father"),
    ],
)
def test_a_change_is_typed(text: str, kind: str, target: str | None) -> None:
    assert (kind, target) in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "我是老师",
        "老人身体还好 就是血压高",
        "我36老公38",
        "想买重疾险",
        "爸爸65妈妈63",
        "我妈要做手术",
        "孩子的重疾要不要买",
        "爸妈都没买过保险",
        "我妈不太懂保险",
        "带着孩子上班",
        "结节变成3类了",
        "还有一个问题",
    ],
)
def test_plain_facts_ask_for_no_change(text: str) -> None:
    assert not kinds(text)


def test_a_long_text_is_refused_with_a_remedy() -> None:
    with pytest.raises(LanguageError) as caught:
        understand("啊" * 2001, AS_OF)
    assert "2000" in caught.value.remedy


def test_coverage_tells_information_from_questions() -> None:
    assert understand("我36，老公38", AS_OF).coverage == 1.0
    assert understand("等待期内生病了咋办", AS_OF).coverage < 0.4


def test_spans_lead_to_the_original_text() -> None:
    text = "我媽58歲有高血壓，爸爸60歲"
    found = {(s.kind, s.member): text[s.start : s.end] for s in understand(text, AS_OF).spans}
    assert found[("age", "mother")] == "58歲"
    assert found[("condition", "mother")] == "高血壓"
    assert found[("age", "father")] == "60歲"
