"""What a question is about: products, lines, needs, attributes and members named in a text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from bot.advisor.household import Household
from bot.advisor.product import Catalog, Product
from bot.presentation.names import texts


def plain(text: str) -> str:
    """Fold width and case and drop blanks and quotes, so that names can be compared."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(c for c in folded if not c.isspace() and c not in "\"'“”‘’「」《》")


def products_in(text: str, catalog: Catalog) -> tuple[Product, ...]:
    """The products named in `text`; a name inside a longer one does not count twice."""
    rest = plain(text)
    named = sorted(
        ((plain(name), product) for product in catalog.products for name in _names(product)),
        key=lambda pair: (-len(pair[0]), pair[1].product_id),
    )
    found: list[Product] = []
    for name, product in named:
        if len(name) > 1 and name in rest:
            rest = rest.replace(name, "＿")
            if product not in found:
                found.append(product)
    return tuple(found)


def lines_in(text: str) -> tuple[str, ...]:
    """The insurance lines named in `text`, in the order in which they are named."""
    return _keys_in(text, texts("mentions")["lines"])


def needs_in(text: str) -> tuple[str, ...]:
    """The needs named in `text`, e.g. 重疾 -> critical_illness."""
    return _keys_in(text, texts("mentions")["needs"])


def attribute_in(text: str) -> str | None:
    """The attribute of a product that `text` asks about."""
    words = {key: entry["words"] for key, entry in texts("mentions")["attributes"].items()}
    found = _keys_in(text, words)
    return found[0] if found else None


def members_in(document: Mapping[str, object], household: Household) -> tuple[str, ...]:
    """The ids of known members that the message's own document names.

    "我" alone is how one speaks, so self counts only when nobody else is named.
    """
    raw = document.get("members")
    named = [str(m["id"]) for m in raw] if isinstance(raw, list) else []
    known = [i for i in named if household.member(i) is not None]
    others = tuple(i for i in known if i != "self")
    return others or tuple(known)


def _names(product: Product) -> Iterable[str]:
    return (product.name, product.short_name, *product.aliases)


def _keys_in(text: str, words: Mapping[str, list[str]]) -> tuple[str, ...]:
    """The keys whose words occur, by position; the longest word at a place wins."""
    folded = plain(text)
    candidates = sorted(
        ((word, key) for key, entries in words.items() for word in entries),
        key=lambda pair: -len(pair[0]),
    )
    found: dict[str, int] = {}
    taken = [False] * len(folded)
    for word, key in candidates:
        at = folded.find(word)
        while at >= 0:
            if not any(taken[at : at + len(word)]):
                found[key] = min(found.get(key, at), at)
                taken[at : at + len(word)] = [True] * len(word)
            at = folded.find(word, at + 1)
    return tuple(sorted(found, key=lambda key: found[key]))
