"""The base of every action: facts first, one error boundary, the interview resumed.

Rasa answers an exception in an action with silence, and the SDK's 500 body echoes the whole
tracker. So nothing may escape `run`: a failure is logged without the customer's words and
answered with an apology and an offer of a person, and the facts of the message are kept.
"""

from __future__ import annotations

import abc
import asyncio
import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation
from actions.services import Services, services
from bot.catalog.errors import CatalogUnavailable
from bot.dialogue.absorb import Absorbed, absorb
from bot.dialogue.changes import replaces
from bot.dialogue.state import SLOTS, State
from bot.dialogue.turn import Turn, read_turn
from bot.presentation.names import texts

logger = logging.getLogger(__name__)


class JiaBaoAction(Action, abc.ABC):
    """Absorb the message, respond, resume the interview.

    `digression`: a question of the customer beside the interview; the open question is put again
    afterwards. `yields_to_answer`: when the message answers the open question, the interview goes
    on instead (职工 after "which medical insurance" is an answer, not a question about it).
    """

    digression = True
    yields_to_answer = True

    @abc.abstractmethod
    def name(self) -> str:
        """The name under which the domain knows this action."""

    @abc.abstractmethod
    def respond(self, conversation: Conversation) -> None:
        """Say what this action is for."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        return await asyncio.to_thread(self._run, dispatcher, tracker)

    def _run(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        state = State()
        absorbed: Absorbed | None = None
        try:
            shared = services()
            state = State.from_slots(tracker.slots)
            turn = _read(tracker, state, shared)
            absorbed = absorb(state, turn, _consent_versions())
            conversation = Conversation(dispatcher, shared, turn, absorbed, state)
            self._respond(conversation)
            return _slot_events(conversation.state)
        except CatalogUnavailable:
            logger.warning("action %s: the catalogue cannot be reached", self.name())
            dispatcher.utter_message(response="utter_error_catalog_unavailable")
        except Exception as error:  # the boundary: see the module docstring
            logger.exception("action %s failed: %s", self.name(), type(error).__name__)
            dispatcher.utter_message(response="utter_error_unexpected")
        return _slot_events(absorbed.state if absorbed else state)

    def _respond(self, conversation: Conversation) -> None:
        if self.yields_to_answer and conversation.absorbed.answered:
            continue_consultation(conversation)
            return
        self.respond(conversation)
        if self.digression:
            conversation.resume()


def continue_consultation(conversation: Conversation) -> None:
    """Go on with the interview after a message that carried facts or an answer."""
    if conversation.before.planned or _corrected(conversation):
        conversation.acknowledge()
    conversation.go_on()


def _corrected(conversation: Conversation) -> bool:
    """Something said before was changed; what is merely new needs no comment."""
    return any(replaces(change) for change in conversation.absorbed.changes)


def _read(tracker: Tracker, state: State, shared: Services) -> Turn:
    message = tracker.latest_message or {}
    intent = message.get("intent") or {}
    entities = tuple((str(e["entity"]), e.get("value")) for e in message.get("entities") or ())
    return read_turn(
        str(message.get("text") or ""),
        str(intent.get("name") or ""),
        float(intent.get("confidence") or 0.0),
        state.question,
        shared.settings.today,
        household=state.household,
        entities=entities,
        ranking=tuple(
            (str(r.get("name")), float(r.get("confidence") or 0.0))
            for r in message.get("intent_ranking") or ()
        ),
        faq=_faq(message),
    )


def _faq(message: dict[str, Any]) -> tuple[str, float]:
    """The retrieval's best topic (faq/<topic>) and its similarity."""
    selectors = message.get("response_selector") or {}
    response = (selectors.get("faq") or {}).get("response") or {}
    return str(response.get("intent_response_key") or ""), float(response.get("confidence") or 0)


def _consent_versions() -> tuple[str, str]:
    words = texts("questions")["consent"]
    return words["text_version"], words["guardian_version"]


def _slot_events(state: State) -> list[EventType]:
    slots = state.to_slots()
    return [SlotSet(name, slots[name]) for name in SLOTS]
