"""What comes on top of the pay: 月薪2万，年终奖5万; 年终奖5万，平时一个月2万."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.cues import cues
from bot.language.draft import HouseholdDraft, MemberDraft
from bot.language.link_money.earners import earners_of, names_earner
from bot.language.link_money.state import Figure, Money
from bot.language.link_money.words import MONTHLY, TOTAL
from bot.language.money import Amount

_KEY = "annual_income_fen"
_BONUS = re.compile(rf"{cues('bonuses')}[^,。;]{{0,6}}$")
_MONTHLY_BONUS = re.compile(cues("monthly_bonuses"))
_BONUS_AFTER = re.compile(rf"[^,。;]{{0,3}}{cues('bonuses')}")


def is_bonus(figure: Figure) -> bool:
    """年终奖5万; not 算上年终奖50万."""
    if TOTAL.search(figure.near):
        return False
    after = not figure.near.strip(" ,") or figure.near.strip(" ,")[-1] in "加有外"
    return _BONUS.search(figure.near) is not None or (
        after and _BONUS_AFTER.match(figure.after) is not None
    )


def add_bonus(money: Money, figure: Figure) -> None:
    """Add a bonus to the pay told before, or keep it for the pay that follows."""
    monthly = MONTHLY.search(figure.near) or (
        money.pay_is_monthly and _MONTHLY_BONUS.search(figure.near)
    )
    amount = figure.amount.times(12) if monthly else figure.amount
    pay = money.last_pay
    owners = earners_of(money, figure) if pay is None or names_earner(money, figure) else pay.owners
    targets: Sequence[HouseholdDraft | MemberDraft] = owners or [money.draft]
    for target in targets:
        base: Amount | None = target.facts.get(_KEY)
        if base is None:
            money.bonus_only.add(id(target))
        target.facts[_KEY] = sum_of(base, amount)
        target.sources.setdefault(_KEY, money.words(figure))
    if targets[0].facts[_KEY] == amount:
        money.placed.append((figure.mention, _KEY, owners, amount))


def with_bonus(money: Money, owners: list[MemberDraft], amount: Amount) -> Amount:
    """The pay with the bonus that was told before it."""
    target: HouseholdDraft | MemberDraft = owners[0] if owners else money.draft
    if id(target) not in money.bonus_only:
        return amount
    money.bonus_only.discard(id(target))
    return sum_of(target.facts.get(_KEY), amount)


def sum_of(base: Amount | None, amount: Amount) -> Amount:
    """Two amounts of one pay."""
    return amount if base is None else Amount(base.min + amount.min, base.max + amount.max)
