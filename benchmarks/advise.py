"""How long `advise()` takes: one to twelve members, 60 to 1,000 products, and against scipy's MILP.

python -m benchmarks.advise [--rounds 40] [--milp 2] [--check]

Every timing is of a family that was not advised before. Catalogues larger than the published one
hold further versions of its products with other prices, sums and discounts. `milp` solves the
same problems as a linear programme, level by level of the objective, and the optima must agree.
With `--check` the exit code is 1 when eight members and the published catalogue miss the target.
"""

from __future__ import annotations

import argparse
import gc
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.advisor.budget import find_budget, plan_limit
from bot.advisor.household import Household, household_from_dict
from bot.advisor.objective import unpack
from bot.advisor.planning import AdviceOptions, advise, frontier
from bot.advisor.problem import build_problem
from bot.advisor.product import Catalog, Product
from bot.advisor.solver import prepare
from bot.catalog.sources import load_catalog
from bot.knowledge.loader import load_knowledge
from eval.optimum import Programme
from eval.slots import price_of, slots_of

AS_OF = date(2026, 11, 21)
WAN = 1_000_000
MEDIAN_MS, P95_MS = 30, 80
SIZES, MANY = (1, 2, 4, 6, 8, 10, 12), (60, 250, 500, 1000)
# id, relation, age from, age to
MEMBERS = (
    ("self", "self", 30, 45), ("spouse", "spouse", 30, 45), ("child_1", "child", 6, 16),
    ("child_2", "child", 0, 6), ("father", "father", 58, 70), ("mother", "mother", 55, 68),
    ("father_in_law", "father_in_law", 58, 70), ("mother_in_law", "mother_in_law", 55, 68),
    ("child_3", "child", 0, 3), ("brother", "brother", 25, 40), ("sister", "sister", 25, 40),
    ("grandmother", "grandmother", 75, 85),
)  # fmt: skip


def household(size: int, seed: int) -> Household:
    """A family of the first members, its ages, incomes, illnesses and budget by seed."""
    rng = random.Random(seed * 100 + size)
    members = []
    for member_id, relation, low, high in MEMBERS[:size]:
        member: dict[str, Any] = {
            "id": member_id,
            "relation": relation,
            "age": rng.randint(low, high),
            "sex": rng.choice(("female", "male")),
        }
        if relation in ("self", "spouse", "brother"):
            member["annual_income_fen"] = rng.randint(8, 40) * WAN
        if rng.random() < 0.25:
            code = rng.choice(("hypertension", "thyroid_nodule", "diabetes", "lung_nodule"))
            member["conditions"] = [{"code": code}]
        members.append(member)
    return household_from_dict(
        {
            "members": members,
            "city": rng.choice(("上海", "成都")),
            "debts_fen": rng.randint(0, 200) * WAN,
            "annual_budget_fen": rng.randint(50, 400) * size * 1_000,
        }
    )


def widened(catalog: Catalog, count: int) -> Catalog:
    """A catalogue of so many products: the first ones, or all and versions of them."""
    products = list(catalog.products[:count])
    rng, version = random.Random(count), 1
    while len(products) < count:
        for product in catalog.products[: count - len(products)]:
            products.append(variant(product, version, rng))
        version += 1
    return Catalog(f"sha256:generated-{count}", tuple(products))


def variant(product: Product, version: int, rng: random.Random) -> Product:
    """The same product with other prices, scores, fixed sums and family discounts."""
    factor, shift = rng.randint(80, 125), rng.randint(-8, 8)
    return replace(
        product,
        product_id=f"{product.product_id}-v{version}",
        rates=tuple(replace(r, premium_fen=r.premium_fen * factor // 100) for r in product.rates),
        scores=replace(product.scores, coverage=max(0, product.scores.coverage + shift)),
        plans=tuple(
            replace(p, sum_fen=p.sum_fen * rng.randint(9, 12) // 10) if p.sum_fen else p
            for p in product.plans
        ),
        family_discounts_bp=tuple(
            (members, min(9900, bp + rng.randint(-100, 100)))
            for members, bp in product.family_discounts_bp
        ),
    )


@dataclass(frozen=True)
class Spent:
    """Wall and CPU milliseconds of many runs."""

    wall: tuple[float, ...]
    cpu: tuple[float, ...]

    @property
    def row(self) -> str:
        wall, cpu = (f"{statistics.median(t):.1f} | {p95(t):.1f}" for t in (self.wall, self.cpu))
        return f"{wall} | {cpu}"


def p95(times: Sequence[float]) -> float:
    return sorted(times)[max(0, -(-len(times) * 95 // 100) - 1)]


def timed(works: Sequence[Callable[[], object]]) -> Spent:
    """Each once; garbage of the preparation is collected before."""
    gc.collect()
    wall, cpu = [], []
    for work in works:
        started, used = time.perf_counter(), time.process_time()
        work()
        cpu.append((time.process_time() - used) * 1000)
        wall.append((time.perf_counter() - started) * 1000)
    return Spent(tuple(wall), tuple(cpu))


class Bench:
    """The published catalogue and what is measured on it."""

    def __init__(self, rounds: int) -> None:
        self.rounds = rounds
        self.catalog, self.knowledge = load_catalog(), load_knowledge()

    def advice(self, size: int, catalog: Catalog, tier: str = "balanced") -> Spent:
        """Advise families that were not advised before; the first ones warm up."""
        families = [household(size, seed) for seed in range(self.rounds + 3)]
        options = AdviceOptions(tier=tier)

        def work(family: Household) -> Callable[[], object]:
            return lambda: advise(family, catalog, self.knowledge, AS_OF, options)

        for family in families[:3]:
            work(family)()
        return timed([work(f) for f in families[3:]])

    def again(self, size: int) -> Spent:
        """The same family once more, as in a conversation."""
        family = household(size, 1)
        work = [lambda: advise(family, self.catalog, self.knowledge, AS_OF)] * (self.rounds + 1)
        work[0]()
        return timed(work[1:])

    def frontier(self, size: int) -> Spent:
        families = [household(size, seed) for seed in range(max(3, self.rounds // 4))]
        return timed(
            [lambda f=f: frontier(f, self.catalog, self.knowledge, AS_OF) for f in families]  # type: ignore[misc]
        )

    def programme(self, size: int, catalog: Catalog, count: int) -> tuple[float, float]:
        """Median ms of the optimiser and of MILP on the same problems; the optima must agree."""
        own, other = [], []
        for seed in range(count):
            problem = build_problem(household(size, seed), catalog, self.knowledge, AdviceOptions())
            limit = plan_limit(problem, find_budget(problem, AdviceOptions()))
            slots, pricing = slots_of(problem), price_of(problem)
            started = time.perf_counter()
            found = prepare(slots, pricing).solve(limit).solution
            own.append((time.perf_counter() - started) * 1000)
            assert found is not None
            levels = [[list(column) for column in slot.levels] for slot in problem.slots]
            turned = [
                [[option[i] for option in slot] for slot in levels]
                for i in range(len(problem.bases))
            ]
            started = time.perf_counter()
            reached, cost = Programme(slots, limit, pricing).optimum(turned)
            other.append((time.perf_counter() - started) * 1000)
            expected = unpack(found.value, problem.bases), found.cost
            if (reached, cost) != expected:
                raise AssertionError(f"{size} members, seed {seed}: {expected}, {(reached, cost)}")
        return statistics.median(own), statistics.median(other)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--milp", type=int, default=2, help="problems solved with MILP a row")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    bench = Bench(asked.rounds)
    heads = "wall median | wall p95 | CPU median | CPU p95"
    rule = "|---:" * 4 + "|"
    published = len(bench.catalog.products)
    print(f"## Members, {published} products, {asked.rounds} new families each, ms\n")
    print(f"| members | {heads} | again | frontier |\n|---:{rule}---:|---:|")
    goal = None
    for size in SIZES:
        spent = bench.advice(size, bench.catalog)
        goal = spent if size == 8 else goal
        again, points = (
            statistics.median(s.wall) for s in (bench.again(size), bench.frontier(size))
        )
        print(f"| {size} | {spent.row} | {again:.1f} | {points:.0f} |", flush=True)
    print(f"\n## Products, 8 members, {max(5, asked.rounds // 4)} new families each, ms\n")
    print(f"| products | {heads} |\n|---:{rule}")
    several = Bench(max(5, asked.rounds // 4))
    for count in MANY:
        spent = several.advice(8, widened(bench.catalog, count))
        print(f"| {count} | {spent.row} |", flush=True)
    if asked.milp:
        compare(bench, asked.milp)
    assert goal is not None
    median, high = statistics.median(goal.wall), p95(goal.wall)
    met = median <= MEDIAN_MS and high <= P95_MS
    print(f"\n8 members: median {median:.1f} ms (at most {MEDIAN_MS}), p95 {high:.1f} ms (at most "
          f"{P95_MS}): {'met' if met else 'missed'}")  # fmt: skip
    return 0 if met or not asked.check else 1


def compare(bench: Bench, count: int) -> None:
    print(f"\n## The optimiser and MILP on the same {count} problems, median ms\n")
    print("| members | products | optimiser | MILP | ratio |\n|---:|---:|---:|---:|---:|")
    published = len(bench.catalog.products)
    rows = [(size, published) for size in SIZES] + [(4, 250), (8, 250)]
    for size, products in rows:
        catalog = bench.catalog if products == published else widened(bench.catalog, products)
        own, other = bench.programme(size, catalog, count)
        line = f"| {size} | {products} | {own:.1f} | {other:.0f} | {other / own:.0f} |"
        print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
