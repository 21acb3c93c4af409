"""Answers about a product, generated from the product's own fields and disclosures."""

from __future__ import annotations

from bot.advisor.advice import Quote
from bot.advisor.product import Disclosure, Product
from bot.presentation import format as fmt
from bot.presentation.names import name_of, texts

# What a comparison shows, in this order.
COMPARED = (
    "coverage_period",
    "limit",
    "deductible",
    "ratio",
    "waiting",
    "renewal",
    "hospital",
    "drug",
    "preexisting",
    "exclusions",
    "cooling_off",
)


def describe(product: Product) -> str:
    """Introduce a product: what it is, what it covers, who may buy it."""
    words = texts("product")
    parts = [
        words["intro"].format(
            name=product.name, insurer=product.insurer, line=name_of("lines", product.line)
        )
    ]
    if product.summary:
        parts.append(product.summary)
    shown = disclosures(product, ("coverage", "limit", "deductible"))
    parts += [f"{d.label}：{d.text}" for d in shown]
    parts.append(eligibility_text(product))
    if product.services:
        parts.append(words["services"].format(services="、".join(product.services)))
    parts += [words["ask_more"], words["demo"]]
    return "\n".join(parts)


def attribute_answer(product: Product, attribute: str) -> str:
    """Answer one attribute, or say honestly that the terms do not hold it."""
    words = texts("product")
    if attribute == "eligibility":
        return f"{product.name}：{eligibility_text(product)}{product.summary}"
    codes = texts("mentions")["attributes"][attribute]["codes"]
    found = disclosures(product, codes)
    if not found:
        return str(words["absent"]).format(name=product.name)
    return "\n".join(
        words["attribute"].format(name=product.short_name, label=d.label, text=d.text)
        for d in found
    )


def eligibility_text(product: Product) -> str:
    """Who may be insured, in words."""
    words, rules = texts("product"), product.eligibility
    low = str(rules.min_age_days // 365)
    if rules.min_age_days < 365:
        low = words["newborn"].format(days=rules.min_age_days)
    classes = ""
    if rules.occupation_classes:
        classes = words["classes"].format(
            low=min(rules.occupation_classes), high=max(rules.occupation_classes)
        )
    social = {"required": words["si_required"], "local": words["si_local"]}
    return str(words["eligibility"]).format(
        ages=words["ages"].format(low=low, high=rules.max_entry_age),
        classes=classes,
        si=social.get(rules.social_insurance, ""),
    )


def compare(left: Product, right: Product) -> str:
    """Compare two products feature by feature; only what differs, and no verdict."""
    words = texts("product")
    rows = []
    for code in COMPARED:
        pair = [_text(p, code) for p in (left, right)]
        if pair[0] == pair[1]:
            continue
        label = next(d.label for p in (left, right) for d in p.disclosures if d.code == code)
        said = [
            words["comparison_pair"].format(name=p.short_name, text=text.rstrip("。"))
            for p, text in zip((left, right), pair, strict=True)
        ]
        rows.append(words["comparison_row"].format(label=label, left=said[0], right=said[1]))
    body = rows or [words["comparison_same"]]
    return "\n".join([words["comparison"], *body, words["demo"]])


def disclosures(product: Product, codes: tuple[str, ...] | list[str]) -> list[Disclosure]:
    """The product's disclosures of these codes, in the order of the codes."""
    by_code = {d.code: d for d in product.disclosures}
    return [by_code[c] for c in codes if c in by_code]


def _text(product: Product, code: str) -> str:
    absent: str = texts("mentions")["absent"]
    return next((d.text for d in product.disclosures if d.code == code), absent)


def price_text(product: Product, quoted: Quote, member: str) -> str:
    """One quote in words, with the row of the rate table."""
    return str(texts("product")["price"]).format(
        name=product.short_name,
        member=member,
        age=f"{quoted.member_age}岁",
        sum=fmt.sum_insured(quoted.sum_fen),
        premium=fmt.yuan(quoted.premium_fen),
        row=quoted.row,
    )
