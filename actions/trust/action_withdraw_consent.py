"""Take the consent to health information back."""

from __future__ import annotations

from dataclasses import replace

from actions.base import JiaBaoAction
from actions.conversation import Conversation
from bot.dialogue.absorb import without_health
from bot.dialogue.effects import consent_effect
from bot.presentation.names import texts


class ActionWithdrawConsent(JiaBaoAction):
    """Remove every health fact and record the withdrawal; advice goes on without them."""

    yields_to_answer = False

    def name(self) -> str:
        return "action_withdraw_consent"

    def respond(self, conversation: Conversation) -> None:
        state = conversation.state
        conversation.state = replace(
            state,
            household=without_health(state.household),
            previous=None,
            progress=replace(state.progress, health_consent=False),
        )
        version = texts("questions")["consent"]["text_version"]
        conversation.effect(consent_effect("C2", False, version))
        conversation.utter("utter_confirm_withdrawal")
