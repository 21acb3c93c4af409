"""How well a household is read from one message, on the sentences of tests/nlu.

python -m eval.household

Exact match: every compared field of every member is right and nothing is invented. These are
regression sets: their failures were used to widen the grammar, so the figure is no estimate for
unseen sentences (CHANGELOG and the ADRs give blind figures where they were measured).
"""

from __future__ import annotations

import statistics
import sys
import time
from datetime import date
from pathlib import Path

import yaml

from bot.language import parse
from tests.nlu.expectations import actual, expected

AS_OF = date(2026, 11, 21)
ROOT = Path(__file__).resolve().parent.parent / "tests" / "nlu"


def main() -> int:
    """Print exact match and speed for each file."""
    print(f"{'file':<28}{'n':>5}{'exact':>8}{'known':>7}{'p50 ms':>8}{'p95 ms':>8}")
    for file in [ROOT / "development.yml", *sorted((ROOT / "household").glob("*.yml"))]:
        right, known, spent = 0, 0, []
        cases = yaml.safe_load(file.read_text(encoding="utf-8"))
        for case in cases:
            started = time.perf_counter()
            document = parse(str(case["text"]), AS_OF)
            spent.append((time.perf_counter() - started) * 1000)
            right += actual(document) == expected(case)
            known += bool(case.get("known"))
        p95 = sorted(spent)[int(len(spent) * 0.95)]
        share = right / len(cases)
        print(
            f"{file.stem:<28}{len(cases):>5}{share:>8.3f}{known:>7}"
            f"{statistics.median(spent):>8.1f}{p95:>8.1f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
