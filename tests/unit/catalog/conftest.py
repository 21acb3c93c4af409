"""A product tree to break, and a real catalogue service to talk to."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from bot.catalog.shared import SHARED
from bot.catalog.sources import PRODUCTS

ROOT = Path(__file__).resolve().parents[3]
MEDICAL = "qingpingguo-family-medical"
START_SECONDS = 30


@dataclass(frozen=True)
class Tree:
    """A copy of some products, free to be edited."""

    products: Path
    shared: Path

    def file(self, product: str, name: str) -> Path:
        return self.products / product / name

    def edit(self, product: str, name: str, old: str, new: str) -> int:
        """Replace one text and give the line on which it stood."""
        file = self.file(product, name)
        text = file.read_text(encoding="utf-8")
        assert text.count(old) >= 1, f"{old!r} is not in {file}"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1


@pytest.fixture()
def tree(tmp_path: Path) -> Tree:
    for product in (MEDICAL, "demo-term-life", "dajia-care-city"):
        shutil.copytree(PRODUCTS / product, tmp_path / "products" / product)
    shutil.copytree(SHARED, tmp_path / "shared")
    return Tree(tmp_path / "products", tmp_path / "shared")


class Service:
    """`python -m bot.catalog` as a process on a free port, with its own SQLite file by default."""

    def __init__(self, folder: Path, database_url: str = "") -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.database = folder / "catalog.db"
        self.environment = {
            **os.environ,
            "JIABAO_CATALOG_PORT": str(self.port),
            "JIABAO_CATALOG_DATABASE_URL": database_url or f"sqlite:///{self.database}",
            "JIABAO_STATE_DIR": str(folder),
            "JIABAO_SECRET_KEY": "",
        }
        self._log = (folder / "log.txt").open("ab")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bot.catalog"],
            cwd=ROOT,
            env=self.environment,
            stdout=self._log,
            stderr=self._log,
        )
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self._process.poll() is None:
            try:
                if requests.get(self.url + "/readyz", timeout=1).status_code == 200:
                    return
            except requests.RequestException:
                time.sleep(0.1)
        self.stop()
        raise RuntimeError(f"the catalogue did not start, see {self._log.name}")

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def command(self, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run `python -m bot.catalog` with other words on the same database."""
        return subprocess.run(
            [sys.executable, "-m", "bot.catalog", *words],
            cwd=ROOT,
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def close(self) -> None:
        self.stop()
        self._log.close()


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One running service for tests that only read."""
    running = Service(tmp_path_factory.mktemp("catalog"))
    running.start()
    yield running
    running.close()


@pytest.fixture()
def own_service(tmp_path: Path) -> Iterator[Service]:
    """A service that a test may kill and start again."""
    running = Service(tmp_path)
    running.start()
    yield running
    running.close()
