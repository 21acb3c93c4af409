"""An amount that takes the place of the one before: 预算8千，算了还是1万2吧."""

from __future__ import annotations

import re

from bot.language.cues import cues, repeatable
from bot.language.link_money.state import Figure

_CORRECTS = re.compile(
    rf"{cues('amount_instead')}[^,。;]{{0,4}},?\s?{repeatable('correction_leads')}*$"
)


def corrects(figure: Figure) -> bool:
    """The words before the amount, since the last one, take that one back."""
    return _CORRECTS.search(figure.before) is not None
