"""Detection: what is named, rule by rule, and what only looks like it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.language.detection import RULES, Board, detect
from bot.language.detection.finders import WordFinder, kin_words
from bot.language.lexicon import load_table
from bot.language.mentions import Mention
from bot.language.normalise import normalise

AS_OF = date(2026, 11, 21)


def named(text: str, kind: str) -> list[str]:
    """The words of a text that are mentions of a kind."""
    text = normalise(text).text
    return [text[m.start : m.end] for m in detect(text, AS_OF) if m.kind == kind]


def forms(text: str) -> list[tuple[str, str]]:
    """Word and form of every person."""
    text = normalise(text).text
    people = [m for m in detect(text, AS_OF) if m.kind == "person"]
    return [(text[m.start : m.end], m.data.form) for m in people]


def test_a_character_belongs_to_one_mention() -> None:
    board = Board("高血压", AS_OF)
    assert board.claim(Mention(0, 3, "condition"))
    assert not board.claim(Mention(2, 3, "measure"))
    assert not board.claim(Mention(1, 1, "measure"))


def test_the_longest_word_is_found() -> None:
    finder = WordFinder({"老公": 1, "老公爸妈": 2})
    assert list(finder.find("我老公爸妈和老公")) == [(1, 5, "老公爸妈"), (6, 8, "老公")]


def test_no_rule_stands_twice() -> None:
    assert len(set(RULES)) == len(RULES)


@pytest.mark.parametrize(
    ("text", "jobs"),
    [
        ("我在银行上班", ["银行上班"]),
        ("我在工地看大门", ["看大门"]),
        ("开了个小饭馆", ["开了个小饭馆"]),
        ("老师退休了", ["退休了"]),
        ("老师好", []),
        ("银行卡里有十万", []),
        ("老公送外卖的", ["送外卖的"]),
        ("中午点外卖吃", []),
        ("老公退休了", ["退休了"]),
        ("想退休后再说", []),
        ("医生说我血压高", []),
        ("老公是医生", ["医生"]),
        ("做it的", ["做it的"]),
        ("credit额度", []),
    ],
)
def test_jobs(text: str, jobs: list[str]) -> None:
    assert named(text, "occupation") == jobs


@pytest.mark.parametrize(
    ("text", "count"),
    [("我们一家四口", [4]), ("家里一共6口人", [6]), ("我们两口子", []), ("孩子6个月", [])],
)
def test_household_count(text: str, count: list[int]) -> None:
    assert [m.data for m in detect(text, AS_OF) if m.kind == "count"] == count


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("我和老公", [("我", "self"), ("老公", "kin")]),
        ("我那个老公36", [("我那个老公", "kin")]),
        ("两个孩子", [("两个孩子", "children")]),
        ("二女儿8岁", [("二女儿", "ordinal")]),
        ("老二八岁", [("老二", "ordinal")]),
        ("已婚一孩", [("一孩", "children")]),
        ("我是二胎宝妈", [("我是二胎宝妈", "self")]),
        ("带着俩娃的宝妈", [("俩娃", "children"), ("宝妈", "self")]),
        ("夫35妻33", [("夫", "kin"), ("妻", "kin")]),
        ("家里养猫3岁", [("家里", "household"), ("猫", "pet")]),
        ("给同事问的", [("同事", "outsider")]),
        ("孩儿他爷爷68", [("孩儿", "kin"), ("爷爷", "kin")]),
        ("其他都行", []),
        ("去看儿科", []),
        ("保障对象是谁", []),
        ("一手拉扯大的", []),
        ("二胎家庭", []),
        ("小儿推拿", []),
        ("姑娘，我想问", [("我", "self")]),
    ],
)
def test_people(text: str, people: list[tuple[str, str]]) -> None:
    assert forms(text) == people


@pytest.mark.parametrize("text", ["没孩子", "准备要孩子", "怀了双胞胎", "备孕二胎"])
def test_nobody_is_there_yet(text: str) -> None:
    assert forms(text) == []
    assert named(text, "absent")


def test_missing_cover_is_no_missing_person() -> None:
    assert forms("没老公买的多") == [("老公", "kin")]


@pytest.mark.parametrize(
    ("text", "lines"), [("买意外险", ["意外险"]), ("意外受伤", []), ("看重疾险", ["重疾险"])]
)
def test_lines(text: str, lines: list[str]) -> None:
    assert named(text, "line") == lines


def test_an_illness_in_the_name_of_a_product() -> None:
    assert named("有高血压", "condition") == ["高血压"]
    assert named("高血压版的医疗险", "condition") == []


@pytest.mark.parametrize(
    ("text", "city"), [("坐标杭州", ["杭州"]), ("去杭州旅游", []), ("魔都", ["上海"])]
)
def test_cities(text: str, city: list[str]) -> None:
    assert [m.data for m in detect(text, AS_OF) if m.kind == "city"] == city


def test_side_and_sex_of_words_for_two() -> None:
    entries = kin_words().entries
    assert entries["老公爸妈"].side == "paternal"
    assert entries["岳父岳母"].side == "maternal"
    assert entries["对方父母"].side is None
    assert entries["爸妈"].targets == (("father", "male"), ("mother", "female"))
    assert entries["夫妻"].targets == (("self", None), ("spouse", None))


def test_exceptions_are_of_known_jobs() -> None:
    table = load_table("occupations")
    jobs = {w for o in table["occupations"] for w in o["words"]}
    assert {w for e in table["exceptions"] for w in e["words"]} <= jobs
