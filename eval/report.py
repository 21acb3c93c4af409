"""The quality report: households and intents, printed and written to eval/report.md.

python -m eval                     everything; `make eval`
python -m eval --errors            with every miss (printed, not written)
python -m eval --cases FILE        households only, on other sentences; nothing is written
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import warnings
from collections import Counter
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

from eval import household, intents, targets
from eval.household import FileResult, errors, household_files, measure
from eval.render import household_section, intent_section, table
from eval.targets import mark

REPORT = Path(__file__).resolve().parent / "report.md"
PACKAGES = ("rasa", "spacy", "jieba", "onnxruntime", "numpy")


def head(results: Sequence[FileResult], intent_cases: int) -> str:
    """What was measured, when, with what."""
    households = sum(len(r.reads) for r in results)
    kept = households + intent_cases
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    size = table(
        ["sentences", "value", "target", ""],
        [
            ["households", str(households), "", ""],
            ["intents", str(intent_cases), "", ""],
            ["together", str(kept), str(targets.SENTENCES), mark(kept, targets.SENTENCES)],
        ],
    )
    return "\n".join(
        [
            "# Quality of understanding",
            "",
            f"Measured on {date.today().isoformat()} by `make eval`; households as of "
            f"{household.AS_OF.isoformat()}; Python {platform.python_version()}, {versions}.",
            "",
            "The sentences are those of tests/nlu, which no model was trained on. Their failures "
            "were read while the grammar was widened: regression sets, no estimate for unseen "
            "sentences.",
            "",
            size,
        ]
    )


def measure_intents() -> tuple[str, int, list[str]]:
    """The intent section, its number of sentences, and every wrong sentence."""
    sets = {path.stem: intents.read_cases(path) for path in sorted(intents.CASES.glob("*.yml"))}
    cases = [case for found in sets.values() for case in found]
    try:
        outcomes = intents.run(intents.newest_model(), cases)
    except SystemExit as missing:
        return f"## Intents\n\nNot measured: {missing}", len(cases), []
    figures, at = {}, 0
    for name, found in sets.items():
        figures[name] = intents.figures(outcomes[at : at + len(found)])
        at += len(found)
    figures["all"] = intents.figures(outcomes)
    wrong = [o for o in outcomes if not o.right]
    pairs = Counter(("|".join(sorted(o.case.intents)), o.intent) for o in wrong)
    listed = [
        f"{o.case.text}\n    - {'|'.join(sorted(o.case.intents))}\n    + {o.intent} "
        f"{o.confidence:.2f} {' '.join(o.offered[:3])}"
        for o in wrong
    ]
    return intent_section(figures, pairs), len(cases), listed


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m eval", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--cases", type=Path, nargs="+", help="household files to use instead")
    parser.add_argument("--errors", action="store_true", help="print every miss as well")
    options = parser.parse_args(arguments)
    if options.cases:
        found = [str(path) for path in options.cases]
        return household.main(["--cases", *found, *(["--errors"] if options.errors else [])])
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    results = measure(household_files())
    with warnings.catch_warnings(record=True):  # Rasa's imports warn at length
        section, number, wrong = measure_intents()
    text = "\n\n".join([head(results, number), household_section(results), section]) + "\n"
    print(text)
    if options.errors:
        print("\n".join([*errors(results), *wrong]))
    REPORT.write_text(text, encoding="utf-8")
    print(f"written to {REPORT.parent.name}/{REPORT.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
