"""Lower budgets to choose from, as buttons."""

from __future__ import annotations

from bot.presentation import format as fmt
from bot.presentation.messages import Message, QuickReply, text_message
from bot.presentation.names import texts

SHARES = (0.8, 0.6)
STEP_FEN = 50_000  # budgets are offered in steps of 500 yuan


def lower_budgets(total_fen: int) -> Message:
    """Offer about 80 % and 60 % of the present premium."""
    words = texts("plan")["cheaper"]
    offers = dict.fromkeys(round(total_fen * share / STEP_FEN) * STEP_FEN for share in SHARES)
    buttons = [
        QuickReply(
            words["button"].format(budget=fmt.yuan(fen)),
            words["payload"].format(budget=fmt.yuan(fen)),
        )
        for fen in offers
        if 0 < fen < total_fen
    ]
    return text_message(words["text"].format(premium=fmt.per_year(total_fen)), *buttons)
