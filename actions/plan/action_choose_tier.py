"""Show another tier of the plan."""

from __future__ import annotations

from dataclasses import replace

from actions.base import JiaBaoAction
from actions.conversation import Conversation
from bot.advisor import interview
from bot.presentation.names import texts


class ActionChooseTier(JiaBaoAction):
    """Recompute the plan for 基础, 均衡 or 充足 and say what changes."""

    digression = False

    def name(self) -> str:
        return "action_choose_tier"

    def respond(self, conversation: Conversation) -> None:
        tier = _tier(conversation)
        if tier is None:
            conversation.utter("utter_ask_tier")
            return
        if not interview.can_plan(conversation.household):
            conversation.go_on()
            return
        before = conversation.advise()
        preferences = replace(conversation.state.preferences, tier=tier)
        conversation.state = replace(conversation.state, preferences=preferences, planned=True)
        after = conversation.advise()
        if before.tier != after.tier:
            conversation.say_difference(before, after)
        conversation.show(after)


def _tier(conversation: Conversation) -> str | None:
    """The tier of the button, or the one whose name the customer used."""
    named = conversation.turn.entity("tier")
    tiers = texts("names")["tiers"]
    if named in tiers:
        return str(named)
    for key, title in tiers.items():
        if title.removesuffix("方案") in conversation.turn.text:
            return str(key)
    return None
