"""Two and three turns about one family: what is corrected, added and left out."""

from __future__ import annotations

from datetime import date

import pytest

from bot.advisor.household import Household, Member, household_from_dict
from bot.advisor.merge import merge
from bot.language import understand

AS_OF = date(2026, 11, 21)


def told(*messages: str) -> Household:
    household = Household()
    for message in messages:
        understood = understand(message, AS_OF)
        document = household_from_dict(understood.document)
        household = merge(household, document, understood.operations).household
    return household


def brief(member: Member) -> str:
    """The relation, with the lowest age and whether the person is left out."""
    age = str(member.age.min) if member.age else "-"
    return f"{member.relation} {age}" + ("" if member.insure else " out")


@pytest.mark.parametrize(
    ("messages", "family"),
    [
        (("我36老公38", "说错了，老公39"), {"self 36", "spouse 39"}),
        (("我爸65我妈63", "搞反了，我爸63我妈65"), {"father 63", "mother 65"}),
        (
            ("我36老公38儿子5岁", "忘了说还有个女儿2岁", "老大其实是6岁"),
            {"self 36", "spouse 38", "son 6", "daughter 2"},
        ),
        (("爸妈65和63", "我爸就不买了"), {"father 65 out", "mother 63"}),
        (("爸妈65和63", "我爸就不买了", "我爸还是加上吧"), {"father 65", "mother 63"}),
        (("我36，老公38", "把我老公去掉", "还有我妈62"), {"self 36", "spouse 38 out", "mother 62"}),
        (("我36老公38", "重新来，我40单身"), {"self 40"}),
        (("两个女儿9岁5岁", "大女儿10岁，刚打错了"), {"daughter 10", "daughter 5"}),
        (("给孩子买，3岁", "家里还有老公36", "我34"), {"child 3", "spouse 36", "self 34"}),
    ],
)
def test_the_family_after_several_messages(messages: tuple[str, ...], family: set[str]) -> None:
    assert {brief(m) for m in told(*messages).members} == family


def test_an_illness_moves_to_the_right_person() -> None:
    household = told("我妈62有高血压", "不是我妈是我婆婆有高血压")
    ill = {m.relation for m in household.members if m.conditions}
    assert ill == {"mother_in_law"}


def test_facts_of_a_person_and_of_the_family_are_set_anew() -> None:
    household = told(
        "我妈有职工医保，住在武汉，预算1万", "说错了，我妈是新农合，我们在长沙", "预算改成1万5"
    )
    mother = household.member("mother")
    assert mother is not None and mother.social_insurance == "rural"
    assert household.city == "长沙"
    assert household.annual_budget_fen is not None and household.annual_budget_fen.min == 1_500_000


def test_a_pronoun_without_a_name_is_not_the_speaker() -> None:
    household = told("我老公司机38", "他现在开网约车了")
    me = household.member("self")
    assert me is None or me.occupation is None
