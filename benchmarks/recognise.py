"""Time of the recognisers on long junk, and how it grows: `python -m benchmarks.recognise`.

Twice the text should take about twice the time; a ratio near four would mean a quadratic rule.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

from bot.language.ages import find_ages
from bot.language.money import find_bare, find_ge, find_money
from bot.language.quantities import recognise

PIECES = (
    "一",
    "十万",
    "1,",
    "百分之",
    "三块",
    "又",
    "点五",
    "几",
    "半",
    "岁",
    "快",
    "1/2",
    "万",
    "￥",
    " ",
)
AS_OF = date(2026, 11, 21)


def milliseconds(work: Callable[[str], object], text: str) -> float:
    """The best of three runs."""
    best = float("inf")
    for _ in range(3):
        begin = time.perf_counter()
        work(text)
        best = min(best, time.perf_counter() - begin)
    return best * 1000


def main() -> None:
    readers: dict[str, Callable[[str], object]] = {
        "recognise": recognise,
        "ages": lambda t: find_ages(t, AS_OF),
        "money": lambda t: (find_money(t), find_ge(t), find_bare(t)),
    }
    for name, reader in readers.items():
        for piece in PIECES:
            short, long = (milliseconds(reader, (piece * n)[:n]) for n in (1000, 2000))
            print(f"{name:10} {piece!r:8} {short:7.1f} {long:7.1f} ms  x{long / short:.1f}")


if __name__ == "__main__":
    main()
