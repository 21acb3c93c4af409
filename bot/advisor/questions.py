"""Which questions are worth asking: those whose answer can change the plan, each once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.advisor.advice import Decision, PendingQuestion, PlanItem
from bot.advisor.candidates import unclear
from bot.advisor.household import Member
from bot.advisor.problem import Considered, Problem
from bot.advisor.underwriting import ordered_outcomes


def member_questions(
    problem: Problem, member: Member, considered: Sequence[Considered], items: Sequence[PlanItem]
) -> tuple[PendingQuestion, ...]:
    """The open questions of one person, given the plan."""
    if member.age is None:
        return (PendingQuestion("fact", member.id, "age"),)
    decisions: list[Decision] = []
    for each in considered:
        mine = [i for i in items if i.need == each.need.need]
        decisions += _open_decisions(problem, each, mine)
    return merge_questions(decisions)


def _open_decisions(
    problem: Problem, considered: Considered, mine: Sequence[PlanItem]
) -> Iterator[Decision]:
    """The open decisions of one need, reduced to the questions that can change the plan.

    The declaration is asked for the products that the plan holds; values of reported conditions
    and missing facts also for products that could be better than those.
    """
    if considered.excluded or not considered.need.gap_fen:
        return
    held = {i.product_id for i in mine}
    for decision in considered.decisions:
        if decision.outcome != "ask":
            continue
        if decision.product_id in held:
            yield decision
        elif _could_be_better(problem, considered, decision, mine):
            kept = tuple(q for q in decision.questions if q.kind != "condition")
            if kept:
                yield replace(decision, questions=kept)


def _could_be_better(
    problem: Problem, considered: Considered, decision: Decision, mine: Sequence[PlanItem]
) -> bool:
    if not mine or any(unclear(i.decision) for i in mine):
        return True
    if considered.need.need != "medical":
        return False
    figures = problem.knowledge.planning
    worth = dict(figures.medical_adequacy)
    now = figures.pair_adequacy if len(mine) > 1 else worth[mine[0].line]
    line = problem.products[decision.product_id].line
    # 惠民保 may join cancer medical cover.
    possible = figures.pair_adequacy if line == "huiminbao" else worth.get(line, 0)
    return possible > now


def merge_questions(decisions: Iterable[Decision]) -> tuple[PendingQuestion, ...]:
    """The open questions of many decisions, each once, the most decisive first.

    Facts come before values of reported conditions, those before declaration items; within a kind
    the question that more products wait for comes first. A condition is asked once, in the item
    where it came first.
    """
    merged: dict[tuple[str, str, str, tuple[str, ...]], PendingQuestion] = {}
    for decision in decisions:
        if decision.outcome != "ask":
            continue
        for question in decision.questions:
            found = merged.get(question.key)
            merged[question.key] = _joined(found, question) if found else question
    return _without_repetition(order_questions(merged.values()))


def order_questions(questions: Iterable[PendingQuestion]) -> tuple[PendingQuestion, ...]:
    """The most decisive first; see merge_questions."""
    kinds = ("fact", "attribute", "condition")
    return tuple(
        sorted(
            questions,
            key=lambda q: (
                kinds.index(q.kind),
                -len(q.product_ids),
                q.member_id,
                q.field,
                q.item_id,
            ),
        )
    )


def _joined(first: PendingQuestion, second: PendingQuestion) -> PendingQuestion:
    return replace(
        first,
        product_ids=tuple(sorted({*first.product_ids, *second.product_ids})),
        outcomes=ordered_outcomes({*first.outcomes, *second.outcomes}),
    )


def _without_repetition(questions: Iterable[PendingQuestion]) -> tuple[PendingQuestion, ...]:
    asked: set[tuple[str, str]] = set()
    kept = []
    for question in questions:
        if question.kind != "condition":
            kept.append(question)
            continue
        new = tuple(c for c in question.conditions if (question.member_id, c) not in asked)
        if new:
            asked |= {(question.member_id, c) for c in new}
            kept.append(replace(question, conditions=new))
    return tuple(kept)
