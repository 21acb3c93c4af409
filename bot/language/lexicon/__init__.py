"""Lexicons: word lists as YAML beside a JSON schema, loaded once with clear errors."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from bot.language.errors import LexiconError

FOLDER = Path(__file__).resolve().parent
CUES = ("fact_cues", "measure_cues", "money_cues", "operation_cues", "scope_cues")
NAMES = ("kinship", "conditions", "occupations", "cover", "cities", "shorthand", "answers", *CUES)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def load_table(name: str, folder: Path = FOLDER) -> dict[str, Any]:
    """Read and check one lexicon; raises LexiconError with file, entry and remedy."""
    path = folder / f"{name}.yml"
    try:
        table = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except OSError as error:
        raise LexiconError(f"{path.name}: cannot be read", remedy="restore the file") from error
    except yaml.YAMLError as error:
        raise LexiconError(f"{path.name}: no valid YAML: {error}", remedy="mend it") from error
    _check(name, table, folder)
    return dict(table)


@cache
def cues(table: str, name: str) -> str:
    """A named word list as one group of a regular expression, the longest word first."""
    lists = load_table(table)
    if name not in lists:
        raise LexiconError(f"{table}.yml: no list {name}", remedy="add it, or mend the name")
    words = sorted(lists[name], key=len, reverse=True)
    return f"(?:{'|'.join(re.escape(word) for word in words)})"


def _check(name: str, table: Any, folder: Path) -> None:
    schema = json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))
    definition = schema["$defs"].get(name)
    if definition is None:
        raise LexiconError(f"{name}: no schema", remedy="add it to schema.json")
    validator = jsonschema.Draft7Validator({**definition, "$defs": schema["$defs"]})
    error = next(iter(validator.iter_errors(table)), None)
    if error is not None:
        where = "/".join(str(p) for p in error.absolute_path) or "top"
        raise LexiconError(
            f"{name}.yml at {where}: {error.message}", remedy="see lexicon/schema.json"
        )
