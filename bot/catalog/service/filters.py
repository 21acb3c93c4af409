"""Which products and cards a query means, and whether a client's copy is the current one."""

from __future__ import annotations

from dataclasses import dataclass

from bot.advisor.product import Product
from bot.catalog.product_checks import DAYS_PER_YEAR
from bot.catalog.service.contract import ProductSummary
from bot.catalog.service_cards import ServiceCard


@dataclass(frozen=True)
class Filter:
    """The filters of a product list; None accepts everything."""

    lines: tuple[str, ...] = ()
    insurer: str | None = None
    words: str | None = None
    age: int | None = None
    sex: str | None = None
    occupation_class: int | None = None
    city: str | None = None
    advisable: bool | None = None

    def accepts(self, product: Product) -> bool:
        rule = product.eligibility
        youngest = rule.min_age_days // DAYS_PER_YEAR
        return (
            (not self.lines or product.line in self.lines)
            and (self.insurer is None or self.insurer in product.insurer)
            and (self.words is None or _mentions(self.words, _product_words(product)))
            and (self.age is None or youngest <= self.age <= rule.max_entry_age)
            and (self.sex is None or self.sex in rule.sexes)
            and (self.occupation_class is None or self.occupation_class in rule.occupation_classes)
            and (self.city is None or not rule.cities or self.city in rule.cities)
            and (self.advisable is None or product.advisable == self.advisable)
        )


def summary(product: Product) -> ProductSummary:
    """A product as one entry of a list."""
    return ProductSummary(
        product_id=product.product_id,
        name=product.name,
        short_name=product.short_name,
        aliases=product.aliases,
        insurer=product.insurer,
        line=product.line,
        health_class=product.health_class,
        summary=product.summary,
        demo=product.demo,
        advisable=product.advisable,
        min_age_days=product.eligibility.min_age_days,
        max_entry_age=product.eligibility.max_entry_age,
        score_total=product.scores.total,
    )


def card_matches(
    card: ServiceCard, *, words: str | None, kind: str | None, handoff: bool | None
) -> bool:
    """Whether a service card passes the filters."""
    return (
        (kind is None or card.kind == kind)
        and (handoff is None or card.handoff == handoff)
        and (words is None or _mentions(words, (card.name, *card.aliases, card.answer)))
    )


def named(card: ServiceCard, words: str | None) -> bool:
    """Whether the words stand in the card's own names, and not only in its answer."""
    return words is not None and _mentions(words, (card.name, *card.aliases))


def etag_matches(if_none_match: str | None, version: str) -> bool:
    """Whether an If-None-Match header names this version; compares weakly, knows `*`."""
    if if_none_match is None:
        return False
    tags = [tag.strip().removeprefix("W/").strip('"') for tag in if_none_match.split(",")]
    return "*" in tags or version in tags


def _product_words(product: Product) -> tuple[str, ...]:
    return (product.name, product.short_name, *product.aliases, product.summary)


def _mentions(words: str, texts: tuple[str, ...]) -> bool:
    """Every word of the query stands in some text; case does not matter."""
    folded = [t.casefold() for t in texts]
    return all(any(word in text for text in folded) for word in words.casefold().split())
