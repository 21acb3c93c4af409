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
    text = read_text(file, remedy="create it")
    lines: dict[Path_, int] = {}
    try:
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        _refuse_aliases(node, file)
        values = _value(loader, node, (), lines, file) if node is not None else None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise SourceError(
            f"not valid YAML: {error.problem}", file=file, line=line, remedy="fix the syntax"
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise SourceError(
            f"not valid YAML: {error}", file=file, line=1, remedy="fix the syntax"
        ) from error
    if not isinstance(values, dict):
        raise SourceError(
            "the file is not a mapping", file=file, line=1, remedy="write `key: value`"
        )
    return Document(file, values, lines)


def _refuse_aliases(root: yaml.Node | None, file: Path) -> None:
    """A few aliases of aliases unfold to gigabytes, and a cycle never ends."""
    seen: set[int] = set()
    waiting = [root] if root is not None else []
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            raise SourceError(
                "an alias (*name) is used",
                file=file,
                line=node.start_mark.line + 1,
                remedy="write the value out, or put it into a shared table",
            )
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
        elif isinstance(node, yaml.MappingNode):
            waiting.extend(part for pair in node.value for part in pair)


def read_text(file: Path, *, remedy: str) -> str:
    """Read a UTF-8 file, with or without the mark that spreadsheets put first."""
    try:
        return file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise SourceError("the file is missing", file=file, remedy=remedy) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SourceError(
            "the file is not UTF-8", file=file, line=line, remedy="save it as UTF-8 (CSV UTF-8)"
        ) from error


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
    try:
        value = loader.construct_object(node)
    except ValueError as error:  # such as the date 2026-02-30
        line = node.start_mark.line + 1
        raise SourceError(str(error), file=file, line=line, remedy="correct the value") from error
    return value.isoformat() if isinstance(value, date) else value
