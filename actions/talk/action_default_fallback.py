"""Nothing was understood: offer two readings, then concrete choices, then a person."""

from __future__ import annotations

from dataclasses import replace

from actions.base import JiaBaoAction
from actions.conversation import Conversation
from bot.presentation.messages import QuickReply, text_message
from bot.presentation.names import texts

NEAR_CONFIDENCE = 0.15  # below this a ranked intent is no reading worth offering
OFFERED = 2


class ActionDefaultFallback(JiaBaoAction):
    """Two close intents give a question with two buttons, never a guess."""

    def name(self) -> str:
        return "action_default_fallback"

    def respond(self, conversation: Conversation) -> None:
        if conversation.absorbed.changes:
            conversation.go_on()
            return
        missed = conversation.state.misunderstood + 1
        conversation.state = replace(conversation.state, misunderstood=missed)
        readings = _readings(conversation.turn.ranking)
        if missed >= 3:
            conversation.utter("utter_offer_human")
        elif readings and missed == 1:
            labels = texts("intents")
            conversation.say(
                text_message(
                    labels["which"],
                    *(QuickReply(labels["labels"][name], f"/{name}") for name in readings),
                    QuickReply(labels["neither"], labels["neither"]),
                )
            )
        else:
            conversation.utter("utter_ask_rephrase")


def _readings(ranking: tuple[tuple[str, float], ...]) -> list[str]:
    labels = texts("intents")["labels"]
    near = [name for name, score in ranking if name in labels and score >= NEAR_CONFIDENCE]
    return near[:OFFERED]
