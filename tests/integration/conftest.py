"""Fixtures of the tests that run the real processes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.integration.visitor import Visitor


@pytest.fixture
def visitor(assistant: Any) -> Iterator[Visitor]:
    """A new customer at the gateway of the running assistant."""
    made = Visitor(assistant.gateway_url)
    yield made
    made.close()
