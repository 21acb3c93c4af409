"""Errors of the core.

    AdvisorError
    ├── HouseholdError      a household document cannot be read
    ├── CatalogError        a product or rate table cannot be read
    │   └── RateNotFoundError    no rate row for this person and choice
    ├── KnowledgeError      a parameter or rule table cannot be read
    └── PlanningError       the optimiser was asked for something meaningless

Each carries a `path` (where in the document) and a `remedy` (what the operator
should do). Customers never see them. Declining a risk is a `Decision`, and "do
not buy" is a recommendation: neither is an error.
"""

from __future__ import annotations


class AdvisorError(ValueError):
    """Something the core was given cannot be used; says where and what to do."""

    def __init__(self, message: str, *, path: str = "", remedy: str = "") -> None:
        self.path = path
        self.remedy = remedy
        where = f"{path}: " if path else ""
        todo = f" ({remedy})" if remedy else ""
        super().__init__(f"{where}{message}{todo}")


class HouseholdError(AdvisorError):
    """A household document is malformed."""


class CatalogError(AdvisorError):
    """A product or rate table is malformed."""


class RateNotFoundError(CatalogError):
    """No rate row fits this person, plan, term and pay period."""


class KnowledgeError(AdvisorError):
    """A parameter file or rule table is malformed."""


class PlanningError(AdvisorError):
    """The optimiser was asked for something meaningless."""
