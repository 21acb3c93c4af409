"""Service cards: complete, unambiguous, and refused with file and line when they are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.catalog.errors import SourceError
from bot.catalog.service_cards import load_services

CARD = """services:
  - service_id: screening
    name: 早筛
    kind: screening
    provider: 某机构
    answer: 这是检测服务，不是保险，请咨询医生。
    handoff: true
    handoff_reason: 预约
    source: 公开报道
    facts_as_of: 2022-09-19
"""


def _write(folder: Path, text: str) -> Path:
    (folder / "cards.yml").write_text(text, encoding="utf-8")
    return folder


def test_a_card_is_read(tmp_path: Path) -> None:
    (card,) = load_services(_write(tmp_path, CARD))
    assert (card.name, card.handoff, card.facts_as_of) == ("早筛", True, "2022-09-19")


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("    kind: screening", "    kind: magic", 4, "is not one of"),
        ("    provider: 某机构", "    vendor: 某机构", 5, "unknown key 'vendor'"),
        ("    handoff_reason: 预约\n", "", 2, "'handoff_reason' is a required property"),
        ("    facts_as_of: 2022-09-19", "    facts_as_of: 去年", 10, "does not match"),
    ],
)
def test_mistakes(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        load_services(_write(tmp_path, CARD.replace(old, new)))
    assert message in str(caught.value)
    assert caught.value.line == line


def test_one_name_one_card(tmp_path: Path) -> None:
    second = CARD.split("\n", 1)[1].replace("service_id: screening", "service_id: other")
    with pytest.raises(SourceError, match="already belongs to screening"):
        load_services(_write(tmp_path, CARD + second))


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no service cards"):
        load_services(tmp_path)
