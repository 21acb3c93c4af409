"""The four processes of the assistant: how each is started and when it is ready."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import yaml

from bot.settings import Settings
from scripts.progress import ROOT
from scripts.train import MODEL, quiet_environment

# sun_path holds 104 bytes on macOS and 108 on Linux, the closing zero included.
SOCKET_PATH_LIMIT = 103


@dataclass(frozen=True)
class Process:
    """One program under the supervisor, with the question that tells whether it is ready."""

    name: str
    title: str
    port: int
    variable: str
    command: tuple[str, ...]
    ready_path: str
    environment: Mapping[str, str] = field(default_factory=dict)
    broken_if_logged: tuple[str, ...] = ()

    @property
    def ready_url(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.ready_path}"


@dataclass(frozen=True)
class Layout:
    """The files that a running assistant keeps under its state directory."""

    state: Path

    @property
    def logs(self) -> Path:
        return self.state / "log"

    @property
    def config(self) -> Path:
        return self.state / "supervisord.conf"

    @property
    def endpoints(self) -> Path:
        return self.state / "endpoints.yml"

    @property
    def lock(self) -> Path:
        return self.state / "run.lock"

    @property
    def socket(self) -> Path:
        """The control socket, in a short temporary folder when the state path is too long."""
        here = self.state / "supervisor.sock"
        if len(os.fsencode(here)) <= SOCKET_PATH_LIMIT:
            return here
        name = f"jiabao-{os.getuid()}-{sha256(os.fsencode(self.state)).hexdigest()[:12]}"
        for base in (Path(tempfile.gettempdir()), Path("/tmp")):
            path = base / name / "supervisor.sock"
            if len(os.fsencode(path)) <= SOCKET_PATH_LIMIT:
                return path
        raise OSError(f"no place for a socket under {tempfile.gettempdir()}: set TMPDIR=/tmp")

    def log_of(self, name: str) -> Path:
        return self.logs / f"{name}.log"


def layout_of(settings: Settings) -> Layout:
    """Where this installation keeps its state; relative paths count from the repository root."""
    return Layout((ROOT / settings.state_dir).resolve())


def build_processes(settings: Settings, layout: Layout) -> tuple[Process, ...]:
    """The processes in the order they are started; all but the gateway stay on loopback."""
    python = sys.executable
    rasa = [python, "-m", "rasa", "run", "--interface", "127.0.0.1"]
    rasa += ["--port", str(settings.rasa_port), "--model", str(MODEL)]
    rasa += ["--endpoints", str(layout.endpoints), "--credentials", str(ROOT / "credentials.yml")]
    return (
        Process(
            name="catalog",
            title="产品目录",
            port=settings.catalog_port,
            variable="JIABAO_CATALOG_PORT",
            command=(python, "-m", "bot.catalog"),
            ready_path="/readyz",
        ),
        Process(
            name="actions",
            title="动作服务",
            port=settings.actions_port,
            variable="JIABAO_ACTIONS_PORT",
            command=(python, "-m", "actions"),
            ready_path="/health",
        ),
        Process(
            name="rasa",
            title="对话理解",
            port=settings.rasa_port,
            variable="JIABAO_RASA_PORT",
            command=tuple(rasa),
            ready_path="/",
            # Rasa starts without a model when it cannot load one.
            broken_if_logged=(
                "Could not load model due to",
                "No valid model found at",
                "Agent loaded with no model",
            ),
        ),
        Process(
            name="gateway",
            title="网关与聊天页",
            port=settings.gateway_port,
            variable="JIABAO_GATEWAY_PORT",
            command=(python, "-m", "bot.gateway"),
            ready_path="/readyz",
        ),
    )


# A message is a few small matrix products: threads of one process only wait for each other.
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")


def one_thread() -> dict[str, str]:
    """The environment that keeps linear algebra in one thread, unless the operator says more."""
    return {name: os.environ.get(name, "1") for name in THREADS}


def process_environment(
    settings: Settings, layout: Layout, extra: Mapping[str, str] | None = None
) -> dict[str, str]:
    """What every process inherits; loopback calls never go through a proxy."""
    loopback = "127.0.0.1,localhost"
    proxies = {
        name: ",".join(filter(None, [os.environ.get(name), loopback]))
        for name in ("NO_PROXY", "no_proxy")
    }
    ours = {
        "JIABAO_HOST": settings.host,
        "JIABAO_GATEWAY_PORT": str(settings.gateway_port),
        "JIABAO_RASA_PORT": str(settings.rasa_port),
        "JIABAO_ACTIONS_PORT": str(settings.actions_port),
        "JIABAO_CATALOG_PORT": str(settings.catalog_port),
        "JIABAO_STATE_DIR": str(layout.state),
        "JIABAO_ACTIONS_URL": settings.actions_url,
    }
    return quiet_environment({**one_thread(), **(extra or {}), **proxies, **ours})


def write_endpoints(settings: Settings, layout: Layout) -> None:
    """The repository's endpoints.yml with the action server at the port of this run.

    Where it names no tracker store, conversations are kept in the state directory, so that
    they survive a restart of Rasa.
    """
    source = ROOT / "endpoints.yml"
    document = yaml.safe_load(source.read_text(encoding="utf-8")) if source.exists() else None
    endpoints = document or {}
    action = endpoints.get("action_endpoint") or {}
    endpoints["action_endpoint"] = {**action, "url": f"{settings.actions_url}/webhook"}
    endpoints.setdefault(
        "tracker_store",
        {"type": "SQL", "dialect": "sqlite", "db": str(layout.state / "tracker.db")},
    )
    text = yaml.safe_dump(endpoints, allow_unicode=True, sort_keys=False)
    layout.endpoints.write_text(text, encoding="utf-8")


def shell_word(text: str) -> str:
    """A word for supervisord's `command=`: quoted, and with its `%` expansion switched off."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'


def value(text: object) -> str:
    """A plain value for supervisord's configuration file."""
    return str(text).replace("%", "%%")


def program_section(process: Process, layout: Layout, order: int) -> str:
    """One `[program:]` section: restarted whenever it ends, stopped with all its children."""
    child = (sys.executable, "-I", "-S", str(ROOT / "scripts" / "child.py"))
    lines = [
        f"[program:{process.name}]",
        "command=" + " ".join(shell_word(word) for word in child + process.command),
        f"directory={value(ROOT)}",
        # Started in this order and stopped in the opposite one: the gateway drains first.
        f"priority={order}",
        "autostart=true",
        "autorestart=true",
        "startsecs=1",
        "startretries=1000",
        "stopsignal=TERM",
        "stopwaitsecs=15",
        "stopasgroup=true",
        "killasgroup=true",
        "redirect_stderr=true",
        # supervisord expands this one twice.
        f"stdout_logfile={value(value(layout.log_of(process.name)))}",
        "stdout_logfile_maxbytes=10MB",
        "stdout_logfile_backups=3",
    ]
    if process.environment:
        pairs = (f'{name}="{value(text)}"' for name, text in process.environment.items())
        lines.append("environment=" + ",".join(pairs))
    return "\n".join(lines) + "\n"


def supervisor_config(processes: Sequence[Process], layout: Layout) -> str:
    """The whole configuration file; written anew at every start."""
    head = f"""; Written by scripts/processes.py at every start: changes here are lost.
[supervisord]
nodaemon=true
silent=true
logfile={value(layout.log_of("supervisord"))}
logfile_maxbytes=5MB
logfile_backups=2
pidfile={value(layout.state / "supervisord.pid")}
childlogdir={value(layout.logs)}

[unix_http_server]
file={value(layout.socket)}
chmod=0700

[supervisorctl]
serverurl=unix://{value(layout.socket)}

[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
"""
    sections = (program_section(process, layout, at) for at, process in enumerate(processes, 1))
    return "\n".join([head, *sections])
