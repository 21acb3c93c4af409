"""How well a household is read from one message, on the sentences of tests/nlu.

    python -m eval household                        every file of the repository
    python -m eval household --cases FILE [FILE]    any other file in the same notation
    python -m eval household --errors               each miss: text, what is missing, what is extra

Exact match: every member, relation, sex, age range, condition and figure is right and nothing is
invented. The repository's files are regression sets: their failures were used to widen the
grammar, so their figures are no estimate for unseen sentences. `--cases` is for those.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.advisor.household import household_from_dict
from bot.language import parse
from eval.cases import DEVELOPMENT, HouseholdCase, household_files, read_household_cases
from eval.scoring import Comparison, compare
from eval.tally import Tally
from tests.nlu.expectations import actual

AS_OF = date(2026, 11, 21)


@dataclass(frozen=True)
class Read:
    """A case with what was understood; `error` when the document is unusable."""

    case: HouseholdCase
    comparison: Comparison
    error: str = ""

    @property
    def exact(self) -> bool:
        return self.comparison.exact and not self.error


@dataclass(frozen=True)
class FileResult:
    """Everything measured on one file."""

    name: str
    reads: tuple[Read, ...]
    development: bool = False

    @property
    def tally(self) -> Tally:
        return tally(self.reads)


def tally(reads: Sequence[Read]) -> Tally:
    """The sums; a document that the advisor refuses is not exact."""
    total = Tally.of(read.comparison for read in reads)
    total.exact = sum(read.exact for read in reads)
    return total


def read_case(case: HouseholdCase) -> Read:
    """Understand one sentence as of the fixed date of the sets, and compare."""
    try:
        document = parse(case.text, AS_OF)
        household_from_dict(document)
        return Read(case, compare(case.wanted, actual(document)))
    except Exception as error:  # a crash is a wrong reading, and the others still count
        nothing: dict[str, Any] = {"members": [], "household": {}}
        return Read(case, compare(case.wanted, nothing), f"{type(error).__name__}: {error}")


def measure(files: Sequence[Path]) -> list[FileResult]:
    """Read every case of every file."""
    return [
        FileResult(
            path.stem,
            tuple(read_case(case) for case in read_household_cases(path)),
            path == DEVELOPMENT,
        )
        for path in files
    ]


def miss(read: Read) -> str:
    """A miss in a few lines: the text, then - what is missing, + what is extra, > what moved."""
    comparison = read.comparison
    lines = [f"{read.case.id}: {read.case.text}"]
    if read.case.known:
        lines.append(f"    known: {read.case.known}")
    if read.error:
        lines.append(f"    error: {read.error}")
    for sign, placed in (("-", comparison.missing), ("+", comparison.extra)):
        facts = [f"{p.name}.{p.fact.kind}={_value(p.fact.value)}" for p in placed]
        if facts:
            lines.append(f"    {sign} " + "  ".join(facts))
    for moved in comparison.misplaced:
        what = f"{moved.fact.kind}={_value(moved.fact.value)}"
        lines.append(f"    > {what}: of {moved.wanted}, given to {moved.got}")
    return "\n".join(lines)


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return ":".join(_value(v) for v in value if v is not None)
    return str(value)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the household part of the report."""
    from eval.render import household_section

    parser = argparse.ArgumentParser(
        prog="python -m eval household", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--cases", type=Path, nargs="+", help="files to use instead")
    parser.add_argument("--errors", action="store_true", help="print every miss")
    options = parser.parse_args(arguments)
    results = measure(options.cases or household_files())
    print(household_section(results))
    if options.errors:
        print("\n".join(errors(results)))
    return 0


def errors(results: Sequence[FileResult]) -> list[str]:
    """Every miss of every file."""
    return [miss(read) for result in results for read in result.reads if not read.exact]


if __name__ == "__main__":
    sys.exit(main())
