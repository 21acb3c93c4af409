"""Where one turn's time goes: gateway, Rasa, NLU, action, catalogue, advise.

Starts the four real processes on free ports with a timing proxy on each inner hop, replays one
consultation several times over HTTP and SSE, and prints medians per kind of turn. The NLU and
`advise()` shares are measured in process on the same texts and the same household.

    .venv/bin/python -m benchmarks.turn [--rounds 5]
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
import warnings
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import requests

from bot.settings import ROOT, read_settings

SCRIPT = (
    ("interview", "我36，老公38，两个孩子8岁和3岁，爸爸66有高血压，一年预算1.5万"),
    ("interview", "家里一年收入30万，都有居民医保"),
    ("interview", "同意"),
    ("interview", "都没有"),
    ("interview", "最高150/95"),
    ("plan", "没错"),
    ("why not", "为什么没给我爸配重疾"),
    ("re-plan", "预算改成8000"),
    ("question", "免赔额是什么"),
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class TimingProxy:
    """A reverse proxy on loopback that records how long each forwarded request took."""

    def __init__(self, target: str) -> None:
        self.seconds: list[float] = []
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _forward(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {
                    k: v
                    for k, v in self.headers.items()
                    if k.lower() not in ("host", "content-length", "accept-encoding")
                }
                started = time.perf_counter()
                answer = session().request(
                    self.command, target + self.path, data=body, headers=headers, timeout=60
                )
                proxy.seconds.append(time.perf_counter() - started)
                self.send_response(answer.status_code)
                for name in ("Content-Type", "ETag"):
                    if name in answer.headers:
                        self.send_header(name, answer.headers[name])
                self.send_header("Content-Length", str(len(answer.content)))
                self.end_headers()
                self.wfile.write(answer.content)

            do_GET = do_POST = do_PUT = do_DELETE = _forward  # noqa: N815

            def log_message(self, *_: Any) -> None:
                return

        local = threading.local()

        def session() -> requests.Session:
            if not hasattr(local, "session"):
                local.session = requests.Session()
            return local.session

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def take(self) -> float:
        """The time of the requests since the last call, in seconds."""
        total, self.seconds[:] = sum(self.seconds), []
        return total

    def close(self) -> None:
        self._server.shutdown()


@contextmanager
def assistant(state: Path) -> Iterator[tuple[str, dict[str, TimingProxy]]]:
    """The real processes with a proxy before rasa, actions and catalog."""
    from scripts.processes import build_processes, layout_of, process_environment, write_endpoints

    ports = {
        f"JIABAO_{name}_PORT": str(free_port())
        for name in ("GATEWAY", "RASA", "ACTIONS", "CATALOG")
    }
    base = {**os.environ, **ports, "JIABAO_STATE_DIR": str(state)}
    settings = read_settings(base)
    layout = layout_of(settings)
    layout.logs.mkdir(parents=True, exist_ok=True)
    proxies = {
        name: TimingProxy(f"http://127.0.0.1:{getattr(settings, f'{name}_port')}")
        for name in ("rasa", "actions", "catalog")
    }
    seen = {f"JIABAO_{name.upper()}_PORT": str(proxy.port) for name, proxy in proxies.items()}
    behind = read_settings({**base, "JIABAO_ACTIONS_PORT": seen["JIABAO_ACTIONS_PORT"]})
    write_endpoints(behind, layout)
    running = []
    for process in build_processes(settings, layout):
        environment = {**base, **process_environment(settings, layout), **process.environment}
        if process.name == "gateway":
            environment["JIABAO_RASA_PORT"] = seen["JIABAO_RASA_PORT"]
        if process.name == "actions":
            environment["JIABAO_CATALOG_PORT"] = seen["JIABAO_CATALOG_PORT"]
        log = layout.log_of(process.name).open("wb")
        running.append(
            subprocess.Popen(
                process.command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
            )
        )
        _wait(process.ready_url, layout.log_of(process.name))
    try:
        yield f"http://127.0.0.1:{settings.gateway_port}", proxies
    finally:
        for child in running:
            child.terminate()
        for child in running:
            child.wait(20)


def _wait(url: str, log: Path, limit: float = 120.0) -> None:
    end = time.monotonic() + limit
    while time.monotonic() < end:
        try:
            if requests.get(url, timeout=2).ok:
                return
        except requests.RequestException:
            pass
        time.sleep(0.2)
    raise SystemExit(f"not ready: {url}\n{log.read_text(errors='replace')[-2000:]}")


class Customer:
    """One browser: posts, and waits for the reply on its event stream."""

    def __init__(self, url: str) -> None:
        self.url, self.http = url, requests.Session()
        self.http.post(f"{url}/api/session", timeout=10).raise_for_status()
        self._seen = threading.Condition()
        self._count = 0
        threading.Thread(target=self._listen, daemon=True).start()
        self._wait_for(1)

    def say(self, text: str) -> float:
        before = self._count
        started = time.perf_counter()
        body = {"client_id": str(uuid.uuid4()), "text": text}
        self.http.post(f"{self.url}/api/messages", json=body, timeout=10).raise_for_status()
        self._wait_for(before + 1)
        return time.perf_counter() - started

    def _wait_for(self, count: int) -> None:
        with self._seen:
            if not self._seen.wait_for(lambda: self._count >= count, timeout=60):
                raise SystemExit("no reply within 60 s")

    def _listen(self) -> None:
        stream = self.http.get(f"{self.url}/api/events", stream=True, timeout=(10, 120))
        with contextlib.suppress(requests.RequestException):  # the gateway stops at the end
            self._read(stream)

    def _read(self, stream: requests.Response) -> None:
        for line in stream.iter_lines(chunk_size=None):
            if line.startswith(b"data:"):
                data = json.loads(line[5:])
                if data.get("role") == "bot":
                    with self._seen:
                        self._count += 1
                        self._seen.notify_all()


def measure_inside(rounds: int) -> dict[str, float]:
    """Median milliseconds of the NLU and of `advise()`, in this process."""
    warnings.simplefilter("ignore")  # Rasa's imports warn at length
    from bot.advisor.household import household_from_dict
    from bot.advisor.planning import advise
    from bot.catalog.sources import load_catalog
    from bot.cli.understand import _load_agent
    from bot.knowledge.loader import load_knowledge
    from bot.language import parse
    from bot.settings import get_settings

    agent = _load_agent(None)
    texts = [text for _, text in SCRIPT]

    async def parse_all() -> list[float]:
        spent = []
        for _ in range(rounds + 1):
            for text in texts:
                started = time.perf_counter()
                await agent.parse_message(text)
                spent.append(time.perf_counter() - started)
        return spent[len(texts) :]

    nlu = asyncio.run(parse_all())
    as_of = get_settings().today
    household = household_from_dict(parse(texts[0], as_of))
    catalog, knowledge = load_catalog(), load_knowledge()
    advising = []
    for _ in range(rounds + 1):
        started = time.perf_counter()
        advise(household, catalog, knowledge, as_of)
        advising.append(time.perf_counter() - started)
    return {
        "nlu": statistics.median(nlu) * 1000,
        "advise": statistics.median(advising[1:]) * 1000,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    rows: dict[str, list[dict[str, float]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as state, assistant(Path(state)) as (url, proxies):
        for turn in range(rounds + 1):
            customer = Customer(url)
            for kind, text in SCRIPT:
                time.sleep(0.15)  # let the last message of the former turn arrive
                for proxy in proxies.values():
                    proxy.take()
                total = customer.say(text)
                time.sleep(0.05)
                if turn:  # the first round warms everything up
                    rows[kind].append(
                        {"total": total, **{name: p.take() for name, p in proxies.items()}}
                    )
        for proxy in proxies.values():
            proxy.close()
    _print(rows, measure_inside(rounds))


def _print(rows: dict[str, list[dict[str, float]]], inside: dict[str, float]) -> None:
    print(f"\n{'turn':<12}{'n':>4}{'total':>9}{'gateway':>9}{'rasa':>9}{'action':>9}{'catalog':>9}")
    for kind, samples in rows.items():
        median = {
            key: statistics.median(s[key] for s in samples) * 1000
            for key in ("total", "rasa", "actions", "catalog")
        }
        print(
            f"{kind:<12}{len(samples):>4}{median['total']:>9.1f}"
            f"{median['total'] - median['rasa']:>9.1f}{median['rasa'] - median['actions']:>9.1f}"
            f"{median['actions'] - median['catalog']:>9.1f}{median['catalog']:>9.1f}"
        )
    everything = [s["total"] * 1000 for samples in rows.values() for s in samples]
    p95 = sorted(everything)[int(len(everything) * 0.95)]
    print(f"all turns: median {statistics.median(everything):.1f} ms, p95 {p95:.1f} ms")
    print(f"of rasa: NLU {inside['nlu']:.1f} ms; of action: one advise() {inside['advise']:.1f} ms")
    print("ms; gateway, rasa and action without the hops inside them")


if __name__ == "__main__":
    sys.exit(main())
