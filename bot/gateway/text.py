"""Making what a customer typed safe to store and to pass on, without changing what was said."""

from __future__ import annotations

import unicodedata

MAX_LENGTH = 2000
KEPT_CONTROLS = "\n\t"
# Characters that reorder text on screen: they can make a sentence look like another one.
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
FULL_WIDTH_SLASH = "／"


def clean(text: str) -> str:
    """Drop NUL, control, surrogate and reordering characters; keep line breaks; trim the ends."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in unified if _kept(c)).strip()


def neutralise(text: str) -> str:
    """The text for Rasa: a leading "/" would be executed as an intent, so it becomes "／".

    Blanks and invisible characters before the slash do not help to get past.
    """
    for position, character in enumerate(text):
        if character == "/":
            return text[:position] + FULL_WIDTH_SLASH + text[position + 1 :]
        if not (character.isspace() or unicodedata.category(character) in ("Cf", "Zs", "Cc")):
            break
    return text


def _kept(character: str) -> bool:
    if character in KEPT_CONTROLS:
        return True
    if character in BIDI_CONTROLS:
        return False
    return unicodedata.category(character) not in ("Cc", "Cs")
