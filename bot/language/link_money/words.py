"""Patterns that several readers of money share, built from the lexicon."""

from __future__ import annotations

import re

from bot.language.cues import cues

MONTHLY = re.compile(cues("monthly"))
YEARLY = re.compile(cues("yearly"))
DAILY = re.compile(cues("money_daily"))
HOUSEHOLD = re.compile(rf"{cues('household')}|我们(?!{cues('employers')})")
PERIOD_CUE = re.compile(cues("period_cues"))
