"""The steps of `bot.language.understand` as spaCy components.

`doc._.reading` goes from step to step; `doc._.understanding` is the result, the same as that of
`understand`. Before the first step `doc._.as_of` and `doc._.expecting` may be set.
"""

from datetime import date
from typing import Optional

from spacy.language import Language
from spacy.tokens import Doc

from bot.language.errors import LanguageError
from bot.language.normalise import normalise
from bot.language.pipeline.spans import cut_at, entities, fact_spans, mention_spans
from bot.language.reading import Reading, find_mentions, link
from bot.language.understanding import MAX_LENGTH, assemble
from bot.settings import get_settings

NORMALISER, MATCHER, LINKER = "jiabao_normaliser", "jiabao_matcher", "jiabao_linker"
ALIGNER = "jiabao_spans"
STEPS = (NORMALISER, MATCHER, LINKER, ALIGNER)
# Span groups of a Doc: facts with their owners, and what is named whosever it is.
SPANS, MENTIONS = "jiabao", "jiabao_mentions"

for _name in ("as_of", "expecting", "reading", "understanding"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)


@Language.factory(NORMALISER, default_config={"as_of": None})
class Normaliser:
    """Normalises the text of a Doc; offsets lead back to the original."""

    def __init__(self, nlp: Language, name: str, as_of: Optional[str]) -> None:  # noqa: UP045
        self._as_of = date.fromisoformat(as_of) if as_of else None

    def __call__(self, doc: Doc) -> Doc:
        if len(doc.text) > MAX_LENGTH:
            raise LanguageError(
                f"{len(doc.text)} characters",
                remedy=f"send at most {MAX_LENGTH} characters at a time",
            )
        as_of = doc._.as_of or self._as_of or get_settings().today
        doc._.reading = Reading(normalise(doc.text), as_of, doc._.expecting)
        return doc


@Language.factory(MATCHER)
class Matcher:
    """Finds typed mentions: people, ages, conditions, jobs, lines, money."""

    def __init__(self, nlp: Language, name: str) -> None:
        pass

    def __call__(self, doc: Doc) -> Doc:
        find_mentions(doc._.reading)
        return doc


@Language.factory(LINKER)
class Linker:
    """Gives every fact to its owner and writes the household document."""

    def __init__(self, nlp: Language, name: str) -> None:
        pass

    def __call__(self, doc: Doc) -> Doc:
        doc._.understanding = assemble(link(doc._.reading), doc._.expecting)
        return doc


@Language.factory(ALIGNER, assigns=["doc.ents", "doc.spans"], retokenizes=True)
class Aligner:
    """Shows mentions and facts as spans of whole tokens: tokens are cut where a span ends."""

    def __init__(self, nlp: Language, name: str) -> None:
        pass

    def __call__(self, doc: Doc) -> Doc:
        mentions = mention_spans(doc._.reading)
        facts = fact_spans(doc._.understanding)
        cut_at(doc, {offset for s in (*mentions, *facts) for offset in (s.start, s.end)})
        doc.spans[MENTIONS] = [span.of(doc) for span in mentions]
        doc.spans[SPANS] = [span.of(doc) for span in facts]
        doc.set_ents([span.of(doc) for span in entities(facts)])
        return doc
