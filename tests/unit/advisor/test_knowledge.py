"""The knowledge files: complete, sourced, within their schema."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from bot.advisor.product import LINES, NEED_LINES
from bot.advisor.underwriting import SEVERITY
from bot.knowledge import loader
from bot.knowledge.loader import load_knowledge, load_templates

KNOWLEDGE = load_knowledge()


@pytest.mark.parametrize("name", loader.FILES)
def test_each_file_keeps_its_schema(name: str) -> None:
    schema = json.loads((loader.ROOT / "schema" / f"{name}.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    values = yaml.safe_load((loader.ROOT / f"{name}.yml").read_text("utf-8"))
    jsonschema.validate(values, schema)


@pytest.mark.parametrize("name", ["needs", "planning"])
def test_every_figure_has_unit_and_source(name: str) -> None:
    values = yaml.safe_load((loader.ROOT / f"{name}.yml").read_text("utf-8"))
    for parameter in values["parameters"].values():
        assert parameter["unit"] in loader.UNITS
        assert parameter["source"]


def test_a_broken_file_says_where_and_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "schema").mkdir()
    for source in loader.ROOT.glob("*.yml"):
        (tmp_path / source.name).write_text(source.read_text("utf-8"), "utf-8")
    for source in (loader.ROOT / "schema").glob("*.json"):
        (tmp_path / "schema" / source.name).write_text(source.read_text("utf-8"), "utf-8")
    text = (tmp_path / "needs.yml").read_text("utf-8")
    (tmp_path / "needs.yml").write_text(text.replace("unit: factor", "unit: furlong"), "utf-8")
    monkeypatch.setattr(loader, "ROOT", tmp_path)
    with pytest.raises(loader.KnowledgeError, match=r"needs\.yml:parameters.*furlong"):
        loader.load_knowledge.__wrapped__()


def test_a_missing_or_misspelt_parameter_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    real = loader._read

    def without(name: str) -> dict[str, object]:
        values = real(name)
        if name == "planning":
            values["parameters"] = dict(values["parameters"])
            del values["parameters"]["inversion"]
        return values

    monkeypatch.setattr(loader, "_read", without)
    with pytest.raises(loader.KnowledgeError, match="missing parameter 'inversion'"):
        loader.load_knowledge.__wrapped__()


def test_keys_are_those_of_the_contract() -> None:
    figures = KNOWLEDGE.planning
    assert set(figures.plan_lines) == set(NEED_LINES)
    assert {line for lines in figures.plan_lines.values() for line in lines} <= set(LINES)
    assert set(figures.medical_adequacy) == set(NEED_LINES["medical"])
    for weights in figures.weights.values():
        assert set(weights) <= set(NEED_LINES)
    assert set(KNOWLEDGE.underwriting_columns) <= set(LINES)


def test_the_default_table_speaks_of_known_conditions_and_outcomes() -> None:
    for (_, code), rules in KNOWLEDGE.underwriting.items():
        info = KNOWLEDGE.conditions[code]
        for rule in rules:
            assert rule.outcome in SEVERITY
            assert (rule.outcome == "loading") == (rule.loading_bp is not None)
            for name, _ in rule.when:
                field = name.removesuffix("_min").removesuffix("_max")
                assert field == "grade" or field in info.attributes, (code, field)


def test_every_attribute_that_can_be_asked_has_a_name() -> None:
    names = load_templates().names["field"]
    asked = {a for info in KNOWLEDGE.conditions.values() for a in info.attributes}
    assert asked - set(names) == set()
