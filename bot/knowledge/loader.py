"""Read `bot/knowledge/*.yml` into the core's typed values, checked against `schema/`.

    knowledge = load_knowledge()          # everything the core needs
    templates = load_templates()          # the sentences of its reasons

Units become exact here and only here: 万元 and 元 to fen, % to basis points. A file that does not
fit its schema or a figure that is missing raises KnowledgeError with the file, the path and a
remedy.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from bot.advisor.errors import KnowledgeError
from bot.advisor.explanation import Templates
from bot.advisor.knowledge import (
    ConditionInfo,
    EducationStage,
    Knowledge,
    NeedsParameters,
    PlanningParameters,
    Wording,
    WordingRule,
)
from bot.advisor.product import ConditionRule

ROOT = Path(__file__).parent
FILES = ("conditions", "needs", "planning", "underwriting", "reasons", "wording")
UNITS = {
    "万元": 1_000_000,
    "元": 100,
    "%": 100,
    "years": 1,
    "months": 1,
    "factor": 1,
    "points": 1,
}


@cache
def load_knowledge() -> Knowledge:
    """Read every file once; raises KnowledgeError when one cannot be used."""
    raw = {name: _read(name) for name in FILES}
    return Knowledge(
        version=_version(),
        conditions=_conditions(raw["conditions"]),
        needs=_needs(raw["needs"]),
        planning=_planning(raw["planning"]),
        underwriting=_underwriting(raw["underwriting"]),
        underwriting_columns=_columns(raw["underwriting"]),
        templates=_templates(raw["reasons"]),
        wording=_wording(raw["wording"]),
    )


def load_templates() -> Templates:
    """The sentences of reasons.yml with the names of needs, lines and conditions."""
    return load_knowledge().templates


def _version() -> str:
    digest = hashlib.sha256()
    for name in FILES:
        digest.update((ROOT / f"{name}.yml").read_bytes())
    return f"sha256:{digest.hexdigest()}"


def _read(name: str) -> dict[str, Any]:
    file = ROOT / f"{name}.yml"
    try:
        values = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise KnowledgeError(str(error), path=file.name, remedy="restore the file") from error
    schema = json.loads((ROOT / "schema" / f"{name}.schema.json").read_text(encoding="utf-8"))
    flaw = jsonschema.exceptions.best_match(
        jsonschema.Draft202012Validator(schema).iter_errors(values)
    )
    if flaw is not None:
        path = f"{file.name}:{'.'.join(str(p) for p in flaw.absolute_path)}"
        raise KnowledgeError(flaw.message, path=path, remedy=f"see schema/{name}.schema.json")
    return dict(values)


# --- conditions --------------------------------------------------------------------------------


def _conditions(raw: Mapping[str, Any]) -> dict[str, ConditionInfo]:
    return {
        c["code"]: ConditionInfo(
            code=c["code"],
            name=c["name"],
            grades=tuple(c.get("grades", ())),
            attributes=tuple(c.get("attributes", ())),
            serious=c.get("serious", False),
            sex=c.get("sex"),
            min_age=c.get("min_age", 0),
            max_age=c.get("max_age", 120),
            grade_from=tuple((k, tuple(v)) for k, v in c.get("grade_from", {}).items()),
        )
        for c in raw["conditions"]
    }


# --- figures -----------------------------------------------------------------------------------


def _figures(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _figure(f["value"], UNITS[f["unit"]]) for name, f in raw["parameters"].items()}


def _figure(value: Any, unit: int) -> Any:
    if isinstance(value, list):
        return tuple(_figure(v, unit) for v in value)
    return round(value * unit)


def _build(kind: Any, file: str, figures: dict[str, Any], given: dict[str, Any]) -> Any:
    """Fill a parameter class: `x_fen` and `x_bp` take the figure named `x`."""
    used: dict[str, Any] = dict(given)
    for field in dataclasses.fields(kind):
        if field.name in given:
            continue
        name = field.name.removesuffix("_fen").removesuffix("_bp")
        if name not in figures:
            raise KnowledgeError(
                f"missing parameter {name!r}", path=file, remedy="add it with unit and source"
            )
        used[field.name] = figures.pop(name)
    if figures:
        raise KnowledgeError(
            f"unused parameters {sorted(figures)}", path=file, remedy="check the spelling"
        )
    return kind(**used)


def _needs(raw: Mapping[str, Any]) -> NeedsParameters:
    education = raw["education"]
    unit = UNITS[education["unit"]]
    stages = tuple(
        EducationStage(s["name"], s["from_age"], s["to_age"], round(s["cost"] * unit))
        for s in education["stages"]
    )
    given = {
        "first_tier_cities": tuple(raw["city_tiers"]["first"]),
        "second_tier_cities": tuple(raw["city_tiers"]["second"]),
        "education": stages,
    }
    built = _build(NeedsParameters, "needs.yml", _figures(raw), given)
    assert isinstance(built, NeedsParameters)
    return built


def _planning(raw: Mapping[str, Any]) -> PlanningParameters:
    floors = raw["floors"]
    given = {
        "floor_fen": {k: v * UNITS[floors["unit"]] for k, v in floors["values"].items()},
        "medical_adequacy": dict(raw["medical_adequacy"]["values"]),
        "plan_lines": {k: tuple(v) for k, v in raw["plan_lines"]["values"].items()},
        "line_fit": {role: dict(w) for role, w in raw["line_fit"]["values"].items()},
        "weights": {role: dict(w) for role, w in raw["weights"]["values"].items()},
        "target_age": dict(raw["target_age"]["values"]),
    }
    built = _build(PlanningParameters, "planning.yml", _figures(raw), given)
    assert isinstance(built, PlanningParameters)
    return built


# --- underwriting ------------------------------------------------------------------------------


def _columns(raw: Mapping[str, Any]) -> dict[str, str]:
    return {line: column for column, lines in raw["columns"].items() for line in lines}


def _underwriting(raw: Mapping[str, Any]) -> dict[tuple[str, str], tuple[ConditionRule, ...]]:
    table: dict[tuple[str, str], list[ConditionRule]] = {}
    for row in raw["rules"]:
        for column in raw["columns"]:
            if column in row:
                rule = _rule(row["condition"], row.get("when", {}), row[column])
                table.setdefault((column, row["condition"]), []).append(rule)
    return {key: tuple(rules) for key, rules in table.items()}


def _rule(condition: str, when: Mapping[str, Any], cell: str) -> ConditionRule:
    """Read a cell: `standard`, `loading 25`, `postpone 6`, `exclusion 甲状腺疾病`."""
    outcome, _, detail = cell.partition(" ")
    return ConditionRule(
        condition=condition,
        when=tuple(when.items()),
        outcome=outcome,
        detail=detail if outcome == "exclusion" else "",
        loading_bp=int(detail) * 100 if outcome == "loading" else None,
        postpone_months=int(detail) if outcome == "postpone" else None,
    )


# --- words -------------------------------------------------------------------------------------


def _templates(raw: Mapping[str, Any]) -> Templates:
    names = {group: dict(values) for group, values in raw["names"].items()}
    names["condition"] = {c["code"]: c["name"] for c in _read("conditions")["conditions"]}
    return Templates(
        reasons=dict(raw["reasons"]),
        assumptions=dict(raw["assumptions"]),
        labels=dict(raw["labels"]),
        names=names,
    )


def _wording(raw: Mapping[str, Any]) -> Wording:
    rules = tuple(
        WordingRule(
            code=r["code"],
            name=r["name"],
            action=r["action"],
            scope=r["scope"],
            words=tuple(r.get("words", ())),
            patterns=tuple(r.get("patterns", ())),
            allowed=tuple(r.get("allowed", ())),
        )
        for r in raw["classes"]
    )
    return Wording(rules, tuple(raw["homophones"].items()))
