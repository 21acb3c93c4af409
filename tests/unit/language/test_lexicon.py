"""Lexicons: complete, consistent with the core, and refused with a clear error when malformed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from bot.advisor.household import RELATIONS
from bot.language.cues import cues
from bot.language.errors import LexiconError
from bot.language.lexicon import NAMES, load_table

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


def test_a_named_list_becomes_one_group_with_the_longest_word_first() -> None:
    group = cues("age_list_words")
    assert group.index("还有一个") < group.index("还有一|")
    assert re.fullmatch(f"{group}*", "还有一个今年才")
