"""Character spans of what was understood, and tokens that do not run across their ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from bot.language.reading import Reading
from bot.language.types import Understanding


@dataclass(frozen=True)
class CharSpan:
    """A stretch of the original text with a label and the id of the member it is about."""

    start: int
    end: int
    label: str
    member: str = ""

    def of(self, doc: Doc) -> Span:
        """The span of a Doc whose tokens were cut at its ends."""
        span = doc.char_span(self.start, self.end, self.label)
        if span is None:
            raise ValueError(f"tokens run across {self}: {[t.text for t in doc]}")
        span.id_ = self.member
        return span


def mention_spans(reading: Reading) -> list[CharSpan]:
    """Everything that was named, in the words of the customer."""
    found = [
        CharSpan(*reading.normalised.span(m.start, m.end), label=m.kind) for m in reading.mentions
    ]
    return _proper(found)


def fact_spans(understood: Understanding) -> list[CharSpan]:
    """Every fact with its owner; a fact of several members stands once for each."""
    return _proper(CharSpan(f.start, f.end, f.kind, f.member or "") for f in understood.spans)


def _proper(spans: Iterable[CharSpan]) -> list[CharSpan]:
    return [s for s in dict.fromkeys(spans) if s.end > s.start]


def entities(facts: Sequence[CharSpan]) -> list[CharSpan]:
    """Facts without overlap, the longest first; the ids of several members stand in one."""
    members: dict[CharSpan, list[str]] = {}
    for fact in facts:
        members.setdefault(replace(fact, member=""), []).append(fact.member)
    merged = [replace(span, member=",".join(filter(None, ids))) for span, ids in members.items()]
    kept: list[CharSpan] = []
    for span in sorted(merged, key=lambda s: (s.start - s.end, s.start)):
        if not any(span.start < other.end and other.start < span.end for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda s: s.start)


def cut_at(doc: Doc, offsets: AbstractSet[int]) -> None:
    """Split every token that has one of the offsets inside it."""
    with doc.retokenize() as retokenizer:
        for token in doc:
            pieces = _pieces(token, offsets)
            if len(pieces) > 1:
                retokenizer.split(token, pieces, heads=[(token, i) for i in range(len(pieces))])


def _pieces(token: Token, offsets: AbstractSet[int]) -> list[str]:
    edges = [i for i in range(1, len(token)) if token.idx + i in offsets]
    return [token.text[a:b] for a, b in zip([0, *edges], [*edges, len(token)], strict=True)]
