"""`advise` and `quote`: the core from the command line, without any server."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from bot.cli import CommandError, print_json

TIERS = ("basic", "balanced", "full")


def add_commands(commands: Any) -> None:
    advise = commands.add_parser("advise", help="the advice for a household document")
    advise.add_argument(
        "file", metavar="FILE", help="a household document, or - for standard input"
    )
    advise.add_argument("--tier", choices=TIERS, default="balanced")
    advise.add_argument("--budget", type=float, metavar="YUAN", help="yearly budget in yuan")
    advise.add_argument("--text", action="store_true", help="print it in words instead of JSON")
    advise.set_defaults(run=run_advise)
    quote = commands.add_parser("quote", help="one premium with its rate-row trace")
    quote.add_argument("product", metavar="PRODUCT", help="a product id or name")
    quote.add_argument("--age", type=int, required=True, help="completed years")
    quote.add_argument("--sex", choices=("male", "female"), required=True)
    quote.add_argument("--social-insurance", choices=("employee", "resident", "rural", "none"))
    quote.add_argument("--occupation-class", type=int, choices=range(1, 7), default=1)
    quote.add_argument("--plan", help="a plan of the product (default: the first)")
    quote.add_argument("--sum", type=float, metavar="YUAN", help="sum insured in yuan")
    quote.add_argument("--term", help="for example 1y, 30y, to70, life")
    quote.add_argument("--pay-years", type=int)
    quote.add_argument("--family", type=int, default=1, help="members on the same product")
    quote.set_defaults(run=run_quote)


def run_advise(options: Namespace) -> None:
    from bot.advisor.advice import advice_to_dict
    from bot.advisor.household import household_from_dict
    from bot.advisor.planning import AdviceOptions, advise
    from bot.catalog.sources import load_catalog
    from bot.knowledge.loader import load_knowledge

    household = household_from_dict(_read_json(options.file))
    budget = round(options.budget * 100) if options.budget is not None else None
    if budget is not None and budget < 0:
        raise CommandError("--budget is below zero")
    catalog, knowledge = load_catalog(), load_knowledge()
    wanted = AdviceOptions(tier=options.tier, budget_fen=budget)
    advice = advise(household, catalog, knowledge, options.as_of, wanted)
    if not options.text:
        print_json(advice_to_dict(advice))
        return
    from bot.knowledge.loader import load_templates
    from bot.presentation.plan_card import PlanView, plan_card
    from bot.presentation.speaking import speaker

    voice = speaker(household, catalog, load_templates())
    print(plan_card(PlanView(advice, household, catalog, voice)).text)


def run_quote(options: Namespace) -> None:
    from bot.catalog.sources import load_catalog
    from bot.cli.quoting import quote_product

    print_json(quote_product(load_catalog(), options))


def _read_json(name: str) -> Any:
    text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise CommandError(f"{name}: not JSON: {error}") from error
