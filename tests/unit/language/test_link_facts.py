"""Facts and their owners: each rule with a sentence that it is for and one that it is not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.language import understand

AS_OF = date(2026, 11, 21)


def members(text: str) -> dict[str, dict[str, Any]]:
    return {m["relation"]: m for m in understand(text, AS_OF).document["members"]}


def codes(text: str) -> dict[str, set[str]]:
    return {r: {c["code"] for c in m.get("conditions", [])} for r, m in members(text).items()}


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("我妈62有高血压", {"mother"}),
        ("爸65，妈63，都有高血压", {"father", "mother"}),
        ("有高血压的我妈62岁", {"mother"}),
        ("高血压我妈没有，是我爸有", {"father"}),
    ],
)
def test_the_owner_of_a_condition(text: str, owners: set[str]) -> None:
    assert {r for r, found in codes(text).items() if "hypertension" in found} == owners


def test_one_of_a_pair_each() -> None:
    found = codes("爸妈一个有甲状腺结节一个有糖尿病")
    assert found == {"father": {"thyroid_nodule"}, "mother": {"diabetes"}}


@pytest.mark.parametrize(
    "text", ["我妈没得过糖尿病", "我妈糖尿病高血压都没有", "我妈高血压糖尿病之类的都没有"]
)
def test_a_denial_is_recorded(text: str) -> None:
    mother = members(text)["mother"]
    assert "conditions" not in mother
    assert "diabetes" in mother["denied_conditions"]


def test_an_untreated_illness_is_not_denied() -> None:
    assert codes("我妈高血压没吃药")["mother"] == {"hypertension"}


def test_words_beside_a_condition_are_its_attributes() -> None:
    (found,) = members("我妈糖尿病十年了，打胰岛素")["mother"]["conditions"]
    assert (found["since_years"], found["insulin"]) == (10, True)


def test_a_pregnancy_told_by_a_man_is_his_wifes() -> None:
    found = members("我老公35，怀孕12周了")
    assert "pregnant" not in found.get("husband", {}) and "pregnant" not in found["spouse"]
    assert found["self"]["pregnant_weeks"] == 12
