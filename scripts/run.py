"""Start the whole assistant in the foreground, or stop it.

python -m scripts.run           build what is stale, start, wait until ready, stay
python -m scripts.run prepare   only build what is stale: chat page and model
python -m scripts.run stop      stop the assistant that runs in another terminal
"""

from __future__ import annotations

import argparse
import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

from bot.settings import Settings, SettingsError, get_settings
from scripts.progress import ROOT, StepError, fail, relative, say, step, use_utf8
from scripts.supervisor import Ready, Supervisor
from scripts.train import ensure_model, quiet_environment

WATCH_SECONDS = 2.0


def build_web() -> None:
    """Build the chat page when its sources changed; its script decides that."""
    command = [sys.executable, str(ROOT / "scripts" / "build_web.py")]
    if subprocess.run(command, cwd=ROOT, env=quiet_environment()).returncode != 0:
        raise StepError("聊天页没有构建成功(上面是输出)。单独再试: make web")


def prepare() -> None:
    """Steps 4 and 5: the chat page and the model."""
    with step(4, "聊天页"):
        build_web()
    with step(5, "对话模型(有变化时才训练)") as current:
        _, trained = ensure_model()
        current.result = "已训练" if trained else "没有变化"


def page_address(settings: Settings) -> str:
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::", "") else settings.host
    return f"http://{host}:{settings.gateway_port}/"


def report_ready(ready: Ready) -> None:
    process = ready.process
    say(f"      ✓ {process.title} {process.name}  127.0.0.1:{process.port}  {ready.seconds:.1f} s")


@contextlib.contextmanager
def signals_interrupt() -> Iterator[None]:
    """Turn SIGTERM and a closed terminal into Ctrl-C; stopping itself is not interrupted."""

    def interrupt(number: int, frame: Any) -> None:
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, signal.SIG_IGN)
        raise KeyboardInterrupt

    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, interrupt)
    yield


def watch(supervisor: Supervisor) -> None:
    """Stay until interrupted or until supervisord ends; say when a process was restarted."""
    pids = {name: row["pid"] for name, row in supervisor.info().items()}
    while not supervisor.has_ended():
        time.sleep(WATCH_SECONDS)
        for name, row in supervisor.info().items():
            if row["statename"] == "RUNNING" and row["pid"] != pids.get(name):
                log = relative(supervisor.layout.log_of(name))
                say(f"! {name} 退出过, 已自动重启(pid {row['pid']}), 原因见 {log}")
                pids[name] = row["pid"]


def serve(supervisor: Supervisor) -> None:
    """Step 6: start, wait, show the address, stay; everything is stopped on the way out."""
    settings = supervisor.settings
    try:
        with step(6, "启动四个进程"):
            supervisor.start()
            supervisor.wait_until_ready(report_ready)
        say(
            f"\n家保已就绪, 请用浏览器打开:  {page_address(settings)}\n"
            f"日志: {relative(supervisor.layout.logs)}/    停止: Ctrl-C(或在另一个终端 make stop)\n"
        )
        watch(supervisor)
        if not supervisor.ended_well():
            log = supervisor.layout.log_of("supervisord")
            raise StepError(f"supervisord 意外结束, 四个进程已停止。原因见 {relative(log)}")
        say("家保已停止。")
    except KeyboardInterrupt:
        say("\n正在停止 …")
        supervisor.stop()
        say("家保已停止。")
        raise SystemExit(0) from None
    finally:
        supervisor.stop()


def run() -> None:
    settings = get_settings()
    supervisor = Supervisor(settings)
    if not supervisor.claim() or supervisor.is_running():
        say(f"家保已经在运行:  {page_address(settings)}\n停止它: make stop")
        return
    supervisor.check_ports()
    with signals_interrupt():
        prepare()
        serve(supervisor)


def stop() -> None:
    stopped = Supervisor(get_settings()).ask_to_stop()
    say("家保已停止。" if stopped else "家保没有在运行。")


def main() -> None:
    use_utf8()
    parser = argparse.ArgumentParser(description="Start or stop the assistant.")
    parser.add_argument("command", nargs="?", default="run", choices=("run", "prepare", "stop"))
    commands = {"run": run, "prepare": prepare, "stop": stop}
    try:
        commands[parser.parse_args().command]()
    except SettingsError as error:
        fail(f"配置有误: {error}\n  请改环境变量或 .env 后再试。")
    except StepError as error:
        fail(str(error))
    except KeyboardInterrupt:
        fail("已取消。", 130)


if __name__ == "__main__":
    main()
