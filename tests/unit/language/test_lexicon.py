"""Lexicons: complete, consistent with the core, and refused with a clear error when malformed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from bot.advisor.household import RELATIONS
from bot.language.lexicon import NAMES, LexiconError, cues, load_table

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("name", NAMES)
def test_every_lexicon_fits_its_schema(name: str) -> None:
    assert load_table(name)


def test_there_are_enough_words() -> None:
    kin = load_table("kinship")
    groups = kin["terms"] + kin["collective"] + kin["children"] + kin["ordinals"]
    assert sum(len(g["words"]) for g in groups) >= 400
    assert sum(len(c["words"]) for c in load_table("conditions")["conditions"]) >= 400


def test_relations_and_codes_are_those_of_the_core() -> None:
    kin = load_table("kinship")
    assert {t["relation"] for t in kin["terms"]} <= set(RELATIONS)
    known = yaml.safe_load((ROOT / "bot/knowledge/conditions.yml").read_text(encoding="utf-8"))
    codes = {c["code"] for c in known["conditions"]}
    assert {c["code"] for c in load_table("conditions")["conditions"]} <= codes


def test_no_word_names_two_things() -> None:
    for name, key in (("conditions", "conditions"), ("occupations", "occupations")):
        words = [w for entry in load_table(name)[key] for w in entry["words"]]
        assert len(words) == len(set(words))


def test_a_malformed_file_is_named_with_its_entry(tmp_path: Path) -> None:
    (tmp_path / "cities.yml").write_text("cities: [北京, 3]", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"cities\.yml at cities/1"):
        load_table("cities", tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"cities\.yml"):
        load_table("cities", tmp_path)


def test_cues_match_words_as_they_stand_and_the_longest_first() -> None:
    assert cues("money_cues", "per_day").startswith("(?:一天|") and "|/天" in cues(
        "money_cues", "per_day"
    )
    assert re.fullmatch(cues("fact_cues", "between_conditions"), "+")
    assert re.match(cues("fact_cues", "denials"), "没有过高血压")[0] == "没有过"  # type: ignore[index]


def test_an_unknown_list_is_named() -> None:
    with pytest.raises(LexiconError, match=r"fact_cues\.yml: no list nonsense"):
        cues("fact_cues", "nonsense")
