"""Cases are read with clear errors; the report says what was measured and what is below target."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from eval import household
from eval.cases import read_household_cases
from eval.household import errors, measure
from eval.render import household_section, intent_section
from eval.targets import Target, mark

CASES = """
- {text: 我36，老公38，孩子8岁, expect: [self f 36, spouse m 38, child - 8]}
- {text: 我爸66, expect: [father m 67]}
- {text: 我妈64有高血压, expect: [mother f 64 diabetes], known: 只为检验}
"""


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "blind.yml"
    path.write_text(CASES, encoding="utf-8")
    return path


def test_any_file_is_measured(cases: Path) -> None:
    (result,) = measure([cases])
    assert [read.exact for read in result.reads] == [True, False, False]
    section = household_section([result])
    assert "| blind | 3 | 33.3% | 1 |" in section
    assert re.search(r"households: exact \| 33\.3% \| ≥ 95% \| \*\*below\*\*", section)
    assert "blind-3 我妈64有高血压 (只为检验)" in section


def test_a_miss_shows_only_the_differences(cases: Path) -> None:
    first, _ = errors(measure([cases]))
    assert first.splitlines() == [
        "blind-2: 我爸66", "    - father.age=67:67", "    + father.age=66:66",
    ]  # fmt: skip


def test_a_crash_is_a_miss_and_the_rest_is_still_measured(
    cases: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.language import parse

    def fragile(text: str, as_of: object) -> dict[str, object]:
        if "爸" in text:
            raise KeyError("lexicon")
        return parse(text, household.AS_OF)

    monkeypatch.setattr(household, "parse", fragile)
    (result,) = measure([cases])
    assert [bool(read.error) for read in result.reads] == [False, True, False]
    assert result.tally.exact == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{a: 1}", "a list of cases"),
        ("- {text: 我}", "bad-1: KeyError"),
        ("- {text: 我, expect: [self]}", "bad-1: IndexError"),
        ("[", "cannot be read"),
    ],
)
def test_a_bad_file_is_refused(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "bad.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SystemExit, match=says):
        read_household_cases(path)


def test_targets_have_a_direction() -> None:
    at_most = Target(0.04, at_least=False)
    assert mark(0.04, at_most) == "OK"
    assert mark(0.041, at_most) == mark(float("nan"), at_most) == "**below**"
    assert mark(0.96, Target(0.95)) == "OK"
    assert mark(0.1, None) == ""
    assert (str(at_most), str(Target(600, percent=False))) == ("≤ 4%", "≥ 600")


def test_intents_show_each_set_and_mark_the_last() -> None:
    figures = {"one": {"accuracy": 0.9, "sentences": 10}, "all": {"accuracy": 0.94}}
    section = intent_section(figures, Counter({("faq", "ask_why"): 2}))
    assert "| intent right | 90.0% | 94.0% | ≥ 93% | OK |" in section
    assert "- faq → ask_why: 2" in section
