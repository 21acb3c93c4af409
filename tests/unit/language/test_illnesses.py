"""Names of illnesses: composed of parts, known by their ending, or no illness at all."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.language.illnesses import find_illnesses
from bot.language.lexicon import load_table

ROOT = Path(__file__).resolve().parents[3]


def found(text: str) -> list[tuple[str, str]]:
    return [(text[n.start : n.end], n.entry["code"]) for n in find_illnesses(text)]


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("卵巢上还长了两个小囊肿", "卵巢上还长了两个小囊肿", "ovarian_cyst"),
        ("结节长在甲状腺上", "结节长在甲状腺", "thyroid_nodule"),
        ("去年把胆囊摘了", "把胆囊摘了", "gallbladder_removed"),
        ("心脏里装过四根支架", "心脏里装过四根支架", "coronary_heart_disease"),
        ("尿酸老是偏高", "尿酸老是偏高", "hyperuricemia"),
        ("血糖有点高", "血糖有点高", "prediabetes"),
        ("吃着立普妥", "吃着立普妥", "hyperlipidemia"),
        ("颈椎一直不太好", "颈椎一直不太好", "cervical_spondylosis"),
        ("抽了三十年烟", "抽了三十年烟", "smoking"),
    ],
)
def test_a_name_is_composed_of_parts(text: str, name: str, code: str) -> None:
    assert found(text) == [(name, code)]


def test_what_is_measured_inside_a_name_belongs_to_it() -> None:
    (nodule,) = find_illnesses("肺上有个6毫米的结节")
    assert nodule.entry["attributes"] == {"size_mm": 6}
    (graded,) = find_illnesses("甲状腺上有个3类结节")
    assert graded.entry["grade"] == 3


@pytest.mark.parametrize("text", ["媳妇腱鞘炎", "司机腱鞘炎", "我妈有腱鞘炎", "糖尿病和腱鞘炎"])
def test_an_unlisted_illness_is_known_by_its_ending(text: str) -> None:
    assert found(text)[-1] == ("腱鞘炎", "other_condition")


@pytest.mark.parametrize(
    "text", ["没病", "看病", "重症", "病毒", "血压从来不高", "防疫病房", "没有大病"]
)
def test_some_words_only_look_like_illness(text: str) -> None:
    assert found(text) == []


def test_several_values_are_high_together() -> None:
    (values,) = find_illnesses("血压血脂都偏高")
    assert values.entry["codes"] == ["hypertension", "hyperlipidemia"]


def test_the_codes_of_the_parts_are_those_of_the_core() -> None:
    known = yaml.safe_load((ROOT / "bot/knowledge/conditions.yml").read_text(encoding="utf-8"))
    codes = {c["code"] for c in known["conditions"]}
    assert set(_codes(load_table("illness_parts"))) <= codes


def _codes(table: dict[str, Any]) -> list[str]:
    entries = [e for part in table.values() if isinstance(part, list) for e in part]
    return [c for e in entries for c in (e["code"], e.get("mild", e["code"]), *e.get("codes", ()))]


@pytest.mark.parametrize("junk", ["甲状腺也有还有", "身体都还", "放过个一个", "血压也都", "糖"])
def test_junk_is_read_in_bounded_time(junk: str) -> None:
    start = time.perf_counter()
    find_illnesses((junk * 2000)[:2000])
    assert time.perf_counter() - start < 1.0
