"""People: who is meant, seen from the speaker."""

from __future__ import annotations

from datetime import date

import pytest

from bot.language.detection import detect
from bot.language.draft import HouseholdDraft, MemberDraft
from bot.language.normalise import normalise
from bot.language.people import Cast, read_people
from bot.language.people.composition import compose
from bot.language.people.relatives import same_name
from bot.language.people.reread import reread

AS_OF = date(2026, 11, 21)


def cast_of(text: str) -> Cast:
    text = normalise(text).text
    return read_people(text, HouseholdDraft(), reread(text, detect(text, AS_OF)))


def relations(text: str) -> list[str]:
    return [m.relation for m in cast_of(text).draft.members]


@pytest.mark.parametrize(
    ("owner", "relation", "side", "sex", "expected"),
    [
        ("spouse", "mother", None, None, ("mother_in_law", False)),
        ("mother", "brother", None, None, ("uncle", False)),
        ("sister", "child", None, None, ("nephew", True)),
        ("child", "grandmother", "paternal", "male", ("mother", False)),
        ("child", "grandmother", "paternal", "female", ("mother_in_law", False)),
        ("child", "grandmother", "paternal", None, ("mother", True)),
        ("child", "mother", None, None, ("spouse", False)),
        ("daughter", "son", None, None, ("grandson", False)),
        ("other", "daughter", None, None, ("niece", True)),
        ("uncle", "mother", None, None, ("other", False)),
    ],
)
def test_composed_relations(
    owner: str, relation: str, side: str | None, sex: str | None, expected: tuple[str, bool]
) -> None:
    assert compose(MemberDraft(owner), relation, side, sex) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我老公36，老公的妈妈65", ["spouse", "mother_in_law"]),
        ("姐姐的儿子8岁", ["sister", "nephew"]),
        ("我老公36，他爸65，他妈63", ["spouse", "father_in_law", "mother_in_law"]),
        ("我是宝妈，孩子的爷爷68，奶奶66", ["self", "father_in_law", "mother_in_law"]),
        ("两个孩子，儿子8岁，女儿5岁", ["son", "daughter"]),
        ("娃12娃6", ["child", "child"]),
        ("孩子是儿子", ["son"]),
        ("女儿8岁，还有个女儿3岁", ["daughter", "daughter"]),
        ("老大8岁，老二5岁，老大是男孩", ["son", "child"]),
        ("老人是我婆婆", ["mother_in_law"]),
        ("爸妈60多，老人身体好", ["father", "mother"]),
        ("上有四个老人", ["father", "mother", "father_in_law", "mother_in_law"]),
        ("92年男，93年女", ["self", "spouse"]),
        ("老伴65，老两口都退休了", ["spouse", "self"]),
        ("老两口70了", ["father", "mother"]),
        ("我34他36", ["self", "spouse"]),
        ("给同事问的", ["other"]),
        ("孩子妈妈就是我", ["self"]),
    ],
)
def test_members(text: str, expected: list[str]) -> None:
    assert relations(text) == expected


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("我老公36", "female"),
        ("我是爸爸", "male"),
        ("丈母娘65", "male"),
        ("老公爸妈65", "female"),
        ("岳父岳母65", "male"),
        ("对方父母65", None),
        ("我妈65", None),
    ],
)
def test_sex_that_the_words_give_away(text: str, sex: str | None) -> None:
    assert cast_of(text).sex_of_speaker == sex


def test_a_pronoun_takes_up_the_nearest_who_fits() -> None:
    cast = cast_of("我老公36，女儿8岁，他有高血压")
    assert [m.relation for m in cast.references[-1].members] == ["spouse"]


def test_oneself_is_whoever_was_named() -> None:
    cast = cast_of("我老公有社保自己没买")
    assert [m.relation for m in cast.references[-1].members] == ["spouse"]


def test_a_speaker_who_only_asks() -> None:
    assert cast_of("我想给孩子买").references[0].speaker
    assert not cast_of("我36").references[0].speaker


def test_names_of_one_person() -> None:
    assert same_name("弟弟", "弟")
    assert not same_name("大舅", "二舅")
