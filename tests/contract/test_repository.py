"""What is committed: no artefact, no address, no path of one machine, nothing large."""

from __future__ import annotations

import json
import os
import re
import subprocess
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LARGEST = 1_000_000
ARTEFACT_FOLDERS = {
    "build",
    "models",
    "var",
    "results",
    "node_modules",
    "htmlcov",
    ".rasa",
    ".venv",
    ".tools",
    "__pycache__",
}
ARTEFACT_SUFFIXES = {
    ".gz",
    ".db",
    ".sqlite",
    ".sqlite3",
    ".onnx",
    ".pyc",
    ".pkl",
    ".h5",
    ".whl",
    ".log",
    ".bin",
    ".pt",
    ".coverage",
}
ADDRESS = re.compile(r"https?://", re.IGNORECASE)
INDEX_SETTING = re.compile(
    r"(index[-_]url|find[-_]links|registry|mirror)[\"']?\s*[=:]\s*[\"']?https?://", re.IGNORECASE
)
MACHINE_PATH = re.compile(r"(?<![\w./~-])/(root|home|Users|work)/\w")


@lru_cache(maxsize=1)
def committed() -> tuple[Path, ...]:
    """The files that git holds or would add."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        if os.environ.get("CI"):
            raise
        pytest.skip("not a git clone")
    names = sorted({name for name in done.stdout.decode("utf-8").split("\0") if name})
    return tuple(ROOT / name for name in names if (ROOT / name).is_file())


def texts() -> list[tuple[str, str]]:
    """Name and content of each committed text file."""
    found = []
    for path in committed():
        try:
            found.append((str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def names() -> list[str]:
    return [str(path.relative_to(ROOT)) for path in committed()]


def test_no_artefact_is_committed() -> None:
    wrong = [
        name
        for name in names()
        if ARTEFACT_FOLDERS & set(Path(name).parts[:-1])
        or Path(name).suffix in ARTEFACT_SUFFIXES
        or Path(name).name == ".env"
    ]
    assert not wrong, f"made by a command, so not committed: {wrong}"


def test_no_large_file_is_committed() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes"
        for path in committed()
        if path.stat().st_size > LARGEST
    ]
    assert not wrong, wrong


@pytest.mark.parametrize("name", ["runtime", "dev"])
def test_lock_has_hashes_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert not ADDRESS.search(text), "compile with `make lock`: it writes no address"
    packages = re.findall(r"^[a-z0-9][\w.\[\]-]*==.*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
    assert len(packages) > 100
    assert not [p.split("==")[0] for p in packages if "--hash=sha256:" not in p]


def test_runtime_lock_agrees_with_dev_lock() -> None:
    def versions(name: str) -> dict[str, str]:
        text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        return dict(re.findall(r"^([a-z0-9][\w.\[\]-]*)==([^\s;]+)", text, re.MULTILINE))

    runtime, dev = versions("runtime"), versions("dev")
    different = {name: (v, dev.get(name)) for name, v in runtime.items() if dev.get(name) != v}
    assert not different, f"`make lock` compiles both: {different}"


def test_node_lock_has_no_download_address() -> None:
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text(encoding="utf-8"))
    wrong = [name for name, entry in lock["packages"].items() if "resolved" in entry]
    assert not wrong, f"npm needs omit-lockfile-registry-resolved=true: {wrong[:5]}"
    unhashed = [name for name, entry in lock["packages"].items() if name and not entry["integrity"]]
    assert not unhashed


def test_no_file_names_a_package_index() -> None:
    wrong = [name for name, text in texts() if INDEX_SETTING.search(text)]
    assert not wrong, f"the machine's own configuration names the index: {wrong}"


def test_no_file_names_a_path_of_one_machine() -> None:
    wrong = [
        f"{name}: {match.group()}"
        for name, text in texts()
        for match in MACHINE_PATH.finditer(text)
    ]
    assert not wrong, wrong


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "CHANGELOG.md",
        "LICENSE",
        "NOTICE",
        "Makefile",
        "pyproject.toml",
        ".python-version",
        ".ci/run",
        "config.yml",
        "domain.yml",
        "endpoints.yml",
        "credentials.yml",
        "docs/architecture.md",
        "docs/operations.md",
    ],
)
def test_file_is_there(name: str) -> None:
    assert (ROOT / name).is_file(), f"{name} is missing"


def test_decisions_are_numbered_once() -> None:
    numbers = [path.name[:4] for path in sorted((ROOT / "docs" / "adr").glob("*.md"))]
    assert all(number.isdigit() for number in numbers), numbers
    assert len(numbers) == len(set(numbers)), f"two decisions share a number: {numbers}"


def test_make_help_lists_every_verb() -> None:
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    listed = set(re.findall(r"^\s+make (\S+)", done.stdout, re.MULTILINE))
    promised = {"run", "stop", "test", "train", "lint", "check", "talk", "bench", "eval", "lock"}
    assert promised <= listed, sorted(promised - listed)


def test_ci_runs_what_developers_run() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.search(r"\bmake lint\b", script) and re.search(r"\bmake test\b", script)
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")
