"""How long `advise()` takes for families of two to seven, on the published catalogue.

python -m benchmarks.advise [--rounds 20]
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from bot.advisor.household import Household, household_from_dict
from bot.advisor.planning import AdviceOptions, advise, frontier
from bot.catalog.sources import load_catalog
from bot.knowledge.loader import load_knowledge

AS_OF = date(2026, 11, 21)
WAN = 1_000_000
MEMBERS: tuple[dict[str, Any], ...] = (
    {"id": "self", "relation": "self", "sex": "female", "age": 36, "annual_income_fen": 20 * WAN},
    {"id": "spouse", "relation": "spouse", "sex": "male", "age": 38, "annual_income_fen": 25 * WAN},
    {"id": "child_1", "relation": "child", "age": 8},
    {"id": "child_2", "relation": "child", "age": 3},
    {"id": "father", "relation": "father", "age": 66, "conditions": [{"code": "hypertension"}]},
    {"id": "mother", "relation": "mother", "age": 63},
    {"id": "child_3", "relation": "child", "age": 1},
)


def household(size: int) -> Household:
    return household_from_dict(
        {"members": list(MEMBERS[:size]), "debts_fen": 150 * WAN, "annual_budget_fen": 2 * WAN}
    )


def median_ms(work: Callable[[], object], rounds: int) -> float:
    spent = []
    for _ in range(rounds + 1):
        started = time.perf_counter()
        work()
        spent.append(time.perf_counter() - started)
    return statistics.median(spent[1:]) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20)
    rounds = parser.parse_args().rounds
    catalog, knowledge = load_catalog(), load_knowledge()
    print(f"{len(catalog.products)} products, median of {rounds} rounds, ms")
    print("members  balanced  full  frontier")
    for size in range(2, len(MEMBERS) + 1):
        family = household(size)

        def balanced(family: Household = family) -> object:
            return advise(family, catalog, knowledge, AS_OF)

        def full(family: Household = family) -> object:
            return advise(family, catalog, knowledge, AS_OF, AdviceOptions(tier="full"))

        def points(family: Household = family) -> object:
            return frontier(family, catalog, knowledge, AS_OF)

        times = [median_ms(work, rounds) for work in (balanced, full, points)]
        print(f"{size:7}  {times[0]:8.1f}  {times[1]:4.0f}  {times[2]:8.0f}")


if __name__ == "__main__":
    main()
