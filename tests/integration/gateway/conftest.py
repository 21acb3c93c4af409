"""Running gateways for the integration tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.gateway.gateway_support import (
    Customer,
    FakeRasa,
    GatewayProcess,
    serving_rasa,
)


@pytest.fixture(scope="module")
def rasa() -> Iterator[FakeRasa]:
    with serving_rasa() as fake:
        yield fake


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory, rasa: FakeRasa) -> Iterator[GatewayProcess]:
    state: Path = tmp_path_factory.mktemp("gateway")
    process = GatewayProcess(state, rasa.port).start()
    yield process
    process.stop()


@pytest.fixture
def customer(gateway: GatewayProcess) -> Iterator[Customer]:
    visitor = Customer(gateway.base)
    yield visitor
    visitor.http.close()
