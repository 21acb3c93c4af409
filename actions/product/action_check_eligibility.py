"""Answer whether somebody may buy: the rules and declarations of the catalogue, per need."""

from __future__ import annotations

from actions.base import JiaBaoAction
from actions.conversation import Conversation
from bot.advisor import interview
from bot.advisor.advice import INSURABLE_OUTCOMES, Decision
from bot.advisor.household import Member
from bot.advisor.interview import Question, minors
from bot.advisor.product import NEED_LINES, Product
from bot.advisor.underwriting import underwrite, worse
from bot.dialogue.mentions import lines_in, members_in, products_in
from bot.presentation import format as fmt
from bot.presentation.names import member_name, name_of, texts


class ActionCheckEligibility(JiaBaoAction):
    """Ask for consent before a health fact is used; then say the best outcome per line."""

    def name(self) -> str:
        return "action_check_eligibility"

    def respond(self, conversation: Conversation) -> None:
        people = _people(conversation)
        if not people:
            conversation.utter("utter_ask_who_and_age")
            return
        consent = conversation.state.progress.health_consent
        if consent is None and any(m.conditions for m in people):
            children = tuple(m.id for m in minors(conversation.household))
            conversation.ask(Question(interview.CONSENT, children))
            return
        text = "\n".join(_verdict(conversation, m) for m in people)
        if conversation.state.question is None and not conversation.state.planned:
            text += "\n" + texts("eligibility")["next"]
        conversation.utter("utter_answer_eligibility", text=text)


def _people(conversation: Conversation) -> list[Member]:
    household = conversation.household
    named = members_in(conversation.turn.document, household)
    return [m for m in household.insured if m.age and (not named or m.id in named)]


def _verdict(conversation: Conversation, member: Member) -> str:
    words = texts("eligibility")
    lines = (
        [f"{member_name(conversation.household, member)}({fmt.age(member.age)})："]
        if (member.age)
        else []
    )
    for line, products in _by_line(conversation).items():
        decisions = [
            underwrite(member, p, conversation.shared.knowledge, conversation.household.city)
            for p in products
        ]
        best = decisions[0]
        for decision in decisions[1:]:
            best = decision if worse(best.outcome, decision.outcome) else best
        if best.outcome == "ineligible" and not _asked_about(conversation, line):
            continue
        lines.append(_sentence(conversation, line, best))
    return "\n".join([*lines, words["note"]])


def _sentence(conversation: Conversation, line: str, decision: Decision) -> str:
    words = texts("eligibility")
    product = conversation.catalog.product(decision.product_id)
    say = conversation.speaker.reason
    reasons = "；".join(dict.fromkeys(filter(None, (say(r) for r in decision.reasons))))
    shown = reasons if decision.outcome not in ("standard",) else ""
    return str(words["line"]).format(
        line=name_of("lines", line),
        product=product.short_name if product and _insurable(decision) else "",
        outcome=words["outcomes"][decision.outcome],
        reasons=f"({shown})" if shown else "",
    )


def _insurable(decision: Decision) -> bool:
    return decision.outcome in INSURABLE_OUTCOMES


def _by_line(conversation: Conversation) -> dict[str, tuple[Product, ...]]:
    """The products to check: those named, those of a line named, else all that are advised."""
    catalog, text = conversation.catalog, conversation.turn.text
    named = products_in(text, catalog)
    lines = lines_in(text)
    if named:
        return {p.line: tuple(q for q in named if q.line == p.line) for p in named}
    wanted = lines or tuple(line for group in NEED_LINES.values() for line in group)
    found = {
        line: tuple(p for p in catalog.of_line(line) if p.advisable and p.on_sale)
        for line in wanted
    }
    return {line: products for line, products in found.items() if products}


def _asked_about(conversation: Conversation, line: str) -> bool:
    named = products_in(conversation.turn.text, conversation.catalog)
    return line in lines_in(conversation.turn.text) or any(p.line == line for p in named)
