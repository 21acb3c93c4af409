"""`parse`, `recognise` and `classify`: what a message means."""

from __future__ import annotations

import asyncio
import os
from argparse import Namespace
from typing import Any

from bot.cli import CommandError, print_json, read_texts
from bot.settings import ROOT


def add_commands(commands: Any) -> None:
    parse = commands.add_parser("parse", help="the household document understood from one message")
    parse.add_argument("text", metavar="TEXT", help="a message, or - for one a line")
    parse.set_defaults(run=run_parse)
    recognise = commands.add_parser(
        "recognise",
        help="numbers, percentages, ordinals, fractions, money, ages, yes or no in any text",
        description=run_recognise.__doc__,
    )
    recognise.add_argument("text", metavar="TEXT", help="a text, or - for one a line")
    recognise.add_argument("--kind", action="append", help="only this kind; may be repeated")
    recognise.set_defaults(run=run_recognise)
    classify = commands.add_parser("classify", help="intent, confidence and entities")
    classify.add_argument("text", metavar="TEXT", help="a message, or - for one a line")
    classify.add_argument("--model", help="a model archive (default: the newest in models/)")
    classify.set_defaults(run=run_classify)


def run_parse(options: Namespace) -> None:
    from bot.language import parse

    texts, streaming = read_texts(options.text)
    for text in texts:
        print_json(parse(text, options.as_of), line=streaming)


def run_recognise(options: Namespace) -> None:
    """Prints a JSON list of {kind, text, start, end, value, unit}; end is exclusive. A value is a
    number, {min, max} or true or false: percent points, major units of an ISO currency, or an
    age in years, months, weeks or days."""
    from bot.language.quantities import recognise

    texts, streaming = read_texts(options.text)
    for text in texts:
        found = recognise(text, options.kind, options.as_of)
        print_json([_quantity(q) for q in found], line=streaming)


def _quantity(found: Any) -> dict[str, Any]:
    value = found.value
    if isinstance(value, dict):
        value = {key: _number(part) for key, part in value.items()}
    elif not isinstance(value, bool):
        value = _number(value)
    return {
        "kind": found.kind,
        "text": found.text,
        "start": found.start,
        "end": found.end,
        "value": value,
        "unit": found.unit,
    }


def _number(value: Any) -> int | float:
    """A JSON number: whole where the decimal is whole."""
    return int(value) if value == value.to_integral_value() else float(value)


def run_classify(options: Namespace) -> None:
    """Classify with the trained model, in process; no server needed."""
    texts, streaming = read_texts(options.text)
    os.environ["JIABAO_AS_OF"] = options.as_of.isoformat()
    agent = _load_agent(options.model)

    async def classify_all() -> None:
        for text in texts:
            print_json(_readable(await agent.parse_message(_plain(text))), line=streaming)

    asyncio.run(classify_all())


def _plain(text: str) -> str:
    """A leading slash is text here as it is at the gateway; Rasa would take it for an intent."""
    stripped = text.lstrip()
    return "／" + stripped[1:] if stripped.startswith("/") else text


def _readable(result: dict[str, Any]) -> dict[str, Any]:
    intent = result.get("intent") or {}
    return {
        "text": result.get("text"),
        "intent": intent.get("name"),
        "confidence": intent.get("confidence"),
        "ranking": [
            {"intent": r.get("name"), "confidence": r.get("confidence")}
            for r in (result.get("intent_ranking") or [])[:3]
        ],
        "entities": [
            {k: e[k] for k in ("entity", "value", "start", "end", "group") if k in e}
            for e in result.get("entities") or ()
        ],
        "faq": _faq(result),
    }


def _faq(result: dict[str, Any]) -> str | None:
    if (result.get("intent") or {}).get("name") != "faq":
        return None
    selected = (result.get("response_selector") or {}).get("faq") or {}
    response: dict[str, Any] = selected.get("response") or {}
    return response.get("intent_response_key")


def _load_agent(model: str | None) -> Any:
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    archives = sorted((ROOT / "models").glob("*.tar.gz"), key=lambda p: p.stat().st_mtime)
    path = model or (str(archives[-1]) if archives else None)
    if path is None:
        raise CommandError("no trained model: run `make train` first")

    import logging

    logging.getLogger("rasa").setLevel(logging.ERROR)
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.ERROR)  # an in-process agent would print the texts
    return Agent.load(path)
