"""The claim board: each character of a message belongs to at most one mention."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from bot.language.mentions import Mention


@dataclass
class Board:
    """Claims spans of a text so that one character belongs to one mention."""

    text: str
    as_of: date
    taken: list[bool] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.taken = [False] * len(self.text)

    def free(self, start: int, end: int) -> bool:
        return not any(self.taken[start:end])

    def claim(self, mention: Mention) -> bool:
        """Add a mention unless its place is taken."""
        if mention.end <= mention.start or not self.free(mention.start, mention.end):
            return False
        self.taken[mention.start : mention.end] = [True] * (mention.end - mention.start)
        self.mentions.append(mention)
        return True

    def sorted(self) -> tuple[Mention, ...]:
        return tuple(sorted(self.mentions, key=lambda m: m.start))

    def blotted(self, ordinal: str = "□") -> str:
        """The text with claimed characters blotted out, so that no other rule reads them."""
        chars = ["□" if taken else c for taken, c in zip(self.taken, self.text, strict=True)]
        for mention in self.mentions:
            if mention.kind == "person" and mention.data.form == "ordinal":
                chars[mention.start : mention.end] = ordinal * (mention.end - mention.start)
        return "".join(chars)


# A rule proposes mentions one after the other; each is claimed before the next is asked for.
Rule = Callable[[Board], Iterable[Mention]]
