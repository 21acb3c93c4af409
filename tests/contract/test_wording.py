"""Every sentence that can reach a customer passes the wording guard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from bot.advisor.compliance import check_wording
from bot.catalog.service_cards import load_services
from bot.catalog.sources import load_catalog
from bot.knowledge.loader import load_knowledge
from bot.settings import ROOT

WORDING = load_knowledge().wording


def strings(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every string in a YAML value with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from strings(inner, f"{path}[{number}]")


def responses() -> Iterator[tuple[str, str]]:
    files = [ROOT / "domain.yml", *sorted((ROOT / "data").rglob("*.yml"))]
    for file in files:
        raw = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
        for name, variants in (raw.get("responses") or {}).items():
            for variant in variants:
                yield name, str(variant.get("text", ""))


def templates() -> Iterator[tuple[str, str]]:
    # What customers say, not we.
    heard = {"mentions", "events", "cues"}
    for file in sorted((ROOT / "bot" / "presentation" / "texts").glob("*.yml")):
        if file.stem not in heard:
            yield from strings(yaml.safe_load(file.read_text(encoding="utf-8")), file.stem)
    sentences = ROOT / "bot" / "gateway" / "sentences.yml"
    yield from strings(yaml.safe_load(sentences.read_text(encoding="utf-8")), "gateway")
    yield from strings(dict(load_knowledge().templates.reasons), "reasons")
    yield from strings(dict(load_knowledge().templates.assumptions), "assumptions")


def catalogue() -> Iterator[tuple[str, str]]:
    for product in load_catalog().products:
        for disclosure in product.disclosures:
            yield f"{product.product_id}.{disclosure.code}", disclosure.text
        for item in product.declaration:
            yield f"{product.product_id}.declaration.{item.id}", item.text
        yield f"{product.product_id}.summary", product.summary
    for service in load_services():
        yield f"service.{service.service_id}", service.answer


@pytest.mark.parametrize("source", [responses, templates, catalogue])
def test_nothing_that_we_say_breaks_the_wording_rules(source: Any) -> None:
    said = list(source())
    assert len(said) > 50
    broken = [
        f"{where}: {[v.word for v in found]} in {text[:60]}"
        for where, text in said
        if (found := check_wording(text, WORDING))
    ]
    assert not broken, "\n".join(dict.fromkeys(broken))


def test_the_guard_still_blocks_what_it_must() -> None:
    banned = ("这款保本稳赚", "现在买给您返现", "马上停售", "什么病都赔", "不用告诉保险公司")
    for text in banned:
        assert check_wording(text, WORDING), text
