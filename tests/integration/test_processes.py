"""Each real process is killed in turn; it comes back and the conversation goes on."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.settings import Settings
from scripts.processes import Layout, build_processes, supervisor_config
from scripts.progress import StepError
from scripts.supervisor import Supervisor, answers, check_ports
from tests.integration.visitor import Visitor

if TYPE_CHECKING:
    from tests.conftest import Assistant

PROCESSES = ("catalog", "actions", "rasa", "gateway")
PRIVATE = ("catalog", "actions", "rasa")
RECOVERY_SECONDS = 60.0
FAMILY = "我36岁，老公38岁，孩子8岁，一年预算一万五"
AGES = ("36岁", "38岁", "8岁")
RECALL = "你都记了我家哪些情况"


def wait_for_new_pid(assistant: Assistant, name: str, old: int) -> int:
    process = next(p for p in assistant.supervisor.processes if p.name == name)
    deadline = time.monotonic() + RECOVERY_SECONDS
    while time.monotonic() < deadline:
        row = assistant.supervisor.info().get(name, {})
        ready = answers(process.ready_url) and answers(f"{assistant.gateway_url}/readyz")
        if row.get("statename") == "RUNNING" and row["pid"] not in (0, old) and ready:
            return int(row["pid"])
        time.sleep(0.2)
    raise AssertionError(f"{name} did not come back: {assistant.supervisor.info().get(name)}")


@pytest.mark.assistant
@pytest.mark.slow
@pytest.mark.parametrize("name", PROCESSES)
def test_killed_process_comes_back_and_conversation_goes_on(
    assistant: Assistant, visitor: Visitor, name: str
) -> None:
    others = {other: assistant.pid_of(other) for other in PROCESSES if other != name}
    assert visitor.ask(FAMILY)

    killed = assistant.pid_of(name)
    os.kill(killed, signal.SIGKILL)
    assert wait_for_new_pid(assistant, name, killed) != killed

    assert {other: assistant.pid_of(other) for other in others} == others, "only one was killed"
    recalled = str(visitor.ask(RECALL))
    assert all(age in recalled for age in AGES), recalled


@pytest.mark.assistant
@pytest.mark.slow
def test_only_the_gateway_can_be_public(assistant: Assistant) -> None:
    """The other three answer on loopback and on no other address of the machine."""
    address = subprocess.run(["hostname", "-I"], capture_output=True, text=True).stdout.split()
    outside = [a for a in address if ":" not in a and not a.startswith("127.")]
    if not outside:
        outside = ["127.0.0.2"] if sys.platform == "linux" else []
    for process in assistant.supervisor.processes:
        assert answers(process.ready_url)
        for host in outside if process.name in PRIVATE else ():
            with socket.socket() as probe:
                probe.settimeout(1)
                assert probe.connect_ex((host, process.port)) != 0, (process.name, host)


def test_busy_port_is_named_with_its_remedy(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings = Settings(rasa_port=taken.getsockname()[1], state_dir=tmp_path)
        processes = build_processes(settings, Layout(tmp_path))
        with pytest.raises(StepError, match="JIABAO_RASA_PORT"):
            check_ports([p for p in processes if p.name == "rasa"])


def test_two_processes_on_one_port_are_refused(tmp_path: Path) -> None:
    settings = Settings(rasa_port=1, actions_port=1, state_dir=tmp_path)
    with pytest.raises(StepError, match="JIABAO_ACTIONS_PORT=1: actions、rasa"):
        check_ports(build_processes(settings, Layout(tmp_path)))


def test_one_state_directory_has_one_run(tmp_path: Path) -> None:
    first, second = (Supervisor(Settings(state_dir=tmp_path)) for _ in range(2))
    assert first.claim()
    assert not second.claim()
    first.stop()
    assert second.claim()
    second.stop()


def test_socket_path_is_short_enough(tmp_path: Path) -> None:
    long = tmp_path / ("很长的目录名" * 10)
    assert len(os.fsencode(Layout(long).socket)) <= 103
    assert Layout(long).socket != Layout(tmp_path).socket
    assert Layout(Path("/srv/jiabao")).socket == Path("/srv/jiabao/supervisor.sock")


def test_supervisor_reads_the_configuration_of_an_awkward_path(tmp_path: Path) -> None:
    """Blanks, Chinese and per cent signs in the path of the state directory."""
    state = tmp_path / "家保 100% 状态"
    (state / "log").mkdir(parents=True)
    layout = Layout(state)
    processes = build_processes(Settings(state_dir=state), layout)
    layout.config.write_text(supervisor_config(processes, layout), encoding="utf-8")
    script = (
        "import sys; from supervisor.options import ServerOptions as S; o = S();"
        "o.realize(['-c', sys.argv[1]]);"
        "print([(p.name, p.command, p.stdout_logfile) for g in o.process_group_configs"
        " for p in g.process_configs])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(layout.config)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, done.stderr
    for process in processes:
        assert str(layout.log_of(process.name)) in done.stdout
    assert str(layout.endpoints) in done.stdout
