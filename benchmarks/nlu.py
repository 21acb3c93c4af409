"""Our understanding beside Rasa's default pipeline with DIET, in one run.

    python -m benchmarks nlu
    python -m benchmarks.nlu [--rounds 2] [--reuse]

Both are trained on data/nlu and measured on the sentences of tests/nlu, each system in a process
of its own, one after the other, in several rounds of which the quickest counts. The baseline is
trained once for each state of the data (most of half an hour on two cores) and kept in
build/baseline with a copy of the data; `--reuse` takes the last one though the data have changed
since, and trains ours on the same copy.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.baseline.measure import Measured
from benchmarks.baseline.training import ROOT, Trained, baseline, ours
from scripts.processes import one_thread
from scripts.train import quiet_environment

LANGUAGE_P95_MS, NLU_P95_MS, TRAINING_SECONDS = 10.0, 20.0, 120.0


@dataclass(frozen=True)
class Row:
    """A system with its figures; what has no training or no intents leaves them out."""

    name: str
    measured: Measured
    trained: Trained | None = None


def measure(system: str, rounds: int) -> Measured:
    """The quickest of several processes."""
    found = []
    for _ in range(rounds):
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.baseline.measure", system],
            cwd=ROOT,
            env=quiet_environment(one_thread()),  # as the assistant is served
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            raise SystemExit(f"{system} could not be measured:\n{done.stderr[-2000:]}")
        found.append(Measured(**json.loads(done.stdout.splitlines()[-1])))
    return min(found, key=lambda m: m.p95_ms)


def render(rows: list[Row]) -> str:
    """A Markdown table, the ratios of the last row to the one before it, and the targets."""
    head = [
        "", "p50 ms", "p95 ms", "processor ms", "training s (processor)", "load s",
        "resident MB", "intent right", "right or offered",
    ]  # fmt: skip
    lines = ["| " + " | ".join(head) + " |", "|---|" + "---:|" * (len(head) - 1)]
    lines += ["| " + " | ".join(_cells(row)) + " |" for row in rows]
    own, base = rows[-2], rows[-1]
    lines.append("| " + " | ".join(_ratios(own, base)) + " |")
    return "\n".join([*lines, "", *_targets(rows[0], own)])


def _cells(row: Row) -> list[str]:
    m, t = row.measured, row.trained
    return [
        row.name, f"{m.p50_ms:.2f}", f"{m.p95_ms:.2f}",
        f"{m.processor_ms:.2f}",
        f"{t.seconds:.0f} ({t.cpu_seconds:.0f})" if t else "",
        f"{m.load_seconds:.1f}", f"{m.resident_mb:.0f}",
        _percent(m.accuracy), _percent(m.right_or_offered),
    ]  # fmt: skip


def _ratios(own: Row, base: Row) -> list[str]:
    a, b = own.measured, base.measured
    assert own.trained is not None
    assert base.trained is not None
    points = (
        (b.accuracy or 0) - (a.accuracy or 0),
        ((b.right_or_offered or 0) - (a.right_or_offered or 0)),
    )
    return [
        "baseline / ours", f"×{b.p50_ms / a.p50_ms:.1f}", f"×{b.p95_ms / a.p95_ms:.1f}",
        f"×{b.processor_ms / a.processor_ms:.1f}",
        f"(×{base.trained.cpu_seconds / own.trained.cpu_seconds:.1f})",
        f"×{b.load_seconds / a.load_seconds:.1f}", f"×{b.resident_mb / a.resident_mb:.1f}",
        *(f"{p * 100:+.1f} points" for p in points),
    ]  # fmt: skip


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value * 100:.1f}%"


def _targets(language: Row, own: Row) -> list[str]:
    assert own.trained is not None
    checks = [
        ("bot.language p95", language.measured.p95_ms, LANGUAGE_P95_MS, "ms"),
        ("NLU p95", own.measured.p95_ms, NLU_P95_MS, "ms"),
        ("training", own.trained.seconds, TRAINING_SECONDS, "s"),
    ]
    return [
        f"- {name} {value:.1f} {unit}, target ≤ {limit:g} {unit}: "
        + ("OK" if value <= limit else "**above**")
        for name, value, limit, unit in checks
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--reuse", action="store_true", help="the last baseline, whatever the data")
    options = parser.parse_args()
    base = baseline(options.reuse)
    own = ours(Path(base.data))
    rows = [
        Row("bot.language.understand", measure("language", options.rounds)),
        Row("bot.language.pipeline (spaCy)", measure("spacy", options.rounds)),
        Row("our NLU (Agent.parse_message)", measure(own.model, options.rounds), own),
        Row("Rasa default, DIET 100 epochs", measure(base.model, options.rounds), base),
    ]
    print(f"{rows[0].measured.messages} messages of tests/nlu; the quickest of {options.rounds}\n")
    print(render(rows))


if __name__ == "__main__":
    main()
