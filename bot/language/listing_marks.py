"""The numbers of a numbered list: 1.本人38 2.妻子36 say nothing of ages."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MARK = re.compile(r"(?:^|(?<=[\s,。;:]))[(]?(?P<n>\d{1,2})(?:[.、)]|:(?=\s))\s*(?=[^\d\s])")


def list_marks(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the marks when they count from 1: at least 1 and 2."""
    marks = list(_MARK.finditer(text))
    if len(marks) < 2 or any(int(m["n"]) != i for i, m in enumerate(marks, 1)):
        return
    for mark in marks:
        yield mark.span()
