"""Facts about the training data: complete, distinct, and apart from the held-out sentences."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from eval.intents import CASES, TAXONOMY, read_cases, training_sentences

ROOT = Path(__file__).resolve().parents[3]
_MARKS = re.compile(r"[\s，。？！?!,.、“”\"~…]")


def _bare(text: str) -> str:
    return _MARKS.sub("", text).lower()


@pytest.fixture(scope="module")
def sentences() -> list[tuple[str, str]]:
    return training_sentences()


def test_intents_described_and_trained_are_the_same(sentences: list[tuple[str, str]]) -> None:
    content = yaml.safe_load((ROOT / "bot/nlu/intents.yml").read_text(encoding="utf-8"))
    described = [i["name"] for i in content["intents"]]
    assert len(described) == len(set(described))
    assert set(described) == {intent.split("/")[0] for _, intent in sentences}


def test_each_intent_has_enough_examples(sentences: list[tuple[str, str]]) -> None:
    counts: dict[str, int] = {}
    for _, intent in sentences:
        counts[intent] = counts.get(intent, 0) + 1
    few = {i: n for i, n in counts.items() if n < (3 if "/" in i else 20)}
    assert not few


def test_no_sentence_stands_twice(sentences: list[tuple[str, str]]) -> None:
    seen: dict[str, str] = {}
    twice = []
    for text, intent in sentences:
        bare = _bare(text) or text
        if bare in seen:
            twice.append((text, intent, seen[bare]))
        seen[bare] = intent
    assert not twice


def _bigrams(text: str) -> frozenset[str]:
    bare = f"^{_bare(text)}$"
    return frozenset(bare[i : i + 2] for i in range(len(bare) - 1))


def _near(first: frozenset[str], second: frozenset[str]) -> bool:
    return len(first & second) > 0.8 * len(first | second)


def test_near_duplicates_stay_below_two_percent(sentences: list[tuple[str, str]]) -> None:
    by_gram: dict[str, list[int]] = {}
    grams = [_bigrams(text) for text, _ in sentences]
    near = 0
    for i, own in enumerate(grams):
        candidates = {j for gram in own for j in by_gram.get(gram, [])}
        near += any(_near(own, grams[j]) for j in candidates)
        for gram in own:
            by_gram.setdefault(gram, []).append(i)
    assert near < 0.02 * len(grams)


@pytest.mark.parametrize("path", [*sorted(CASES.glob("*.yml")), TAXONOMY], ids=lambda p: p.stem)
def test_held_out_sentences_are_not_trained_on(
    path: Path, sentences: list[tuple[str, str]]
) -> None:
    trained = {_bare(text) for text, _ in sentences}
    cases = read_cases(path)
    # Single words (能, 滚, [图片]) have no other wording.
    shared = [c.text for c in cases if len(_bare(c.text)) > 4 and _bare(c.text) in trained]
    assert not shared


def test_every_customer_question_name_has_an_answer(sentences: list[tuple[str, str]]) -> None:
    known = {name for _, intent in sentences for name in (intent, intent.split("/")[0])}
    names = yaml.safe_load(TAXONOMY.read_text(encoding="utf-8"))["names"]
    assert len(names) == 164
    for name, entry in names.items():
        answers = set(entry["answered_by"]) - {"nlu_fallback"}
        assert answers and answers <= known, (name, answers - known)
        assert len(set(entry["sentences"])) == 2, name


def test_taxonomy_sentences_are_distinct() -> None:
    cases = [_bare(case.text) for case in read_cases(TAXONOMY)]
    assert len(cases) == len(set(cases)) == 328


def test_faq_topics_and_answers_are_the_same(sentences: list[tuple[str, str]]) -> None:
    content = yaml.safe_load((ROOT / "data/responses/faq.yml").read_text(encoding="utf-8"))
    answers = {name.removeprefix("utter_") for name in content["responses"]}
    assert answers == {intent for _, intent in sentences if "/" in intent}
    for variants in content["responses"].values():
        for variant in variants:
            assert variant["text"].strip() and variant["metadata"]["source"]
            assert str(variant["metadata"]["as_of"])


_BANNED = (
    "第一|唯一|国家级|顶级|百分百|零风险|无风险|保本|稳赚|保证收益|存款|存钱|利息|理财产品|送您|返现|返利|红包|"
    "礼品|抽奖|限时|即将停售|最后一天|秒杀|自动续保|承诺续保|终身限额|一定能赔|肯定能过|包过|确诊即赔|"
    "隐瞒|不用告诉|不买就晚|低门槛|高收益|最好|最便宜|最划算"
)


def test_answers_use_no_banned_word() -> None:
    content = yaml.safe_load((ROOT / "data/responses/faq.yml").read_text(encoding="utf-8"))
    found = [
        (name, match.group())
        for name, variants in content["responses"].items()
        for variant in variants
        for match in re.finditer(_BANNED, variant["text"])
    ]
    assert not found
