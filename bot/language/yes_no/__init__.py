"""Answers to yes-or-no questions: yes, no, unsure or neither, and the words that say it."""

from __future__ import annotations

from bot.language.yes_no.answers import Answer, find_answer, read_yes_no

__all__ = ["Answer", "find_answer", "read_yes_no"]
