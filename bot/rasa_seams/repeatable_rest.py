"""Rasa's REST channel made repeatable: the same `message_id` runs one turn and no more.

Load it in `credentials.yml` by its path, in place of `rest`; the address stays the same:

    bot.rasa_seams.repeatable_rest.RepeatableRestInput:

The stock channel runs a turn for each call, so a gateway that lost the answer (it was killed,
or stopped waiting) would repeat the turn in a later dialogue state. Here a repeated call joins
the turn that is still running, or gets the answer recorded in the tracker, which survives a
restart of Rasa. The stock channel also answers an internal exception with an empty list; this
one answers 500, so that the gateway tries again. Rasa runs this module; the gateway does not.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from rasa.shared.core.events import BotUttered, UserUttered
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.rasa_seams.forgetting import CannotForgetError, forget

log = logging.getLogger(__name__)
Handler = Callable[[UserMessage], Awaitable[Any]]
Answer = list[dict[str, Any]]
MESSAGE_ID = "message_id"
# Running and just finished turns; older ones are found in the tracker.
REMEMBERED_TURNS = 256


class RepeatableRestInput(RestInput):
    """The REST channel of Rasa with one turn for each message id."""

    def __init__(self) -> None:
        self._turns: OrderedDict[tuple[str, str], asyncio.Task[Answer]] = OrderedDict()

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """The two routes of the stock channel, and one that removes a conversation for good."""
        webhook = Blueprint("repeatable_rest_webhook", __name__)

        async def health(_request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        async def receive(request: Request) -> HTTPResponse:
            body = request.json if isinstance(request.json, dict) else {}
            sender, text = body.get("sender"), body.get("message")
            if not isinstance(sender, str) or not sender or not isinstance(text, str):
                # The stock channel would put such a caller into the shared conversation "default".
                return response.json({"error": "sender and message are required"}, 400)
            message = UserMessage(
                text,
                CollectingOutputChannel(),
                sender,
                input_channel=self.name(),
                metadata=body.get("metadata"),
            )
            try:
                return response.json(await self._answer(request, message, on_new_message))
            except Exception as error:
                # Neither the text nor the traceback's locals may reach the log.
                log.error("a turn failed: %s", type(error).__name__)
                return response.json({"error": "the turn failed"}, 500)

        async def erase(request: Request, sender: str) -> HTTPResponse:
            try:
                removed = forget(request.app.ctx.agent.tracker_store, sender)
            except CannotForgetError as error:
                return response.json({"error": str(error)}, 501)
            self._turns = OrderedDict((k, t) for k, t in self._turns.items() if k[0] != sender)
            return response.json({"removed": removed})

        webhook.add_route(health, "/", methods=["GET"])
        webhook.add_route(erase, "/conversations/<sender>", methods=["DELETE"])
        webhook.add_route(receive, "/webhook", methods=["POST"])
        return webhook

    async def _answer(
        self, request: Request, message: UserMessage, on_new_message: Handler
    ) -> Answer:
        message_id = (message.metadata or {}).get(MESSAGE_ID)
        if not message_id:
            await on_new_message(message)
            return list(message.output_channel.messages)
        key = (message.sender_id, str(message_id))
        turn = self._turns.get(key)
        if turn is None or (turn.done() and (turn.cancelled() or turn.exception())):
            turn = asyncio.create_task(_run(request, message, str(message_id), on_new_message))
            self._turns[key] = turn
            while len(self._turns) > REMEMBERED_TURNS:
                self._turns.popitem(last=False)
        # The turn goes on when the caller hangs up: its repeated call finds the answer.
        return await asyncio.shield(turn)


async def _run(
    request: Request, message: UserMessage, message_id: str, on_new_message: Handler
) -> Answer:
    tracker = await request.app.ctx.agent.tracker_store.retrieve(message.sender_id)
    recorded = recorded_answer(tracker.events if tracker else (), message.sender_id, message_id)
    if recorded is not None:
        return recorded
    await on_new_message(message)
    return list(message.output_channel.messages)


def recorded_answer(events: Any, sender: str, message_id: str) -> Answer | None:
    """What the bot said to a message, from the events of its tracker; None if it is not there.

    Rasa stores a turn as a whole at its end, so a recorded message has its whole answer.
    """
    answer: Answer | None = None
    for event in events:
        if isinstance(event, UserUttered):
            if answer is not None:
                break
            if str((event.metadata or {}).get(MESSAGE_ID)) == message_id:
                answer = []
        elif isinstance(event, BotUttered) and answer is not None:
            said = {"text": event.text, **(event.data or {})}
            kept = {key: value for key, value in said.items() if value}
            answer.append({"recipient_id": sender, **kept})
    return answer
