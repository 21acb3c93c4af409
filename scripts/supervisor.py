"""Starts the processes under supervisord, waits until each is ready, stops them all."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any
from xmlrpc.client import Fault, ServerProxy

from supervisor.xmlrpc import SupervisorTransport

from bot.settings import Settings
from scripts.processes import (
    Process,
    build_processes,
    layout_of,
    process_environment,
    supervisor_config,
    write_endpoints,
)
from scripts.progress import ROOT, StepError, relative, tail

READY_SECONDS = 180.0
STOP_SECONDS = 45.0
FAILED_STARTS = 3
RASA_BROKEN = "请重新训练: make train"

_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Ready:
    """A process that answers, with the seconds since the start."""

    process: Process
    seconds: float


def answers(url: str, timeout: float = 2.0) -> bool:
    """Whether a URL answers with success; proxies are never asked."""
    try:
        with _direct.open(url, timeout=timeout) as response:
            return bool(response.status < 400)
    except (OSError, ValueError):
        return False


def port_is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Whether nobody listens on a port, on this address or on all of them."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(0.5)
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            return False
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def check_ports(processes: Sequence[Process]) -> None:
    """Raises StepError with every port that cannot be used and the variable that moves it."""
    problems = []
    for process in processes:
        same = [other.name for other in processes if other.port == process.port]
        if len(same) > 1:
            problems.append(f"{process.variable}={process.port}: {'、'.join(same)} 用了同一个端口")
        elif not port_is_free(process.port):
            problems.append(
                f"端口 {process.port}({process.title} {process.name})已被占用: "
                "先停掉占用它的程序, 或换一个端口: "
                f"{process.variable}={process.port + 100} make run"
            )
    if problems:
        listing = "\n  ".join(problems)
        raise StepError(
            f"{listing}\n  查看占用者: lsof -nP -iTCP -sTCP:LISTEN  或  ss -ltnp\n"
            "  长期生效可以把变量写进 .env。Ports are busy: set the variables named above."
        )


class Supervisor:
    """One supervisord with the four processes of one state directory."""

    def __init__(self, settings: Settings, environment: Mapping[str, str] | None = None) -> None:
        self.settings = settings
        self.environment = environment or {}
        self.layout = layout_of(settings)
        self.processes = build_processes(settings, self.layout)
        self.started = 0.0
        self._daemon: subprocess.Popen[bytes] | None = None
        self._lock: IO[str] | None = None
        self._log_starts: dict[str, int] = {}

    # control

    def _rpc(self) -> Any:
        transport = SupervisorTransport(None, None, f"unix://{self.layout.socket}")
        return ServerProxy("http://127.0.0.1", transport=transport).supervisor

    def info(self) -> dict[str, dict[str, Any]]:
        """What supervisord says of each process by name; empty when it does not run."""
        try:
            return {row["name"]: row for row in self._rpc().getAllProcessInfo()}
        except (OSError, Fault, ValueError):
            return {}
        except Exception as error:  # http.client errors while supervisord goes down
            if type(error).__module__ in ("http.client", "xml.parsers.expat", "xmlrpc.client"):
                return {}
            raise

    def is_running(self) -> bool:
        return bool(self.info())

    def claim(self) -> bool:
        """Take the state directory for this run; False when another run holds it."""
        self.layout.state.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = self.layout.lock.open("w")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            handle.close()
            return False
        self._lock = handle
        return True

    def start(self) -> None:
        """Write the configuration and start supervisord; returns at once."""
        check_ports(self.processes)
        self.layout.logs.mkdir(parents=True, exist_ok=True)
        self._prepare_socket()
        write_endpoints(self.settings, self.layout)
        self.layout.config.write_text(
            supervisor_config(self.processes, self.layout), encoding="utf-8"
        )
        for process in self.processes:
            log = self.layout.log_of(process.name)
            self._log_starts[process.name] = log.stat().st_size if log.exists() else 0
        child = [sys.executable, "-I", "-S", str(ROOT / "scripts" / "child.py")]
        daemon = [sys.executable, "-m", "supervisor.supervisord", "-n"]
        self.started = time.monotonic()
        with (self.layout.logs / "supervisord.out").open("w") as out:
            self._daemon = subprocess.Popen(
                [*child, *daemon, "-c", str(self.layout.config)],
                cwd=ROOT,
                env=process_environment(self.settings, self.layout, self.environment),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                umask=0o077,  # databases and logs are for this user only
            )

    def _prepare_socket(self) -> None:
        folder = self.layout.socket.parent
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder != self.layout.state and folder.stat().st_uid != os.getuid():
            raise StepError(f"{folder} 属于其他用户; 请设置 TMPDIR 到自己的目录后再试。")

    def check_ports(self) -> None:
        """Raises StepError when a port of this run is taken."""
        check_ports(self.processes)

    def ended_well(self) -> bool:
        """Whether supervisord ended because it was asked to."""
        return self._daemon is not None and self._daemon.poll() == 0

    def has_ended(self) -> bool:
        return self._daemon is None or self._daemon.poll() is not None

    # readiness

    def wait_until_ready(
        self, report: Callable[[Ready], None] | None = None, seconds: float = READY_SECONDS
    ) -> list[Ready]:
        """Wait for every process; raises StepError with the log of the one that failed."""
        waiting = {process.name: process for process in self.processes}
        starts: dict[str, set[int]] = {name: set() for name in waiting}
        ready: list[Ready] = []
        while waiting:
            self._check_failures(waiting, starts, seconds)
            for process in list(waiting.values()):
                if answers(process.ready_url) and not self._is_broken(process):
                    del waiting[process.name]
                    ready.append(Ready(process, time.monotonic() - self.started))
                    if report:
                        report(ready[-1])
            time.sleep(0.1)
        return ready

    def _check_failures(
        self, waiting: dict[str, Process], starts: dict[str, set[int]], seconds: float
    ) -> None:
        if self.has_ended():
            log = self.layout.logs / "supervisord.out"
            raise StepError(f"supervisord 没有启动:\n\n{tail(log)}")
        info = self.info()
        for name, process in waiting.items():
            if name in info:
                starts[name].add(info[name]["start"])
            if len(starts[name] - {0}) >= FAILED_STARTS:
                raise StepError(self._failure(process, "启动后立刻退出"))
            if self._is_broken(process):
                raise StepError(self._failure(process, f"没能载入模型; {RASA_BROKEN}"))
        if time.monotonic() - self.started > seconds:
            process = next(iter(waiting.values()))
            raise StepError(self._failure(process, f"{seconds:.0f} 秒内没有就绪"))

    def _is_broken(self, process: Process) -> bool:
        """Whether the log of this run says that the process is up but useless."""
        log = self.layout.log_of(process.name)
        if not process.broken_if_logged or not log.exists():
            return False
        start = self._log_starts.get(process.name, 0)
        with log.open("rb") as handle:
            handle.seek(start if start <= log.stat().st_size else 0)
            text = handle.read()
        return any(sign.encode() in text for sign in process.broken_if_logged)

    def _failure(self, process: Process, what: str) -> str:
        log = self.layout.log_of(process.name)
        return (
            f"{process.title} {process.name} {what}。{relative(log)} 的末尾:\n\n{tail(log)}\n\n"
            f"  完整日志: {relative(log)}\n"
            f"  单独运行看看: {' '.join(relative_words(process.command))}\n"
            "  依赖装坏了时: rm -rf .venv && make run;  模型坏了时: make train"
        )

    # stop

    def stop(self) -> None:
        """Stop every process and supervisord; whatever does not listen is killed."""
        if self._daemon is not None and self._daemon.poll() is None:
            pids = [row["pid"] for row in self.info().values() if row["pid"]]
            self._daemon.send_signal(signal.SIGTERM)
            try:
                self._daemon.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._kill([*pids, self._daemon.pid])
                self._daemon.wait(5)
        if self.layout.socket.parent != self.layout.state:
            shutil.rmtree(self.layout.socket.parent, ignore_errors=True)
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    @staticmethod
    def _kill(pids: Sequence[int]) -> None:
        for pid in pids:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)

    def ask_to_stop(self, seconds: float = STOP_SECONDS) -> bool:
        """Stop a run that another command started and wait for its end; False when none runs."""
        if not self.is_running():
            return False
        with contextlib.suppress(Exception):
            self._rpc().shutdown()
        deadline = time.monotonic() + seconds
        while not self.claim():
            if time.monotonic() > deadline:
                raise StepError(f"{seconds:.0f} 秒内没有停下来; 查看 {relative(self.layout.logs)}/")
            time.sleep(0.2)
        self.stop()
        return True


def relative_words(command: Sequence[str]) -> list[str]:
    """A command as the user would type it, with paths from the repository root."""
    return [word.replace(f"{ROOT}/", "") for word in command]
