"""The report's sections as Markdown."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from eval import targets
from eval.household import FileResult, Read, tally
from eval.tally import Tally
from eval.targets import Target, mark

LARGE = 3
# The figures of eval.intents in the order of the report, in words.
INTENT_FIGURES = {
    "sentences": "sentences",
    "accuracy": "intent right",
    "right_or_offered": "right, or asked back with the right one among two buttons",
    "right_when_answered": "right when answered",
    "asked_back": "asked back (sentences in scope)",
    "faq_topic": "FAQ topic right",
    "out_of_scope_recall": "out of scope recognised",
    "false_reject": "in scope called out of scope",
}


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; the first column is text, the others are aligned to the right."""
    lines = ["| " + " | ".join(head) + " |"]
    lines.append("|---|" + "---:|" * (len(head) - 1))
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def percent(value: float, digits: int = 1) -> str:
    return "–" if math.isnan(value) else f"{value * 100:.{digits}f}%"


def household_section(results: Sequence[FileResult]) -> str:
    """Exact match by file, wrong owners, precision and recall by kind, known failures."""
    parts = ["## Households", _files(results), "", _summary(results)]
    own = [read for result in results for read in result.reads]
    parts += ["", "### Facts by kind", _kinds(tally(own))]
    known = [read for read in own if read.case.known]
    if known:
        parts += ["", f"### Known failures ({len(known)})", *map(_known, known)]
    return "\n".join(parts)


def _files(results: Sequence[FileResult]) -> str:
    rows = []
    for result in results:
        total = result.tally
        known = sum(bool(read.case.known) for read in result.reads)
        rows.append(
            [result.name, str(total.cases), percent(total.exact_share), str(known),
             str(total.expected_facts), percent(total.wrong_owner, 2)]
        )  # fmt: skip
    return table(["file", "sentences", "exact", "known", "facts", "wrong owner"], rows)


def _summary(results: Sequence[FileResult]) -> str:
    rows = []
    development = [r for result in results if result.development for r in result.reads]
    held = [r for result in results if not result.development for r in result.reads]
    if development:
        exact = tally(development).exact_share
        rows.append(_row("development: exact", exact, targets.EXACT_DEVELOPMENT))
        rows.append(_owner_row("development: wrong owner", tally(development), None))
    if held:
        large = [r for r in held if r.case.members >= LARGE]
        total = tally(held)
        rows += [
            _row("households: exact", total.exact_share, targets.EXACT_HOUSEHOLD),
            _row(f"of them, {LARGE} or more members: exact", tally(large).exact_share, None),
            _owner_row("households: wrong owner", total, targets.WRONG_OWNER),
            _count("households: sentences", len(held), targets.HOUSEHOLD_SENTENCES),
            _row(f"households: {LARGE} or more members", len(large) / len(held),
                 targets.LARGE_FAMILIES),
        ]  # fmt: skip
    return table(["figure", "value", "target", ""], rows)


def _row(name: str, value: float, target: Target | None, digits: int = 1) -> list[str]:
    return [name, percent(value, digits), str(target or ""), mark(value, target)]


def _owner_row(name: str, total: Tally, target: Target | None) -> list[str]:
    row = _row(name, total.wrong_owner, target, 2)
    row[1] += f" ({total.misplaced} of {total.expected_facts})"
    return row


def _count(name: str, value: int, target: Target) -> list[str]:
    return [name, str(value), str(target), mark(value, target)]


def _kinds(total: Tally) -> str:
    rows = [
        [kind, str(total.right[kind] + total.missing[kind]), str(total.missing[kind]),
         str(total.extra[kind]), percent(total.precision(kind)), percent(total.recall(kind))]
        for kind in total.kinds()
    ]  # fmt: skip
    return table(["kind", "expected", "missed", "invented", "precision", "recall"], rows)


def _known(read: Read) -> str:
    fixed = " (**passes now: remove its mark**)" if read.exact else ""
    return f"- {read.case.id} {read.case.text} ({read.case.known}){fixed}"


def intent_section(figures: Mapping[str, Mapping[str, float]], confusions: Counter[Any]) -> str:
    """Each figure for each set and for all, with its target; then what is confused with what."""
    names = list(figures)
    rows = []
    for key, words in INTENT_FIGURES.items():
        values = [figures[name].get(key, float("nan")) for name in names]
        target = targets.INTENTS.get(key)
        shown = [f"{v:.0f}" if key == "sentences" else percent(v) for v in values]
        rows.append([words, *shown, str(target or ""), mark(values[-1], target)])
    lines = ["## Intents", table(["figure", *names, "target", ""], rows)]
    if confusions:
        pairs = [f"- {a} → {b}: {n}" for (a, b), n in confusions.most_common(20)]
        lines += ["", "### Confusions (meant → understood)", *pairs]
    return "\n".join(lines)
