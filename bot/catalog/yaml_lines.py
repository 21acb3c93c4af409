"""YAML with line numbers: values, and the line of every key and list item.

A duplicate key is an error, not a silent overwrite; so is a file that is not a mapping.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.catalog.errors import SourceError

Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """A YAML file as plain values; `line(path)` finds where a value is written."""

    file: Path
    values: dict[str, Any]
    lines: dict[Path_, int]

    def line(self, *path: str | int) -> int:
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 1

    def error(self, message: str, *path: str | int, remedy: str) -> SourceError:
        return SourceError(message, file=self.file, line=self.line(*path), remedy=remedy)


def read_yaml(file: Path) -> Document:
    """Read one YAML mapping; raises SourceError with the line of what is wrong."""
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise SourceError("the file is missing", file=file, remedy="create it") from error
    loader = yaml.SafeLoader(text)
    try:
        node = loader.get_single_node()
        lines: dict[Path_, int] = {}
        values = _value(loader, node, (), lines, file) if node is not None else None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise SourceError(
            f"not valid YAML: {error.problem}", file=file, line=line, remedy="fix the syntax"
        ) from error
    finally:
        loader.dispose()
    if not isinstance(values, dict):
        raise SourceError(
            "the file is not a mapping", file=file, line=1, remedy="write `key: value`"
        )
    return Document(file, values, lines)


def _value(
    loader: yaml.SafeLoader, node: yaml.Node, path: Path_, lines: dict[Path_, int], file: Path
) -> Any:
    if isinstance(node, yaml.SequenceNode):
        items = []
        for index, item in enumerate(node.value):
            here = (*path, index)
            lines[here] = item.start_mark.line + 1
            items.append(_value(loader, item, here, lines, file))
        return items
    if isinstance(node, yaml.MappingNode):
        mapping: dict[Any, Any] = {}
        for key_node, item in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise SourceError(
                    "a key is not plain text", file=file, line=line, remedy="write `key: value`"
                )
            key = loader.construct_object(key_node)
            here = (*path, key)
            if key in mapping:
                raise SourceError(
                    f"key {key!r} is written twice",
                    file=file,
                    line=line,
                    remedy=f"the first is on line {lines[here]}; keep one",
                )
            lines[here] = line
            mapping[key] = _value(loader, item, here, lines, file)
        return mapping
    value = loader.construct_object(node)
    return value.isoformat() if isinstance(value, date) else value
