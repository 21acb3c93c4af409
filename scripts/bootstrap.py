"""Prepare uv, Python 3.10 and .venv, then run a module in it.

    python3 -m scripts.bootstrap runtime            install what `make run` needs
    python3 -m scripts.bootstrap dev -m pytest -q   install what tests need, then run pytest

Standard library only and Python 3.9, because it runs before anything is installed. It names
no network address: pip and uv use the ones that the machine is configured with.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from scripts.progress import ROOT, StepError, fail, relative, say, step, use_utf8

TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
STAMP = VENV / "jiabao-lock.json"
LOCKS = {kind: ROOT / "requirements" / f"{kind}.txt" for kind in ("runtime", "dev")}
UV_PINNED = "uv==0.13.9"
UV_LOWEST = (0, 8, 0)

NO_UV = """没有可用的 uv, 而这台机器的 python3 既没有 venv 也没有 pip。
  Debian / Ubuntu:  sudo apt-get install python3-venv
  macOS:            xcode-select --install, 或 brew install uv
  或者自行安装 uv 后再试, 也可以用 UV=/path/to/uv make run。
No uv, and this python3 has neither venv nor pip: install python3-venv, or uv itself."""

UV_INSTALL_FAILED = """安装 uv 失败(上面是 pip 的输出)。
  连不上软件源时, 先把 pip 指到能访问的镜像:  python3 -m pip config set global.index-url <镜像地址>
  或者自行安装 uv, 再用 UV=/path/to/uv make run。
pip could not install uv: point pip to a reachable mirror, or install uv yourself."""

NO_PYTHON = """没有找到能运行的 Python 3.10, uv 也没能下载它。Rasa 3.6 只能运行在 3.10 及以下。
  Ubuntu 22.04:  sudo apt-get install python3.10 python3.10-venv
  macOS:         brew install python@3.10
  pyenv:         pyenv install 3.10
  conda:         conda create -n py310 python=3.10
  装好以后再运行一次; 不在 PATH 里时用 PYTHON=/path/to/python3.10 make run。
  下载慢或被拦截时, 可以用环境变量 UV_PYTHON_INSTALL_MIRROR 指定 uv 的 Python 下载镜像。
No Python 3.10 found and uv could not download one: install it, or set PYTHON."""

SYNC_FAILED = """安装依赖失败(上面是 uv 的输出)。
  网络中断: 再运行一次即可, 已下载的会保留。
  软件源太慢或连不上: 设置 UV_DEFAULT_INDEX=<镜像地址>,
    或者 python3 -m pip config set global.index-url <镜像地址>。
  磁盘: 需要大约 4 GB 空间。
  平台: 支持 x86_64 / arm64 的 Linux(glibc)和 macOS。
Installing the locked packages failed: check the network, the mirror and 4 GB of disk."""


def output(command: list[str]) -> str | None:
    """What a command prints, or None when it does not run (a pyenv shim, a broken link)."""
    try:
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace").strip()


# uv


def uv_version(uv: str) -> tuple[int, ...] | None:
    found = re.match(r"uv (\d+)\.(\d+)\.(\d+)", output([uv, "--version"]) or "")
    return tuple(int(part) for part in found.groups()) if found else None


def find_uv() -> str | None:
    """A usable uv that is already here: $UV, .tools, PATH."""
    asked = os.environ.get("UV")
    if asked:
        path = shutil.which(asked) or asked
        version = uv_version(path)
        if version is None or version < UV_LOWEST:
            wanted = ".".join(str(part) for part in UV_LOWEST)
            raise StepError(f"UV={asked} 不是可用的 uv {wanted} 或更高版本; 改正或去掉这个变量。")
        return path
    local = [str(TOOLS / "uv-env" / "bin" / "uv"), str(TOOLS / "uv-lib" / "bin" / "uv")]
    on_path = shutil.which("uv")
    for candidate in local + ([on_path] if on_path else []):
        version = uv_version(candidate)
        if version is not None and version >= UV_LOWEST:
            return candidate
    return None


def install_uv() -> str:
    """Install uv into .tools with the venv or the pip that some Python here has."""
    TOOLS.mkdir(exist_ok=True)
    tried_pip = False
    for python in [sys.executable, *python_candidates()]:
        env = TOOLS / "uv-env"
        if output([python, "-m", "venv", "--clear", str(env)]) is not None:
            tried_pip = True
            if pip_install(str(env / "bin" / "python"), []):
                return str(env / "bin" / "uv")
        shutil.rmtree(env, ignore_errors=True)
        if output([python, "-m", "pip", "--version"]) is not None:
            tried_pip = True
            if pip_install(python, ["--target", str(TOOLS / "uv-lib"), "--upgrade"]):
                return str(TOOLS / "uv-lib" / "bin" / "uv")
        if tried_pip:
            break
    raise StepError(UV_INSTALL_FAILED if tried_pip else NO_UV)


def pip_install(python: str, where: list[str]) -> bool:
    """Install the pinned uv, or on a mirror that lacks it any that is new enough."""
    lowest = "uv>=" + ".".join(str(part) for part in UV_LOWEST)
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *where]
    return any(
        subprocess.run([*command, package], stdin=subprocess.DEVNULL).returncode == 0
        for package in (UV_PINNED, lowest)
    )


def uv_environment() -> dict[str, str]:
    """The environment for uv; the mirror and certificate that pip was given are passed on."""
    env = {"UV_HTTP_TIMEOUT": "180", "UV_COMPILE_BYTECODE_TIMEOUT": "600", **os.environ}
    if not sys.stderr.isatty():
        env.setdefault("UV_NO_PROGRESS", "1")
    if not any(env.get(name) for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_CONFIG_FILE")):
        index = env.get("PIP_INDEX_URL") or output(
            [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
        )
        if index:
            env["UV_DEFAULT_INDEX"] = index
    if env.get("PIP_CERT") and not env.get("SSL_CERT_FILE"):
        env["SSL_CERT_FILE"] = env["PIP_CERT"]
    return env


# Python 3.10

PROBE = (
    "import bz2, ctypes, lzma, platform, sqlite3, ssl, sys;"
    "print(platform.python_implementation(), sys.version_info[0], sys.version_info[1])"
)


def is_python310(python: str) -> bool:
    """Whether it runs, is CPython 3.10 and was built with the modules that are needed."""
    return output([python, "-c", PROBE]) == "CPython 3 10"


def python_candidates() -> Iterator[str]:
    """Where a Python 3.10 may be, best first; none of them is known to run."""
    if os.environ.get("PYTHON"):
        yield os.environ["PYTHON"]
    if sys.version_info[:2] == (3, 10):
        yield sys.executable
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        if folder and (Path(folder) / "python3.10").exists():
            yield str(Path(folder) / "python3.10")
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for python in sorted(pyenv.glob("versions/3.10.*/bin/python"), reverse=True):
        yield str(python)


def find_python(uv: str) -> str:
    """A Python 3.10 that runs; asks uv to find or download one when there is none."""
    asked = os.environ.get("PYTHON")
    for candidate in python_candidates():
        if is_python310(candidate):
            return candidate
        if candidate == asked and sys.version_info[:2] != (3, 10):
            say(f"      PYTHON={asked} 不是可用的 CPython 3.10, 继续寻找其他的。")
    managed = output([uv, "python", "find", "--no-project", "3.10"])
    if managed and is_python310(managed):
        return managed
    say("      本机没有 Python 3.10, 由 uv 下载 …")
    subprocess.run([uv, "python", "install", "3.10"], env=uv_environment())
    managed = output([uv, "python", "find", "--no-project", "3.10"])
    if managed and is_python310(managed):
        return managed
    raise StepError(NO_PYTHON)


# .venv


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_stamp() -> dict[str, str]:
    try:
        return dict(json.loads(STAMP.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def lock_to_install(wanted: str) -> str | None:
    """Which lock must be installed now, or None. A dev environment serves runtime too."""
    stamp = read_stamp()
    if not is_python310(str(VENV_PYTHON)):
        return wanted
    kind = "dev" if stamp.get("kind") == "dev" else wanted
    fresh = stamp.get("kind") == kind and stamp.get("lock") == digest(LOCKS[kind])
    return None if fresh else kind


def install_lock(uv: str, python: str, kind: str) -> None:
    """Make .venv hold exactly the packages of one lock file."""
    if not is_python310(str(VENV_PYTHON)):
        shutil.rmtree(VENV, ignore_errors=True)
        command = [uv, "venv", "--quiet", "--no-project", "--python", python, str(VENV)]
        if subprocess.run(command, env=uv_environment()).returncode != 0:
            raise StepError(NO_PYTHON)
    STAMP.unlink(missing_ok=True)
    command = [uv, "pip", "sync", "--require-hashes", "--compile-bytecode"]
    command += ["--python", str(VENV_PYTHON), str(LOCKS[kind])]
    if subprocess.run(command, env=uv_environment(), stdin=subprocess.DEVNULL).returncode != 0:
        raise StepError(SYNC_FAILED)
    remove_demo_stories()
    text = json.dumps({"kind": kind, "lock": digest(LOCKS[kind])})
    STAMP.write_text(text + "\n", encoding="utf-8")


def remove_demo_stories() -> None:
    """`rasa test` reads every story below the root, the stories of Rasa's own demo bot included."""
    for demo in VENV.glob("lib/python3*/site-packages/rasa/cli/initial_project/tests"):
        shutil.rmtree(demo, ignore_errors=True)


def prepare(wanted: str) -> None:
    """Steps 1 to 3; only looks when nothing changed since the last time."""
    if lock_to_install(wanted) is None:
        say("[1-3/6] uv, Python 3.10, 依赖 … ✓ 没有变化")
        return
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        kind = lock_to_install(wanted)
        if kind is None:
            return
        with step(1, "uv(安装工具)") as current:
            uv = find_uv() or install_uv()
            current.result = f"{output([uv, '--version'])} ({relative(Path(uv))})"
        with step(2, "Python 3.10") as current:
            python = find_python(uv)
            current.result = python
        with step(3, f"依赖 requirements/{kind}.txt(首次约 600 MB, 需要几分钟)"):
            install_lock(uv, python, kind)


def main(arguments: list[str]) -> None:
    use_utf8()
    if not arguments or arguments[0] not in LOCKS:
        fail("usage: python3 -m scripts.bootstrap runtime|dev [-m MODULE ARGS...]", 2)
    os.chdir(ROOT)
    try:
        prepare(arguments[0])
    except StepError as error:
        fail(str(error))
    except KeyboardInterrupt:
        fail("已取消。", 130)
    if arguments[1:]:
        sys.stdout.flush()
        os.execv(str(VENV_PYTHON), [str(VENV_PYTHON), *arguments[1:]])


if __name__ == "__main__":
    main(sys.argv[1:])
