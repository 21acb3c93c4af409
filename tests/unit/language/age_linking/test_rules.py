"""Whose an age is: each linking rule takes its own construction, and its people get the ages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.language import understand
from bot.language.age_linking import walk
from bot.language.age_linking.place import Place, Rule, Verdict
from bot.language.age_linking.rules import RULES

AS_OF = date(2026, 11, 21)
FAMILY = {"self": 38, "spouse": 36, "child_1": 10, "child_2": 6}
CASES = [
    ("previous_person", "我在家带俩娃39岁", {"self": 39}),
    ("one_for_each_of_two", "老公年入80万我全职，40和38", {"spouse": 40, "self": 38}),
    ("alike", "婆婆有高血压，公公身体好，都是68", {"mother_in_law": 68, "father_in_law": 68}),
    ("next_person", "36岁的老公", {"spouse": 36}),
    ("next_person", "5岁儿子和2岁女儿", {"child_1": 5, "child_2": 2}),
    ("previous_person", "我36", {"self": 36}),
    ("previous_person", "爸65妈63", {"father": 65, "mother": 63}),
    ("previous_person", "爸妈都60", {"father": 60, "mother": 60}),
    ("previous_person", "孩子七岁和两岁半", {"child_1": 7, "child_2": 2}),
    ("own_clause", "两个女儿都健康，7和2", {"child_1": 7, "child_2": 2}),
    ("previous_person", "我父母农村的，61和58", {"father": 61, "mother": 58}),
    ("previous_person", "奶奶把我拉扯大的，今年79了", {"grandmother_1": 79}),
    ("previous_person", "我妈帮我们带娃，今年63", {"mother": 63}),
    ("previous_person", "孩子跟我，十六岁", {"child_1": 16}),
    ("told_precisely", "我妈50多了，具体是54", {"mother": 54}),
    ("told_by_sex", "一个人带娃，女，39", {"self": 39}),
    ("alike", "太太全职，我们都三十九", {"spouse": 39, "self": 39}),
    ("one_for_each_of_two", "儿子健康，女儿也健康，一个12一个3岁", {"child_1": 12, "child_2": 3}),
    ("lone_number", "我们一家四口年龄分别是38、36、10、6", FAMILY),
    ("corrected", "老公65，哦不对，66岁", {"spouse": 66}),
    ("lone_number", "27，女", {"self": 27}),
    ("own", "三十六岁，想买重疾", {"self": 36}),
]


def ages(text: str) -> dict[str, int]:
    members = understand(text, AS_OF).document["members"]
    return {m["id"]: m["age"]["min"] for m in members if "age" in m}


def member(text: str, member_id: str) -> dict[str, Any]:
    members = understand(text, AS_OF).document["members"]
    return next(m for m in members if m["id"] == member_id)


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the rules that take a run while a message is read."""
    names: list[str] = []

    def recording(rule: Rule) -> Rule:
        def asked(place: Place) -> Verdict | None:
            verdict = rule(place)
            if verdict is not None:
                names.append(getattr(rule, "__name__", ""))
            return verdict

        return asked

    monkeypatch.setattr(walk, "RULES", tuple(recording(rule) for rule in RULES))
    return names


@pytest.mark.parametrize(("rule", "text", "wanted"), CASES)
def test_a_rule_takes_its_construction(
    rule: str, text: str, wanted: dict[str, int], taken: list[str]
) -> None:
    assert ages(text) == wanted
    assert rule in taken


@pytest.mark.parametrize("text", [text for _, text, _ in CASES])
def test_every_run_of_ages_is_taken_once(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    starts: list[int] = []
    link = walk.link

    def linking(place: Place) -> Verdict:
        starts.extend(age.start for age in place.run)
        return link(place)

    monkeypatch.setattr(walk, "link", linking)
    understand(text, AS_OF)
    assert starts
    assert len(starts) == len(set(starts))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("我36，老公比我大三岁", {"self": 36, "spouse": 39}),
        ("我比老公小3岁，老公40", {"self": 37, "spouse": 40}),
        ("我36，老公跟我同岁", {"self": 36, "spouse": 36}),
    ],
)
def test_relative_ages_are_reckoned_from_known_ones(text: str, wanted: dict[str, int]) -> None:
    assert ages(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("我36，房贷30年", {"self": 36}),
        ("我36，年薪20万", {"self": 36}),
        ("老公36，180公分", {"spouse": 36}),
    ],
)
def test_a_number_that_counts_something_else_is_no_age(text: str, wanted: dict[str, int]) -> None:
    assert ages(text) == wanted


def test_a_denied_age_is_dropped() -> None:
    assert ages("我29岁不是30岁") == {"self": 29}


def test_two_ages_that_exclude_each_other_are_a_conflict() -> None:
    assert member("我36岁，我1970年的", "self")["conflicts"] == ["age"]


def test_a_birth_year_and_a_matching_age_narrow_each_other() -> None:
    assert member("我1990年的，36岁", "self")["age"] == {"min": 36, "max": 36}


def test_a_sign_is_settled_by_the_family_and_marked_as_a_guess() -> None:
    spouse = member("我38岁，老公属龙", "spouse")
    assert spouse["age"]["max"] == AS_OF.year - 1988
    assert "age" in spouse["inferred"]


def test_a_sign_that_fits_twice_stays_open() -> None:
    assert ages("我36岁，老公属龙") == {"self": 36}


def test_the_age_of_a_stranger_is_nobodys() -> None:
    assert "self" not in ages("我同事36岁")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("妈59爸61，说反了，爸59妈61", {"mother": 61, "father": 59}),
        ("妈59爸61，说反了", {"mother": 61, "father": 59}),
        ("我老公40，写错，是44", {"spouse": 44}),
    ],
)
def test_a_slip_is_corrected(text: str, wanted: dict[str, int]) -> None:
    assert ages(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "妈妈2021年做的手术，68岁",
        "妈妈50岁那年查出糖尿病，68岁",
        "妈妈20岁就结婚了，今年68",
        "妈妈3岁得过哮喘，现在68",
    ],
)
def test_when_something_happened_is_no_age(text: str) -> None:
    assert ages(text) == {"mother": 68}
    assert "conflicts" not in member(text, "mother")


def test_nobody_gets_an_age_that_cannot_be_theirs() -> None:
    assert ages("儿媳妇刚生了，大孙子五岁") == {"grandchild_1": 5}
