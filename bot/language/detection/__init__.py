"""Detection: every mention of a normalised message, each character in at most one mention.

One module per kind of mention. Each rule reads the board and proposes mentions; the order
of `RULES` decides who gets a character first. To widen the grammar, add words to the
lexicons, or a rule to a module and to its place in the order.
"""

from __future__ import annotations

from datetime import date

from bot.language.detection import (
    conditions,
    counted,
    groups,
    jobs,
    kin,
    lines,
    places,
    quantities,
    schemes,
    sexes,
    siblings,
    speaker,
)
from bot.language.detection.board import Board, Rule
from bot.language.mentions import Mention

__all__ = ["RULES", "Board", "Rule", "detect"]

RULES: tuple[Rule, ...] = (
    groups.vocative,
    groups.thanked,
    groups.called,
    conditions.conditions_and_measures,
    schemes.schemes,
    lines.lines,
    jobs.jobs,
    groups.household_count,
    kin.early_ordinals,
    quantities.ages,
    siblings.sibling_groups,
    speaker.plain_self,
    counted.sons_and_daughters,
    counted.counted_people,
    counted.children_of_the_married,
    speaker.self_in_apposition,
    speaker.own_role,
    speaker.own_parenthood,
    speaker.carer,
    groups.pets,
    kin.people,
    sexes.labels,
    sexes.sex_letters,
    sexes.son_and_daughter,
    sexes.sex_words,
    quantities.money,
    quantities.ten_thousands,
    quantities.bare_money,
    places.cities,
)


def detect(text: str, as_of: date) -> tuple[Mention, ...]:
    """Every mention of a normalised text in order of place."""
    board = Board(text, as_of)
    for rule in RULES:
        for mention in rule(board):
            board.claim(mention)
    return board.sorted()
