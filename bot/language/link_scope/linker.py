"""Reads what is said about persons as such: insured or not, alive, well."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.language.draft import HouseholdDraft, MemberDraft
from bot.language.link_scope.health import read_health
from bot.language.link_scope.persons import read_dead_together, read_persons
from bot.language.link_scope.state import Scope
from bot.language.normalise import Normalised
from bot.language.people import Reference


class ScopeLinker:
    """Reads the scope of a message; afterwards `placed` says what was said where of whom."""

    def __init__(
        self,
        text: str,
        original: Normalised,
        draft: HouseholdDraft,
        references: Sequence[Reference],
        owners: Callable[[int, int], list[MemberDraft]],
    ) -> None:
        self._scope = Scope(text, original, draft, references, owners)

    @property
    def placed(self) -> list[tuple[int, int, str, list[MemberDraft]]]:
        return self._scope.placed

    def read(self) -> None:
        read_persons(self._scope)
        read_dead_together(self._scope)
        read_health(self._scope)
