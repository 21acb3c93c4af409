"""Measures understanding on sentences that were never trained on.

    python -m eval.intents                 newest model in models/; tests/nlu/intents and taxonomy
    python -m eval.intents --model FILE --errors
    python -m eval.intents --calibration   leave-one-out figures of the training sentences

A case is right when the first intent is one of those listed. An intent below the threshold
(`nlu_fallback`) is asked back; it counts for `right_or_offered` when a right intent is among the
first two buttons. Out of scope: recall = out-of-scope sentences not answered as insurance. Of
the sentences about insurance, `false_reject` were called out of scope, `asked_back` were asked
back, and `answers_lost` is both together. `same_answer` also counts a neighbour that gives the
customer the same reviewed answer (`same_answer` in bot/nlu/arbiter.yml, with the right topic).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "nlu" / "intents"
TAXONOMY = ROOT / "tests" / "nlu" / "taxonomy.yml"
FALLBACK = "nlu_fallback"
_OUTSIDE = frozenset({"out_of_scope", "chitchat", FALLBACK})


@dataclass(frozen=True)
class Case:
    """A sentence and the intents that are right for it."""

    text: str
    intents: frozenset[str]
    topics: frozenset[str]


@dataclass(frozen=True)
class Outcome:
    """What the model said about a case."""

    case: Case
    intent: str
    confidence: float
    offered: tuple[str, ...]
    topic: str
    milliseconds: float

    @property
    def right(self) -> bool:
        return self.intent in self.case.intents

    @property
    def useful(self) -> bool:
        """Right, or asked back with a right intent among the first two buttons."""
        asked = self.intent == FALLBACK and self.case.intents & set(self.offered[:2])
        return self.right or bool(asked)

    def answers_alike(self, neighbours: frozenset[str]) -> bool:
        """Right, or a neighbouring intent whose answer is the right topic's."""
        both = self.intent in neighbours and bool(self.case.intents & neighbours)
        return self.right or (both and self.topic in self.case.topics)


def read_cases(path: Path) -> list[Case]:
    """The cases of one file.

    `sentences` maps `intent` or `intent|intent` to sentences; `names` (taxonomy.yml) maps a name
    to the intents that answer it and sentences.
    """
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    if "names" in content:
        return [
            case
            for entry in content["names"].values()
            for case in _cases(entry["answered_by"], entry["sentences"])
        ]
    pairs = content["sentences"].items()
    return [case for key, sentences in pairs for case in _cases(key.split("|"), sentences)]


def _cases(names: Sequence[str], sentences: Sequence[str]) -> list[Case]:
    intents = frozenset(name.split("/")[0] for name in names)
    topics = frozenset(name for name in names if "/" in name)
    return [Case(str(sentence), intents, topics) for sentence in sentences]


def newest_model(folder: Path = ROOT / "models") -> Path:
    """The newest trained model; SystemExit with the remedy when there is none."""
    models = sorted(folder.glob("*.tar.gz"), key=lambda p: p.stat().st_mtime)
    if not models:
        raise SystemExit(f"no model in {folder}: run `make train`")
    return models[-1]


def run(model: Path, cases: Sequence[Case]) -> list[Outcome]:
    """Parse every case with a trained model, in process."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    import logging

    from rasa.core.agent import Agent
    from rasa.utils.common import configure_logging_and_warnings
    from rasa.utils.log_utils import configure_structlog

    configure_logging_and_warnings(logging.ERROR, warn_only_once=True, filter_repeated_logs=True)
    configure_structlog(logging.ERROR)  # without it every parse prints the customer's text
    agent = Agent.load(str(model))

    async def parse_all() -> list[Outcome]:
        await agent.parse_message("热身")
        return [await _parse(agent, case) for case in cases]

    return asyncio.run(parse_all())


async def _parse(agent: Any, case: Case) -> Outcome:
    started = time.perf_counter()
    result = await agent.parse_message(case.text)
    elapsed = (time.perf_counter() - started) * 1000
    selector = result.get("response_selector", {}).get("faq", {}).get("response", {})
    ranking = [r["name"] for r in result.get("intent_ranking", [])]
    return Outcome(
        case,
        result["intent"]["name"],
        float(result["intent"]["confidence"]),
        tuple(name for name in ranking if name != FALLBACK),
        str(selector.get("intent_response_key", "")),
        elapsed,
    )


def figures(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """The headline figures of a run."""
    inside = [o for o in outcomes if not o.case.intents & _OUTSIDE]
    outside = [o for o in outcomes if o.case.intents == {"out_of_scope"}]
    neighbours = _same_answer()
    answered = [o for o in outcomes if o.intent != FALLBACK]
    topics = [o for o in outcomes if o.case.topics and o.intent == "faq"]
    times = [o.milliseconds for o in outcomes]
    return {
        "sentences": len(outcomes),
        "accuracy": _share(o.right for o in outcomes),
        "right_or_offered": _share(o.useful for o in outcomes),
        "same_answer": _share(o.answers_alike(neighbours) for o in outcomes),
        "answered": len(answered) / len(outcomes),
        "right_when_answered": _share(o.right for o in answered),
        "faq_topic": _share(o.topic in o.case.topics for o in topics),
        "out_of_scope_recall": _share(o.intent in _OUTSIDE for o in outside),
        "false_reject": _share(o.intent == "out_of_scope" for o in inside),
        "asked_back": _share(o.intent == FALLBACK for o in inside),
        "answers_lost": _share(o.intent in (FALLBACK, "out_of_scope") for o in inside),
        "p50_ms": float(np.percentile(times, 50)),
        "p95_ms": float(np.percentile(times, 95)),
    }


@lru_cache(maxsize=1)
def _same_answer() -> frozenset[str]:
    from bot.nlu.arbiter import load_rules

    return load_rules().same_answer


def worst_intents(outcomes: Sequence[Outcome], count: int = 8) -> list[str]:
    """The expected intents with the most wrong sentences, and what they were taken for."""
    expected: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        expected["|".join(sorted(outcome.case.intents))].append(outcome)
    rows = [(sum(not o.right for o in found), name, found) for name, found in expected.items()]
    worst = sorted((r for r in rows if r[0]), key=lambda r: (-r[0], r[1]))[:count]
    return [
        f"{name} {wrong}/{len(found)} wrong: "
        + ", ".join(
            f"{i} {n}" for i, n in Counter(o.intent for o in found if not o.right).most_common(3)
        )
        for wrong, name, found in worst
    ]


def _share(values: Iterable[bool]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else float("nan")


def _print(name: str, outcomes: Sequence[Outcome], errors: bool) -> None:
    print(f"== {name}")
    for key, value in figures(outcomes).items():
        print(f"{key:22} {value:.3f}" if key != "sentences" else f"{key:22} {value}")
    pairs = Counter(("|".join(sorted(o.case.intents)), o.intent) for o in outcomes if not o.right)
    print("confusions:", ", ".join(f"{a} -> {b} {n}" for (a, b), n in pairs.most_common(15)))
    print("worst intents:", *worst_intents(outcomes), sep="\n  ")
    if errors:
        for o in outcomes:
            if not o.right:
                print(f"  {o.case.text!r}: {sorted(o.case.intents)} -> {o.intent} "
                      f"{o.confidence:.2f} {o.offered[:3]}")  # fmt: skip


def calibration(encoder: str = "roformer") -> None:
    """Leave-one-out figures for thresholds, from the training sentences alone."""
    from bot.nlu.encoder import open_encoder
    from bot.nlu.kernel import KernelModel, KernelSettings
    from bot.nlu.sentence_encoder import sentence_vector
    from bot.nlu.text import ngrams

    pairs = [(t, i.split("/")[0]) for t, i in training_sentences()]
    opened = open_encoder(encoder)
    vectors = np.stack([sentence_vector(opened, text) for text, _ in pairs])
    intents = np.array([intent for _, intent in pairs])
    documents = [ngrams(text, 3) for text, _ in pairs]
    model = KernelModel.fit(vectors, documents, list(intents), KernelSettings())
    assert model.left_out is not None
    chances = model.probabilities(model.left_out)
    labels = np.array(model.labels)
    first = chances.max(axis=1)
    right = labels[chances.argmax(axis=1)] == intents
    top3 = [i in labels[np.argsort(-c)[:3]] for c, i in zip(chances, intents, strict=True)]
    print(f"{len(pairs)} sentences, leave-one-out: first {right.mean():.3f}, "
          f"among three {np.mean(top3):.3f}, temperature {model.temperature:.2f}")  # fmt: skip
    for low in np.arange(0.2, 1.0, 0.1):
        at = first >= low
        print(
            f"confidence >= {low:.1f}: {at.mean():.2f} of sentences, {right[at].mean():.3f} right"
        )
    wrong = Counter(
        (str(a), str(b))
        for a, b in zip(intents, labels[chances.argmax(axis=1)], strict=True)
        if a != b
    )
    print("confusions:", ", ".join(f"{a} -> {b} {n}" for (a, b), n in wrong.most_common(40)))


def training_sentences(folder: Path = ROOT / "data" / "nlu") -> list[tuple[str, str]]:
    """Every training sentence with its intent (retrieval intents with their topic)."""
    found: list[tuple[str, str]] = []
    for path in sorted(folder.rglob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = (line.strip() for line in block.get("examples", "").splitlines())
            texts = (line[2:].strip().strip('"') for line in lines if line.startswith("- "))
            found.extend((text, block["intent"]) for text in texts)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path)
    parser.add_argument("--cases", type=Path, nargs="*")
    parser.add_argument("--errors", action="store_true", help="print every wrong sentence")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON only")
    parser.add_argument("--calibration", action="store_true")
    options = parser.parse_args(arguments)
    if options.calibration:
        calibration()
        return 0
    files = options.cases or [*sorted(CASES.glob("*.yml")), TAXONOMY]
    model = options.model or newest_model()
    sets = {path.stem: read_cases(path) for path in files}
    outcomes = run(model, [case for cases in sets.values() for case in cases])
    at, report = 0, {}
    for name, cases in sets.items():
        part = outcomes[at : at + len(cases)]
        at += len(cases)
        report[name] = figures(part)
        if not options.json:
            _print(name, part, options.errors)
    if options.json:
        print(json.dumps(report, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
