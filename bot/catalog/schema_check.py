"""Check a YAML document against a JSON Schema, with the line of the mistake."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema

from bot.catalog.yaml_lines import Document


def check_schema(document: Document, schema_file: Path) -> None:
    """Check a document against a JSON Schema; raises SourceError on the deepest mistake."""
    found = _validator(schema_file).iter_errors(document.values)
    errors = sorted(found, key=lambda e: -len(e.path))
    if not errors:
        return
    error = _deepest(errors[0])
    path = tuple(error.absolute_path)
    if error.validator == "additionalProperties":
        known = set(error.schema.get("properties", ()))
        unknown = next(k for k in error.instance if k not in known)
        raise document.error(
            f"unknown key {unknown!r}", *path, unknown, remedy=f"use {', '.join(sorted(known))}"
        )
    remedy = error.schema.get("description") or f"see {schema_file.name}"
    raise document.error(error.message, *path, remedy=remedy)


def _deepest(error: Any) -> Any:
    while error.context:
        error = max(error.context, key=lambda e: len(e.absolute_path))
    return error


@lru_cache(maxsize=8)
def _validator(schema_file: Path) -> Any:
    schema = json.loads(schema_file.read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(schema)
