"""The voice of the advice: reason codes and assumptions in words for one household."""

from __future__ import annotations

from bot.advisor.advice import Assumption
from bot.advisor.explanation import render_assumption, render_reason
from bot.advisor.household import Household
from bot.advisor.knowledge import Templates
from bot.advisor.product import Catalog
from bot.presentation.names import member_name
from bot.presentation.plan_card import Speaker


def speaker(household: Household, catalog: Catalog, templates: Templates) -> Speaker:
    """Render reasons with this household's names and this catalogue's product names."""
    names = {m.id: member_name(household, m) for m in household.members}
    products = {p.product_id: p.name for p in catalog.products}

    def say_assumption(assumption: Assumption) -> str:
        ids = (assumption.member_id or "").split(",")
        joined = {assumption.member_id or "": "、".join(names.get(i, i) for i in ids)}
        return render_assumption(assumption, templates, {**names, **joined}, products)

    return Speaker(
        reason=lambda r: render_reason(r, templates, names, products), assumption=say_assumption
    )
