"""Reads one message in named steps: what is named, who it is, what is said of whom.

Each step reads and extends one `Reading`; the order stands in `LINKING`. Detection has its
rules in `bot.language.detection`, people in `bot.language.people`, the facts in the linkers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.language.age_linking import AgeLinker
from bot.language.clauses import last_clause, last_sentence
from bot.language.detection import detect
from bot.language.draft import HouseholdDraft, document
from bot.language.expected.antecedents import name_pronouns
from bot.language.link_facts import FactLinker
from bot.language.link_money import MoneyLinker
from bot.language.link_scope import ScopeLinker
from bot.language.mentions import Mention
from bot.language.normalise import Normalised
from bot.language.people import Cast, Reference, read_people
from bot.language.people.children import count_children
from bot.language.people.couples import both_work, unnamed_couple
from bot.language.people.elders import drop_unnamed
from bot.language.people.listing import prune_speaker
from bot.language.people.quoting import quote
from bot.language.people.reread import reread
from bot.language.people.sexes import settle_sexes
from bot.language.types import Expectation


@dataclass
class Reading:
    """The state of reading one message; the last step writes `document`."""

    normalised: Normalised
    as_of: date
    expecting: Expectation | None = None
    mentions: tuple[Mention, ...] = ()
    draft: HouseholdDraft = field(default_factory=HouseholdDraft)
    cast: Cast = field(init=False)
    ages: AgeLinker | None = None
    facts: FactLinker | None = None
    money: MoneyLinker | None = None
    scope: ScopeLinker | None = None
    document: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cast = Cast(self.text, self.draft)

    @property
    def text(self) -> str:
        return self.normalised.text

    @property
    def references(self) -> list[Reference]:
        return self.cast.references


Step = Callable[[Reading], None]


def find_mentions(reading: Reading) -> Reading:
    """What is named."""
    reading.mentions = detect(reading.text, reading.as_of)
    return reading


def link(reading: Reading) -> Reading:
    """Whose it is: every step of `LINKING`, then the document."""
    for step in LINKING:
        step(reading)
    return reading


def _who(reading: Reading) -> None:
    """The members of the household, from the person mentions."""
    mentions = name_pronouns(reading.mentions, reading.expecting)
    reading.mentions = reread(reading.text, mentions)
    reading.cast = read_people(reading.text, reading.draft, reading.mentions)


def _home(reading: Reading) -> None:
    """一家四口, 坐标杭州: facts of the household; the first city counts."""
    draft = reading.draft
    for mention in reading.mentions:
        key = {"count": "members_count", "city": "city"}.get(mention.kind)
        if key is None or (key == "city" and key in draft.facts):
            continue
        if key == "city" and _lives_elsewhere(reading, mention):
            continue
        draft.facts[key] = mention.data
        draft.sources[key] = reading.normalised.said(mention.start, mention.end)


def _lives_elsewhere(reading: Reading, city: Mention) -> bool:
    """儿子在深圳打工: the city of somebody who need not live with the speaker."""
    clause = last_clause(reading.text[: city.start])
    sentence = last_sentence(reading.text[: city.start])
    start = city.start - len(sentence)
    inside = [r for r in reading.references if start <= r.start < city.start]
    named = [] if not inside or inside[-1].household else list(inside[-1].members)
    if any(r.start >= city.start - len(clause) and r is not inside[-1] for r in inside):
        return False
    home = {"self", "spouse", "partner"}
    return clause.endswith("在") and len(named) == 1 and not home & {m.relation for m in named}


def _unnamed(reading: Reading) -> None:
    """孩子是两个, 丁克: people of whom only number or kind is said."""
    count_children(reading.cast)
    unnamed_couple(reading.text, reading.draft)


def _ages(reading: Reading) -> None:
    """Every age to its owner."""
    reading.ages = AgeLinker(
        reading.text, reading.draft, reading.references, reading.mentions, reading.as_of
    )
    reading.ages.read()


def _facts(reading: Reading) -> None:
    """Illnesses, jobs, social insurance and policies to their owners."""
    reading.facts = FactLinker(
        reading.text, reading.normalised, reading.draft, reading.references, reading.mentions
    )
    reading.facts.read()


def _money(reading: Reading) -> None:
    """Incomes, debts, assets and the budget."""
    assert reading.facts is not None, "facts are linked before money"
    reading.money = MoneyLinker(
        reading.text,
        reading.normalised,
        reading.draft,
        reading.references,
        reading.mentions,
        reading.facts.owners,
    )
    reading.money.read()


def _scope(reading: Reading) -> None:
    """Who shall be insured and who not."""
    assert reading.facts is not None, "facts are linked before the scope"
    reading.scope = ScopeLinker(
        reading.text,
        reading.normalised,
        reading.draft,
        reading.references,
        reading.facts.owners,
    )
    reading.scope.read()


def _conclusions(reading: Reading) -> None:
    """What follows from the whole: sexes, both at work."""
    assert reading.facts is not None, "facts are linked before conclusions"
    owners = reading.facts.owners
    settle_sexes(reading.cast, reading.mentions)
    both_work(reading.text, lambda start, end: owners(start, end, adult=True))


def _write(reading: Reading) -> None:
    """The schema-1 document: quotations, without a speaker who only asks."""
    quote(reading.cast, reading.normalised)
    prune_speaker(reading.cast)
    drop_unnamed(reading.cast)
    reading.document = document(reading.draft)


LINKING: tuple[Step, ...] = (
    _who,
    _home,
    _unnamed,
    _ages,
    _facts,
    _money,
    _scope,
    _conclusions,
    _write,
)
