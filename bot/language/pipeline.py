"""The spaCy pipeline: character tokens, and our steps as named components.

Every step is a registered factory, so the pipeline can be written to disk and loaded
from its config (`spacy.load(folder, config=...)`), inspected (`nlp.pipe_names`) or
extended. Facts stand on the `Doc`: `doc._.understanding`; person, age and condition
mentions also as `doc.spans["jiabao"]` with the member id as span id.
"""

from datetime import date
from functools import lru_cache

from spacy.lang.zh import Chinese
from spacy.language import Language
from spacy.tokens import Doc, Span

from bot.language.normalise import normalise
from bot.language.reading import Reading, find_mentions, link
from bot.language.types import Expectation, Understanding
from bot.language.understanding import assemble

STEPS = ("jiabao_normaliser", "jiabao_facts", "jiabao_linker")
SPANS = "jiabao"


def _extensions() -> None:
    for name in ("as_of", "expecting", "reading", "understanding"):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)


@Language.factory("jiabao_normaliser")
class Normaliser:
    """Normalises the text of a Doc; offsets lead back to the original."""

    def __init__(self, nlp: Language, name: str) -> None:
        _extensions()

    def __call__(self, doc: Doc) -> Doc:
        as_of = doc._.as_of
        if as_of is None:
            raise ValueError("doc._.as_of is not set: use bot.language.pipeline.read")
        doc._.reading = Reading(normalise(doc.text), as_of, doc._.expecting)
        return doc


@Language.factory("jiabao_facts")
class Facts:
    """Finds typed mentions."""

    def __init__(self, nlp: Language, name: str) -> None:
        _extensions()

    def __call__(self, doc: Doc) -> Doc:
        find_mentions(doc._.reading)
        return doc


@Language.factory("jiabao_linker")
class Linker:
    """Gives every fact to its owner and writes the household document."""

    def __init__(self, nlp: Language, name: str) -> None:
        _extensions()

    def __call__(self, doc: Doc) -> Doc:
        understood = assemble(link(doc._.reading), doc._.expecting)
        doc._.understanding = understood
        doc.spans[SPANS] = _spans(doc, understood)
        return doc


def _spans(doc: Doc, understood: Understanding) -> list[Span]:
    """Fact spans as spaCy spans; a span that cuts a token is widened to it."""
    found = []
    for fact in understood.spans:
        span = doc.char_span(fact.start, fact.end, fact.kind, alignment_mode="expand")
        if span is not None:
            span.id_ = fact.member or ""
            found.append(span)
    return found


@lru_cache(maxsize=1)
def load() -> Language:
    """The pipeline on a blank Chinese model with one token per character."""
    _extensions()
    nlp = Chinese()
    for step in STEPS:
        nlp.add_pipe(step)
    return nlp


def read(text: str, as_of: date, expecting: Expectation | None = None) -> Doc:
    """Run the pipeline over one message."""
    nlp = load()
    doc = nlp.make_doc(text)
    doc._.as_of, doc._.expecting = as_of, expecting
    for _name, step in nlp.pipeline:
        doc = step(doc)
    return doc
