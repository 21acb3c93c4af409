"""One message in, everything understood out."""

from __future__ import annotations

import re
from datetime import date

from bot.language.draft import MemberDraft
from bot.language.errors import LanguageError
from bot.language.expected import read_expected, spread_social_insurance
from bot.language.normalise import normalise
from bot.language.numerals import find_numbers
from bot.language.operations import find_operations
from bot.language.reading import Reading, find_mentions, link
from bot.language.types import Expectation, FactSpan, Operation, Understanding
from bot.language.yes_no import read_yes_no

MAX_LENGTH = 2000
_FUNCTION_CHARS = re.compile(
    r"[\s,。、!?;:()（）'\"~.\-/+的了吧呢啊呀哦嗯吗嘛和跟与都也就还有是个在很挺想要给今年现在岁现大概左右]"
)


def understand(text: str, as_of: date, expecting: Expectation | None = None) -> Understanding:
    """Understand one message. Raises LanguageError when it is no text or too long."""
    if not isinstance(text, str):
        raise LanguageError("a message is text", remedy="pass a str")
    if len(text) > MAX_LENGTH:
        raise LanguageError(
            f"{len(text)} characters", remedy=f"send at most {MAX_LENGTH} characters at a time"
        )
    reading = Reading(normalise(text), as_of, expecting)
    link(find_mentions(reading))
    return assemble(reading, expecting)


def assemble(reading: Reading, expecting: Expectation | None) -> Understanding:
    """Gather the result of a reading; a bare answer is read by what was asked."""
    spans = _spans(reading)
    operations = _operations(reading)
    if expecting is not None:
        reading.document = read_expected(
            reading.normalised, reading.as_of, expecting, reading.document
        )
        named = [
            (r.start, r.end, tuple(m.id for m in r.members))
            for r in reading.references
            if r.members
        ]
        spread_social_insurance(reading.normalised, expecting, reading.document, named)
    return Understanding(
        document=reading.document,
        operations=operations,
        spans=spans,
        coverage=_coverage(reading),
        yes_no=read_yes_no(reading.normalised.original),
        numbers=tuple(float(n.value) for n in find_numbers(reading.text)),
        as_of=reading.as_of.isoformat(),
    )


def _operations(reading: Reading) -> tuple[Operation, ...]:
    corrected: list[tuple[MemberDraft | None, str]] = []
    for member in reading.draft.members:
        corrected.extend((member, name) for name in ("age",) if member.age is not None)
        corrected.extend((member, k) for k in member.facts if k != "earning")
    corrected.extend((None, k) for k in reading.draft.facts)
    return find_operations(reading.normalised, reading.references, reading.mentions, corrected)


def _spans(reading: Reading) -> tuple[FactSpan, ...]:
    found: list[FactSpan] = []

    def add(start: int, end: int, kind: str, members: list[MemberDraft], value: object) -> None:
        left, right = reading.normalised.span(start, end)
        for member in members or [None]:  # type: ignore[list-item]
            found.append(FactSpan(left, right, kind, member.id if member else None, value))

    for reference in reading.references:
        if reference.members and not reference.comparator:
            add(reference.start, reference.end, "member", reference.members, reference.word.word)
    if reading.ages:
        for item, members in reading.ages.links:
            add(item.start, item.end, "age", members, (item.value.min, item.value.max))
    if reading.facts:
        for mention, members in reading.facts.owned:
            value = mention.data["code"] if mention.kind == "condition" else None
            add(mention.start, mention.end, mention.kind, members, value)
    if reading.money:
        for mention, key, members, amount in reading.money.placed:
            add(mention.start, mention.end, key, members, (amount.min, amount.max))
    if reading.scope:
        for start, end, reason, members in reading.scope.placed:
            add(start, end, reason, members, True)
    for mention in reading.mentions:
        if mention.kind in ("city", "count", "line", "sex"):
            value = mention.data
            add(
                mention.start,
                mention.end,
                {"count": "members_count"}.get(mention.kind, mention.kind),
                [],
                value,
            )
    return tuple(sorted(found, key=lambda s: (s.start, s.end)))


def _coverage(reading: Reading) -> float:
    """Share of content characters that stand in some mention or used number."""
    text = reading.text
    covered = [False] * len(text)
    for mention in reading.mentions:
        covered[mention.start : mention.end] = [True] * (mention.end - mention.start)
    if reading.ages:
        for item, _members in reading.ages.links:
            covered[item.start : item.end] = [True] * (item.end - item.start)
    content = [i for i, c in enumerate(text) if covered[i] or not _FUNCTION_CHARS.match(c)]
    if not content:
        return 0.0
    return round(sum(covered[i] for i in content) / len(content), 3)
