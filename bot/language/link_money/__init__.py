"""Decides what each amount is for: income, budget, debt, assets, expense, a policy's sum.

`purpose` says what an amount is for, `earners` whose pay it is, `policies` which lines of
insurance are held; `income` and `household` write what was said.
"""

from bot.language.link_money.linker import MoneyLinker

__all__ = ["MoneyLinker"]
