"""Answer 「多少钱」 from the rate tables, never from memory."""

from __future__ import annotations

from actions.base import JiaBaoAction
from actions.conversation import Conversation
from actions.product.focus import product_in_question
from bot.advisor import interview
from bot.advisor.errors import CatalogError
from bot.advisor.household import Member
from bot.advisor.premium import Person, quote
from bot.advisor.product import Product
from bot.dialogue.mentions import lines_in, members_in, products_in
from bot.presentation import format as fmt
from bot.presentation.names import member_name, name_of, texts
from bot.presentation.product_answer import price_text


class ActionQuotePrice(JiaBaoAction):
    """A product for a known person is quoted; the plan's total is repeated; else ask who."""

    def name(self) -> str:
        return "action_quote_price"

    def respond(self, conversation: Conversation) -> None:
        if conversation.education_only:
            conversation.utter("utter_explain_education_only")
            return
        known = interview.can_plan(conversation.household)
        products = product_in_question(conversation)
        if products and known and not _about_the_plan(conversation):
            text = _quotes(conversation, products)
            conversation.utter("utter_answer_price", text=text)
        elif known and conversation.state.planned:
            conversation.utter("utter_answer_price", text=_plan_total(conversation))
        else:
            conversation.utter("utter_explain_price_needs_household")
            if conversation.state.question is None:
                conversation.go_on()


def _about_the_plan(conversation: Conversation) -> bool:
    """Nothing named while a plan is on the table: the price of the plan is meant."""
    text = conversation.turn.text
    named = products_in(text, conversation.catalog) or lines_in(text)
    return not named and not conversation.state.focus.product_id


def _quotes(conversation: Conversation, products: tuple[Product, ...]) -> str:
    household = conversation.household
    named = members_in(conversation.turn.document, household)
    people = [m for m in household.insured if m.age and (not named or m.id in named)]
    lines = [_line(conversation, p, m) for p in products for m in people]
    return "\n".join([*lines, texts("product")["price_note"]])


def _line(conversation: Conversation, product: Product, member: Member) -> str:
    name = member_name(conversation.household, member)
    assert member.age is not None
    person = Person(
        age=member.age.max,
        sex=member.sex,
        social_insurance=member.social_insurance != "none",
        occupation_class=member.occupation_class or 1,
    )
    plan = product.plans[0]
    rules = product.eligibility
    if not (rules.min_age_days // 365 <= person.age <= rules.max_entry_age):
        return str(texts("product")["price_none"]).format(name=product.name, member=name)
    try:
        quoted = quote(
            product,
            person,
            plan.plan_id,
            sum_fen=plan.sum_min_fen,
            term=product.terms[0] if product.terms else None,
            pay_years=product.pay_years[0] if product.pay_years else None,
        )
    except CatalogError:
        return str(texts("product")["price_none"]).format(name=product.name, member=name)
    return price_text(product, quoted, name)


def _plan_total(conversation: Conversation) -> str:
    advice = conversation.advise()
    return str(texts("product")["price_from_plan"]).format(
        tier=name_of("tiers", advice.tier), premium=fmt.per_year(advice.total_fen)
    )
