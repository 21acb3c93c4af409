"""Speed, memory and accuracy of one system, measured in a process of its own.

    python -m benchmarks.baseline.measure language|spacy|MODEL.tar.gz

Prints one line of JSON. Every sentence of tests/nlu is understood once, so that no cache helps.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import resource
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

AS_OF = date(2026, 11, 21)
WARM_UP = ("热身", "你好", "我36，老公38，想买保险", "我爸66有高血压")
Understand = Callable[[str], Any]


@dataclass(frozen=True)
class Measured:
    """What one system needs for a message, and how often its first intent is right.

    `processor_ms` is the mean processor time of all threads: it does not grow, as the others do,
    when the machine has other work.
    """

    p50_ms: float
    p95_ms: float
    processor_ms: float
    load_seconds: float
    resident_mb: float
    messages: int
    accuracy: float | None = None
    right_or_offered: float | None = None


def resident_mb() -> float:
    """Resident memory now; where the system does not tell, its peak."""
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * resource.getpagesize() / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3


def language() -> Understand:
    from bot.language import understand

    return lambda text: understand(text, AS_OF)


def spacy_pipeline() -> Understand:
    from bot.language.pipeline import read

    return lambda text: read(text, AS_OF)


def agent(model: str) -> Understand:
    """A trained Rasa model, in process."""
    os.environ["JIABAO_AS_OF"] = AS_OF.isoformat()
    warnings.simplefilter("ignore")
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    logging.getLogger("rasa").setLevel(logging.ERROR)
    configure_structlog(logging.ERROR)  # an in-process agent would print the texts
    loaded = Agent.load(model)
    loop = asyncio.new_event_loop()
    return lambda text: loop.run_until_complete(loaded.parse_message(text))


def measure(system: str) -> Measured:
    """Load a system, then time it on every sentence."""
    started = time.perf_counter()
    known = {"language": language, "spacy": spacy_pipeline}
    run = known[system]() if system in known else agent(system)
    for text in WARM_UP:
        run(text)
    loaded = time.perf_counter() - started
    resident_before = resident_mb()
    # Imported late: reading the cases must not count as memory or load time of the system.
    from eval.cases import household_files, read_household_cases
    from eval.intents import CASES, read_cases

    cases = [case for path in sorted(CASES.glob("*.yml")) for case in read_cases(path)]
    families = [c.text for path in household_files() for c in read_household_cases(path)]
    added = resident_mb() - resident_before
    times: list[float] = []

    def timed(text: str) -> Any:
        start = time.perf_counter()
        result = run(text)
        times.append((time.perf_counter() - start) * 1000)
        return result

    spent = time.process_time()
    results = [(case.intents, timed(case.text)) for case in cases]
    for text in families:
        timed(text)
    spent = time.process_time() - spent
    memory = resident_mb() - added
    times.sort()
    shares = _intents(results) if system not in known else (None, None)
    return Measured(
        round(times[len(times) // 2], 2),
        round(times[int(len(times) * 0.95)], 2),
        round(spent * 1000 / len(times), 2),
        round(loaded, 1),
        round(memory),
        len(times),
        *shares,
    )


def _intents(results: list[tuple[frozenset[str], dict[str, Any]]]) -> tuple[float, float]:
    """First intent right; right, or asked back with a right one among the next two."""
    right = offered = 0
    for wanted, result in results:
        name = result["intent"]["name"]
        ranking = [r["name"] for r in result.get("intent_ranking", ()) if r["name"] != name]
        right += name in wanted
        asked = name == "nlu_fallback" and bool(wanted & set(ranking[:2]))
        offered += name in wanted or asked
    return round(right / len(results), 3), round(offered / len(results), 3)


if __name__ == "__main__":
    print(json.dumps(asdict(measure(sys.argv[1]))))
