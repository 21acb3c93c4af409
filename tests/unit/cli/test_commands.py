"""The command line: JSON on standard output, one line a text from standard input, clear errors."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main

FAMILY = "我36，老公38，两个孩子8岁和3岁，爸爸66有高血压，一年预算1.5万"
AS_OF = ("--as-of", "2026-11-21")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def document(capsys: pytest.CaptureFixture[str], text: str) -> dict[str, Any]:
    code, out, _ = run(capsys, "parse", text, *AS_OF)
    assert code == 0
    parsed: dict[str, Any] = json.loads(out)
    return parsed


def test_parse_prints_the_household(capsys: pytest.CaptureFixture[str]) -> None:
    household = document(capsys, FAMILY)
    ages = {m["id"]: m["age"]["min"] for m in household["members"]}
    assert ages == {"self": 36, "spouse": 38, "child_1": 8, "child_2": 3, "father": 66}
    assert household["annual_budget_fen"] == 1_500_000


def test_a_birth_year_depends_on_the_date(capsys: pytest.CaptureFixture[str]) -> None:
    _, early, _ = run(capsys, "parse", "我是1990年3月生的", "--as-of", "2026-02-01")
    _, late, _ = run(capsys, "parse", "我是1990年3月生的", "--as-of", "2026-04-01")
    assert json.loads(early)["members"][0]["age"]["max"] == 35
    assert json.loads(late)["members"][0]["age"]["min"] == 36


def test_a_dash_reads_one_text_a_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("我36\n\n老公38\n"))
    code, out, _ = run(capsys, "parse", "-", *AS_OF)
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert len(lines) == 3
    assert lines[1]["members"] == []


def test_advise_reads_what_parse_wrote(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "family.json"
    file.write_text(json.dumps(document(capsys, FAMILY)), encoding="utf-8")
    code, out, _ = run(capsys, "advise", str(file), *AS_OF)
    advice = json.loads(out)
    assert code == 0
    assert {m["member_id"] for m in advice["members"]} == {
        "self", "spouse", "child_1", "child_2", "father",
    }  # fmt: skip
    assert 0 < advice["total_fen"] <= 1_500_000
    code, out, _ = run(capsys, "advise", str(file), "--budget", "8000", *AS_OF)
    assert json.loads(out)["total_fen"] <= 800_000
    code, out, _ = run(capsys, "advise", str(file), "--text", *AS_OF)
    assert "均衡方案：一年合计" in out and "演示产品" in out


def test_quote_shows_the_rate_row(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("quote", "轻平果", "--age", "36", "--sex", "female", *AS_OF)
    code, out, _ = run(capsys, *arguments)
    quoted = json.loads(out)
    assert code == 0
    assert quoted["product"].startswith("轻平果")
    assert quoted["row"] > 0 and quoted["premium_fen"] == quoted["base_fen"] > 0


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("advise", "/nowhere.json"), "nowhere.json"),
        (("quote", "没有这款", "--age", "36", "--sex", "male"), "the catalogue has"),
        (("quote", "轻平果", "--age", "-1", "--sex", "male"), "not negative"),
        (("quote", "轻平果", "--age", "99", "--sex", "male"), "qingpingguo"),
        (("chat", "--url", "http://127.0.0.1:9"), "make run"),
    ],
)
def test_what_cannot_be_used_is_said_with_a_remedy(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], hint: str
) -> None:
    code, _, err = run(capsys, *arguments)
    assert code == 2
    assert hint in err


@pytest.mark.parametrize(
    ("household", "hint"),
    [
        ("{not json", "not JSON"),
        ('{"members": [{"relation": "爸爸"}]}', "unknown relation"),
        ('{"members": [{"relation": "self", "age": {"min": -3, "max": 2}}]}', "out of range"),
        ('{"member": []}', "unknown keys"),
    ],
)
def test_a_malformed_household_names_the_field(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, household: str, hint: str
) -> None:
    file = tmp_path / "family.json"
    file.write_text(household, encoding="utf-8")
    code, _, err = run(capsys, "advise", str(file), *AS_OF)
    assert code == 2
    assert hint in err
