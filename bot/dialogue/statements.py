"""What a message states, as against what it merely asks or supposes.

「高血压能买百万医疗吗」 does not say that the speaker has it, 「为什么没给我妈配」 does not add a
mother, and 「要是再生一个」 is no birth. Facts stated beside a question count:
「我爸66有高血压，能买什么」.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.advisor.household import Household
from bot.dialogue.mentions import plain
from bot.dialogue.turn import Turn
from bot.presentation.names import texts

# Intents whose messages suppose, quote or ask in general: nothing in them is a statement.
SUPPOSING = frozenset(
    {
        "abuse", "ask_best_insurance", "ask_claim", "ask_commission", "ask_guaranteed_claim",
        "ask_medical_advice", "ask_other_insurance", "ask_policy_service", "ask_rebate",
        "ask_stop_sale", "ask_what_if", "ask_why", "ask_why_not", "ask_yield", "chitchat",
        "commit_fraud", "compare_products", "conceal_condition", "crisis", "explain_term", "faq",
        "file_complaint", "out_of_scope", "prompt_injection", "report_violence",
        "uninsurable_interest",
    }
)  # fmt: skip
# Intents that ask about somebody: what is said of a named person counts.
ASKING = frozenset({"ask_eligibility", "ask_underwriting", "ask_product", "ask_price"})


def stated_document(turn: Turn, household: Household) -> dict[str, Any] | None:
    """The part of the message's document that is a statement; None when nothing is."""
    document = _owned(turn, household)
    asks = _has(turn.text, "questions")
    if turn.intent in SUPPOSING and asks:
        return None
    if turn.intent == "ask_what_if":
        return None
    if turn.intent in ASKING and asks and not _has(turn.text, "first_person"):
        members = [m for m in document.get("members") or () if m["id"] != "self"]
        return {**document, "members": members}
    return document


def undecided(text: str, items: Iterable[str]) -> tuple[str, ...]:
    """The open items that the text says are not decided or not known: 没想好预算."""
    if not _has(text, "undecided"):
        return ()
    topics = texts("cues")["topics"]
    return tuple(i for i in items if any(word in plain(text) for word in topics.get(i, ())))


def _owned(turn: Turn, household: Household) -> dict[str, Any]:
    """A fact without an owner belongs to the speaker, unless the speaker is not to be insured.

    「就给我妈买」 and later 「有医保」: the one insured person is meant, not the speaker.
    """
    document, me = turn.document, household.member("self")
    speaks = _has(turn.text, "first_person")
    if speaks or not household.members or (me is not None and me.insure):
        return document
    others = [m for m in document.get("members") or () if m["id"] != "self"]
    mine = next((m for m in document.get("members") or () if m["id"] == "self"), None)
    if mine is None:
        return document
    insured = household.insured
    if len(insured) == 1 and not others:
        only = insured[0]
        others = [{**mine, "id": only.id, "relation": only.relation}]
    return {**document, "members": others}


def _has(text: str, kind: str) -> bool:
    folded = plain(text)
    return any(word in folded for word in texts("cues")[kind])
