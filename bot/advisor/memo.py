"""Bounded memories of pure functions; they change how long an answer takes, never the answer.

`Remembered` keeps what was derived from immutable objects as long as those very objects are
used: a catalogue is read once and asked many times, and comparing it by value would cost more
than deriving again. `Memo` is for small keys that are compared by value. Both start again
when they are full.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Remembered(Generic[Value]):
    """A function of immutable objects that works each answer out once per objects."""

    def __init__(self, make: Callable[..., Value], size: int) -> None:
        self._make, self._size = make, size
        self._kept: dict[tuple[int, ...], tuple[tuple[object, ...], Value]] = {}

    def __call__(self, *objects: object) -> Value:
        key = tuple(map(id, objects))
        found = self._kept.get(key)
        if found is not None:  # the objects are kept too, so their ids are still theirs
            return found[1]
        made = self._make(*objects)
        if len(self._kept) >= self._size:
            self._kept.clear()
        self._kept[key] = (objects, made)
        return made


class Memo(Generic[Key, Value]):
    """Answers by key."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: dict[Key, Value] = {}

    def get(self, key: Key) -> Value | None:
        return self._kept.get(key)

    def keep(self, key: Key, value: Value) -> Value:
        if len(self._kept) >= self._size:
            self._kept.clear()
        self._kept[key] = value
        return value
