"""Progress and failure messages of the command line.

Standard library only and Python 3.9: the bootstrap uses it before anything is installed.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
STEPS = 6


class StepError(Exception):
    """A step cannot go on; the message says what happened and what to do about it."""


def use_utf8() -> None:
    """Print Chinese whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)


def say(text: str) -> None:
    print(text, flush=True)


def fail(message: str, code: int = 1) -> NoReturn:
    """Print a failure with its remedy on standard error and exit."""
    print(f"\n✗ {message}", file=sys.stderr, flush=True)
    raise SystemExit(code)


class Step:
    """One numbered step; `result` is the short outcome shown with its duration."""

    def __init__(self) -> None:
        self.result = ""


@contextmanager
def step(number: int, title: str) -> Iterator[Step]:
    """Print `[number/6] title`, then the outcome with the seconds it took."""
    say(f"[{number}/{STEPS}] {title} …")
    started = time.monotonic()
    current = Step()
    yield current
    outcome = f"{current.result}, " if current.result else ""
    say(f"      ✓ {outcome}{time.monotonic() - started:.1f} s")


def tail(path: Path, lines: int = 30) -> str:
    """The last lines of a log file, for a failure message."""
    if not path.exists():
        return "(no log / 没有日志)"
    text = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(text[-lines:]) or "(empty log / 日志为空)"


def relative(path: Path, base: Path | None = None) -> str:
    """A path as the user would type it from the repository root."""
    try:
        return str(path.relative_to(base or ROOT))
    except ValueError:
        return str(path)
