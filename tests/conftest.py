"""Fixtures shared by all tests: the trained model, the running assistant, a real browser."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import fields
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:  # `pytest` without `python -m`
    sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from bot.settings import Settings, read_settings  # noqa: E402
from scripts.run import build_web  # noqa: E402
from scripts.supervisor import Supervisor  # noqa: E402
from scripts.train import QUIET, ensure_model  # noqa: E402

os.environ.update(QUIET)

AS_OF = "2026-11-21"
NO_BROWSER = "no Chromium: sudo apt-get install chromium fonts-noto-cjk, or set CHROMIUM"


def free_ports(count: int) -> list[int]:
    """Different ports that nobody uses now."""
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]


class Assistant:
    """The four real processes on free ports with a state directory of their own."""

    def __init__(self, state: Path, **overrides: str) -> None:
        gateway, rasa, actions, catalog = free_ports(4)
        # Blank hides what a developer's .env says.
        blank = {f"JIABAO_{field.name.upper()}": "" for field in fields(Settings)}
        self.environment = {
            **blank,
            "JIABAO_GATEWAY_PORT": str(gateway),
            "JIABAO_RASA_PORT": str(rasa),
            "JIABAO_ACTIONS_PORT": str(actions),
            "JIABAO_CATALOG_PORT": str(catalog),
            "JIABAO_STATE_DIR": str(state),
            "JIABAO_AS_OF": AS_OF,
            "JIABAO_RATE_LIMIT_PER_MINUTE": "6000",
            **overrides,
        }
        self.settings = read_settings(self.environment)
        self.supervisor = Supervisor(self.settings, self.environment)

    @property
    def gateway_url(self) -> str:
        return f"http://127.0.0.1:{self.settings.gateway_port}"

    @property
    def rasa_url(self) -> str:
        return self.settings.rasa_url

    @property
    def actions_url(self) -> str:
        return self.settings.actions_url

    @property
    def catalog_url(self) -> str:
        return self.settings.catalog_url

    def start(self) -> None:
        assert self.supervisor.claim()
        self.supervisor.start()
        self.supervisor.wait_until_ready()

    def stop(self) -> None:
        self.supervisor.stop()

    def pid_of(self, name: str) -> int:
        return int(self.supervisor.info()[name]["pid"])


@pytest.fixture(scope="session")
def trained_model() -> Path:
    """The model of the present data and code; trained when stale."""
    return ensure_model()[0]


@pytest.fixture(scope="session")
def assistant(trained_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The running assistant, the same processes that `make run` starts."""
    build_web()
    running = Assistant(tmp_path_factory.mktemp("assistant"))
    try:
        running.start()
        yield running
    finally:
        running.stop()


def chromium() -> str:
    """The path of a Chromium; without one CI fails and a developer's run skips."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if found:
        return found
    if os.environ.get("CI"):
        pytest.fail(NO_BROWSER)
    pytest.skip(NO_BROWSER)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium; for one module, since its event loop must not outlive it."""
    path = chromium()
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of the size of a phone, in Chinese, with a clean cookie jar."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()
