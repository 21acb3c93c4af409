"""Patterns that several readers of money share, built from the lexicon."""

from __future__ import annotations

import re

from bot.language.cues import cues

# 一月8500 is pay of a month, 一月份 is January.
MONTHLY = re.compile(rf"{cues('monthly')}|一月(?![份底初])")
YEARLY = re.compile(cues("yearly"))
DAILY = re.compile(cues("money_daily"))
HOUSEHOLD = re.compile(rf"{cues('household')}|我们(?!{cues('employers')})")
WEEKLY = re.compile(cues("money_weekly"))
# A period said after the amount: 8000[一个月], 30万[一年].
_AFTER_AMOUNT = r"[^,。;]{0,4}?"
MONTHLY_AFTER = re.compile(rf"{_AFTER_AMOUNT}(?:{MONTHLY.pattern})")
YEARLY_AFTER = re.compile(_AFTER_AMOUNT + cues("yearly_after"))
# What is left to pay of a debt, and what several amounts make together.
REMAINDER = re.compile(cues("remainders"))
TOTAL = re.compile(cues("totals"))
# The pay of a second person: 退休金一个5500[一个]4800.
ONE_MORE = re.compile(r"[,、\s]?(?:另)?一个")
PERIOD_CUE = re.compile(cues("period_cues"))
