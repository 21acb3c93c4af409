"""Errors of the catalogue.

CatalogError (bot.advisor.errors)
├── SourceError          a product source file is wrong: file, line, remedy
└── CatalogUnavailable   the service gives no catalogue that can be trusted (client)
"""

from __future__ import annotations

from pathlib import Path

from bot.advisor.errors import CatalogError

ROOT = Path(__file__).resolve().parent


class SourceError(CatalogError):
    """A source file cannot be used; `file` and `line` say where, `remedy` what to do."""

    def __init__(self, message: str, *, file: Path, line: int | None = None, remedy: str) -> None:
        self.message = message
        self.file = file
        self.line = line
        shown = file.relative_to(ROOT) if file.is_relative_to(ROOT) else file
        where = f"{shown}:{line}" if line else str(shown)
        super().__init__(message, path=where, remedy=remedy)


class CatalogUnavailable(CatalogError):  # noqa: N818 - named for what the caller must handle
    """The catalogue service cannot be reached and nothing recent enough is at hand."""
