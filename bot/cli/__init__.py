"""The command line: what people, tests and tools call.

    python -m bot parse TEXT       the household document understood from one message
    python -m bot recognise TEXT   numbers, money, ages, yes or no of any text
    python -m bot classify TEXT    intent, confidence and entities
    python -m bot advise FILE      the advice for a household document
    python -m bot quote PRODUCT    one premium with its rate-row trace
    python -m bot chat             a conversation with the running assistant

Every command but chat prints JSON. `-` reads one text a line from standard input and prints one
JSON a line. Exit code 2 means that the input could not be used; the message says why.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.settings import get_settings


class CommandError(Exception):
    """The input of a command cannot be used; the message says what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        options.run(options)
    except (CommandError, ValueError, OSError) as error:
        print(f"jiabao: {error}", file=sys.stderr)
        return 2
    except (BrokenPipeError, KeyboardInterrupt):
        return 130
    return 0


def print_json(value: Any, *, line: bool = False) -> None:
    """Print readable JSON, or one line of it."""
    indent = None if line else 2
    print(json.dumps(value, ensure_ascii=False, indent=indent), flush=True)


def read_texts(text: str) -> tuple[list[str], bool]:
    """The texts to work on, and whether they came from standard input."""
    if text != "-":
        return [text], False
    return [line.rstrip("\n") for line in sys.stdin], True


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no date: write 2026-11-21") from error


def _parser() -> argparse.ArgumentParser:
    from bot.cli import advise, chat, understand

    parser = argparse.ArgumentParser(
        prog="python -m bot", description="家保 JiaBao: a conversational family-insurance advisor."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in (understand, advise, chat):
        module.add_commands(commands)
    for command in commands.choices.values():
        command.add_argument(
            "--as-of", type=_date, default=get_settings().today, metavar="YYYY-MM-DD"
        )
    return parser
