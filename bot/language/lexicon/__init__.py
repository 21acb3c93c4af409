"""Lexicons: word lists as YAML beside a JSON schema, loaded once with clear errors."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from bot.language.errors import LexiconError

FOLDER = Path(__file__).resolve().parent
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.yml")))
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def load_table(name: str, folder: Path = FOLDER, schema: str = "") -> dict[str, Any]:
    """Read and check one lexicon; raises LexiconError with file, entry and remedy.

    `schema` names the definition in schema.json when it is not that of the file's own name.
    """
    path = folder / f"{name}.yml"
    try:
        table = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except OSError as error:
        raise LexiconError(f"{path.name}: cannot be read", remedy="restore the file") from error
    except yaml.YAMLError as error:
        raise LexiconError(f"{path.name}: no valid YAML: {error}", remedy="mend it") from error
    _check(name, table, schema or name)
    return dict(table)


@cache
def _schemas() -> dict[str, Any]:
    """The definitions of schema.json by name."""
    return dict(json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))["$defs"])


def _check(name: str, table: Any, schema: str) -> None:
    definition = _schemas().get(schema)
    if definition is None:
        raise LexiconError(f"{name}: no schema", remedy="add it to schema.json")
    validator = jsonschema.Draft7Validator({**definition, "$defs": _schemas()})
    error = next(iter(validator.iter_errors(table)), None)
    if error is not None:
        where = "/".join(str(p) for p in error.absolute_path) or "top"
        raise LexiconError(
            f"{name}.yml at {where}: {error.message}", remedy="see lexicon/schema.json"
        )
