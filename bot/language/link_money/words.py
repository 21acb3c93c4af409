"""Patterns that several readers of money share, built from the lexicon."""

from __future__ import annotations

import re
from functools import partial

from bot.language.lexicon import cues

_w = partial(cues, "money_cues")

MONTHLY = re.compile(_w("monthly"))
YEARLY = re.compile(_w("yearly"))
DAILY = re.compile(_w("daily"))
HOUSEHOLD = re.compile(rf"{_w('household')}|我们(?!{_w('employers')})")
PERIOD_CUE = re.compile(_w("period_cues"))
