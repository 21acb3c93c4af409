"""Combines all evidence about a message into one intent; runs last.

In this order:

1. danger to life or violence by pattern;
2. a bare yes or no, a placeholder for media, a message without words;
3. operations on the household that `bot.language` found (remove, correct, reset, revert);
4. a message that is almost entirely household facts and asks nothing, when the classifier is
   not sure of something else;
5. the classifier, when it is sure enough or clearly ahead;
6. facts with a wish for advice, which resemble no single example: a plan is asked for;
7. otherwise Rasa's `nlu_fallback`; the intents worth offering stay in `intent_ranking`.

The rules look at what the message is, never at single products or wordings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.language import Understanding
from bot.nlu.household_extractor import READING
from bot.nlu.intent_classifier import NEAREST
from bot.nlu.text import clean, plain

FALLBACK = "nlu_fallback"
_RULES = Path(__file__).with_name("arbiter.yml")
_CERTAIN = 1.0
_BY_RULE = 0.95


@dataclass(frozen=True)
class Rules:
    """The patterns and thresholds of `arbiter.yml`."""

    thresholds: dict[str, float]
    crisis: re.Pattern[str]
    crisis_unless: re.Pattern[str]
    violence: re.Pattern[str]
    bare_yes: re.Pattern[str]
    bare_no: re.Pattern[str]
    question: re.Pattern[str]
    request: re.Pattern[str]
    never_offered: frozenset[str]
    same_answer: frozenset[str]
    media: re.Pattern[str]
    empty: re.Pattern[str]


_PARTICLES = r"[\s,，。.!！~、]*(的|了|啊|呀|哦|吧|呢|哈|滴|嘞|啦)*[\s,，。.!！~、]*"


@lru_cache(maxsize=1)
def load_rules() -> Rules:
    content: dict[str, Any] = yaml.safe_load(_RULES.read_text(encoding="utf-8"))

    def bare(words: str) -> re.Pattern[str]:
        return re.compile(rf"^(嗯|哦|啊|那|就|都|也|还)*({words}{_PARTICLES})+$")

    return Rules(
        thresholds=content["thresholds"],
        crisis=re.compile("|".join(content["crisis"]["any"])),
        crisis_unless=re.compile(content["crisis"]["unless"]),
        violence=re.compile("|".join(content["violence"]["any"])),
        bare_yes=bare(content["bare_yes"]),
        bare_no=bare(content["bare_no"]),
        question=re.compile(content["question"]),
        request=re.compile(content["request"]),
        never_offered=frozenset(content["never_offered"]),
        same_answer=frozenset(content["same_answer"]),
        media=re.compile(content["media"]),
        empty=re.compile(content["empty"]),
    )


@dataclass(frozen=True)
class Evidence:
    """What is known about a message before the decision."""

    text: str
    ranking: tuple[tuple[str, float], ...]
    nearest: float
    coverage: float
    kinds: frozenset[str]
    operations: tuple[str, ...]


def decide(evidence: Evidence, rules: Rules) -> tuple[str, float]:
    """The intent and its confidence."""
    text = plain(evidence.text)
    return (
        _danger(text, rules)
        or _form(evidence.text, rules)
        or _household(evidence, text, rules)
        or _classified(evidence, rules)
        or _long_opening(evidence, text, rules)
        or (FALLBACK, 1.0 - evidence.ranking[0][1] if evidence.ranking else _CERTAIN)
    )


def _danger(text: str, rules: Rules) -> tuple[str, float] | None:
    if rules.crisis.search(text) and not rules.crisis_unless.search(text):
        return "crisis", _CERTAIN
    if rules.violence.search(text):
        return "report_violence", _CERTAIN
    return None


def _form(original: str, rules: Rules) -> tuple[str, float] | None:
    bare = original.strip().lower()
    if rules.media.match(bare):
        return "send_media", _CERTAIN
    if rules.bare_no.match(bare):
        return "deny", _CERTAIN
    if rules.bare_yes.match(bare):
        return "affirm", _CERTAIN
    return (FALLBACK, _CERTAIN) if rules.empty.match(clean(bare)) else None


# Operations of bot.language that are intents of their own, and the classifier's intents that may
# stand instead of `inform_household` although the message is full of facts.
_OPERATIONS = {
    "remove_member": "remove_member",
    "correct": "correct_household",
    "exclude_line": "change_lines",
}
# Kinds of span that name a topic or a person but state nothing about anyone.
_TOPICS = frozenset({"line"})
_NAMES = frozenset({"line", "member"})
# What a bare fact (送外卖的, 属龙) is often mistaken for.
_IDLE = frozenset({"out_of_scope", "chitchat"})
_KEEPS = frozenset(
    {
        "correct_household",
        "add_member",
        "remove_member",
        "change_budget",
        "record_policy",
        "change_lines",
        "refuse_to_say",
    }
)


def _household(evidence: Evidence, text: str, rules: Rules) -> tuple[str, float] | None:
    """Facts and nothing else; a question that names a member stays a question."""
    limits = rules.thresholds
    if not evidence.kinds - _TOPICS or rules.question.search(text):
        return None
    first, confidence = evidence.ranking[0] if evidence.ranking else ("", 0.0)
    if first in _KEEPS and confidence >= limits["answer"]:
        return first, confidence
    stated = first == "inform_household"
    believed = limits["certain"] if stated else limits["believed"]
    for kind in evidence.operations:
        if kind in _OPERATIONS and confidence < believed:
            return _OPERATIONS[kind], _BY_RULE
    # A message that only names people says little: it has to be nothing else.
    least = limits["names"] if evidence.kinds <= _NAMES else limits["facts"]
    if evidence.coverage < least or not (stated or _unsure(evidence, limits)):
        return None
    return "inform_household", max(_BY_RULE, evidence.coverage)


def _unsure(evidence: Evidence, limits: dict[str, float]) -> bool:
    """Whether facts outweigh what the classifier says: it reads wishes that rules do not know."""
    if not evidence.ranking:
        return True
    first, confidence = evidence.ranking[0]
    idle = first in _IDLE and evidence.coverage >= limits["facts"]
    return confidence < (limits["certain"] if idle else limits["believed"])


def _classified(evidence: Evidence, rules: Rules) -> tuple[str, float] | None:
    if not evidence.ranking:
        return None
    limits = rules.thresholds
    first, confidence = evidence.ranking[0]
    second = _rival(evidence, rules)
    sure = confidence >= limits["answer"] or confidence - second >= limits["margin"]
    if first in rules.never_offered and confidence < limits["serious"]:
        return None  # what is never offered as a button is not guessed either
    outside = dict(evidence.ranking).get("out_of_scope", 0.0)
    doubtful = outside >= limits["foreign"] and confidence - outside < limits["lead"]
    if first not in _IDLE and doubtful:
        return None  # perhaps nothing to do with insurance: ask rather than answer beside the point
    return (first, confidence) if sure and evidence.nearest >= limits["nearest"] else None


def _rival(evidence: Evidence, rules: Rules) -> float:
    """Confidence of the next intent that would lead to another answer."""
    same = rules.same_answer if evidence.ranking[0][0] in rules.same_answer else frozenset()
    return next((c for name, c in evidence.ranking[1:] if name not in same), 0.0)


def _long_opening(evidence: Evidence, text: str, rules: Rules) -> tuple[str, float] | None:
    """Several facts and a wish in one message resemble no single example: they open a plan."""
    if len(evidence.kinds - _NAMES) < 1 or evidence.coverage < rules.thresholds["opening"]:
        return None
    if rules.request.search(text):
        return "request_plan", _BY_RULE
    return None if rules.question.search(text) else ("inform_household", _BY_RULE)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class IntentArbiter(GraphComponent):
    """Puts the decision first in `intent_ranking`; keeps the intents worth offering."""

    def __init__(self, config: dict[str, Any]) -> None:
        self._rules = load_rules()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentArbiter:
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if message.get(TEXT):
                self._arbitrate(message)
        return messages

    def _arbitrate(self, message: Message) -> None:
        ranking = message.get("intent_ranking", default=[])
        intent, confidence = decide(_evidence(message, ranking), self._rules)
        offer = self._rules.thresholds["offer"]
        chosen = {"name": intent, "confidence": confidence}
        hidden = self._rules.never_offered | {intent}
        kept = [r for r in ranking if r["name"] not in hidden and r["confidence"] >= offer]
        message.set(INTENT, chosen, add_to_output=True)
        message.set("intent_ranking", [chosen, *kept], add_to_output=True)


def _evidence(message: Message, ranking: list[dict[str, Any]]) -> Evidence:
    reading: Understanding | None = message.get(READING)
    return Evidence(
        text=message.get(TEXT),
        ranking=tuple((r["name"], float(r["confidence"])) for r in ranking),
        nearest=float(message.get(NEAREST, default=1.0)),
        coverage=reading.coverage if reading else 0.0,
        kinds=frozenset(s.kind for s in reading.spans) if reading else frozenset(),
        operations=_aimed(reading) if reading else (),
    )


def _aimed(reading: Understanding) -> tuple[str, ...]:
    """Operations that say what they change; "划掉那个" alone is left to the classifier."""
    return tuple(o.kind for o in reading.operations if o.member or o.relation or o.field or o.value)
