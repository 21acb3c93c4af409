"""Members are matched by relation, sex and age, as a whole and not one by one."""

from __future__ import annotations

from eval.alignment import align
from tests.nlu.expectations import expected_member


def members(*lines: str) -> list[dict[str, object]]:
    return [expected_member(line) for line in lines]


def test_the_order_does_not_matter() -> None:
    wanted = members("self f 36", "spouse m 38", "child - 8")
    got = members("child - 8", "self f 36", "spouse m 38")
    assert sorted(align(wanted, got), key=str) == [(0, 1), (1, 2), (2, 0)]


def test_children_of_one_kind_are_told_apart_by_age() -> None:
    wanted = members("son m 12", "son m 8")
    got = members("son m 8", "son m 12")
    assert sorted(align(wanted, got)) == [(0, 1), (1, 0)]


def test_a_child_and_a_son_can_be_one_person() -> None:
    assert align(members("son m 8"), members("child - 8")) == [(0, 0)]


def test_the_total_decides_when_a_relation_was_misread() -> None:
    wanted = members("father m 66", "father_in_law m 70")
    got = members("father m 70", "father m 66")
    assert sorted(align(wanted, got)) == [(0, 1), (1, 0)]


def test_strangers_are_not_matched() -> None:
    assert sorted(align(members("mother f 60"), members("child - 8")), key=str) == [
        (0, None),
        (None, 0),
    ]


def test_nobody_on_one_side() -> None:
    assert align([], members("self - 30")) == [(None, 0)]
    assert align(members("self - 30"), []) == [(0, None)]


def test_other_facts_only_break_ties() -> None:
    wanted = members("son m 8 asthma", "son m 8")
    assert sorted(align(wanted, members("son m 8", "son m 8 asthma"))) == [(0, 1), (1, 0)]
    moved = members("father m 66", "mother f 64 asthma diabetes stroke healthy class=2 si=rural")
    swapped = members("father m 66 asthma diabetes stroke healthy class=2 si=rural", "mother f 64")
    assert sorted(align(moved, swapped)) == [(0, 0), (1, 1)]
