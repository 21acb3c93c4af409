"""Dependencies point inward (docs/architecture.md, rule 1)."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORE_MAY_IMPORT = {"numpy", "scipy"}
# What reads the world instead of being told about it; the core gets time and facts as arguments.
CORE_MAY_NOT_IMPORT = {"os", "socket", "subprocess", "time", "urllib", "http", "sqlite3", "random"}
CLOCK_CALLS = {"today", "now", "utcnow"}

# A package may import those of a lower number, and its own.
LAYERS = {
    "bot.advisor": 0,
    "bot.sql": 0,
    "bot.language": 1,
    "bot.knowledge": 1,
    "bot.catalog": 1,
    "bot.presentation": 1,
    "bot.dialogue": 2,
    "bot.nlu": 3,
    "bot.rasa_seams": 3,
    "actions": 3,
    "bot.gateway": 3,
    "bot.console": 4,
    "bot.cli": 5,
}
# Used by every layer but the core.
SHARED = {"bot", "bot.settings"}
WITHOUT_RASA = ("bot.language", "bot.catalog", "bot.presentation", "bot.dialogue", "bot.gateway")
# The catalogue is a service: outside its package only what speaks to it or reads its sources.
CATALOG_DOORS = ("bot.catalog.client", "bot.catalog.sources", "bot.catalog.errors")

Import = tuple[Path, int, str]


def sources(package: str) -> list[Path]:
    folder = ROOT / package.replace(".", "/")
    return sorted(folder.rglob("*.py"))


def imports_of(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full module name of each import, inside functions too."""
    module = list(path.relative_to(ROOT).with_suffix("").parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = module[: -node.level] if node.level else []
            name = ".".join([*base, *filter(None, [node.module])])
            yield from ((node.lineno, f"{name}.{alias.name}") for alias in node.names)


def imports_in(package: str) -> list[Import]:
    return [(path, line, name) for path in sources(package) for line, name in imports_of(path)]


def shown(found: list[Import]) -> str:
    return "\n".join(
        f"{path.relative_to(ROOT)}:{line} imports {name}" for path, line, name in found
    )


def package_of(module: str) -> str | None:
    """The architecture's package that a module belongs to, or None when it is not ours."""
    parts = module.split(".")
    if parts[0] == "actions":
        return "actions"
    if parts[0] != "bot":
        return None
    return ".".join(parts[:2])


@pytest.mark.parametrize("package", LAYERS)
def test_package_exists(package: str) -> None:
    if package == "bot.console" and not sources(package):
        pytest.skip("the console is not written yet")
    assert sources(package), f"{package} has no Python file: update LAYERS in this test"


def test_core_imports_only_standard_library_numpy_scipy() -> None:
    allowed = (set(sys.stdlib_module_names) - CORE_MAY_NOT_IMPORT) | CORE_MAY_IMPORT
    wrong = [
        (path, line, name)
        for path, line, name in imports_in("bot.advisor")
        if name.split(".")[0] not in allowed and not name.startswith("bot.advisor")
    ]
    assert not wrong, shown(wrong)


def test_core_never_asks_the_clock_or_the_disk() -> None:
    wrong = []
    for path in sources("bot.advisor"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func
            clock = isinstance(called, ast.Attribute) and called.attr in CLOCK_CALLS
            disk = isinstance(called, ast.Name) and called.id == "open"
            if clock or disk:
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node)}")
    assert not wrong, "time and knowledge are arguments:\n" + "\n".join(wrong)


@pytest.mark.parametrize("package", WITHOUT_RASA)
def test_rasa_stays_outside(package: str) -> None:
    wrong = [
        (path, line, name)
        for path, line, name in imports_in(package)
        if name.split(".")[0] in ("rasa", "rasa_sdk")
    ]
    assert not wrong, shown(wrong)


@pytest.mark.parametrize("package", LAYERS)
def test_dependencies_point_inward(package: str) -> None:
    wrong = []
    for path, line, name in imports_in(package):
        target = package_of(name)
        if target is None or target == package or target in SHARED:
            continue
        if target not in LAYERS or LAYERS[target] >= LAYERS[package]:
            wrong.append((path, line, name))
    assert not wrong, shown(wrong)


def test_the_core_does_not_read_settings() -> None:
    wrong = [found for found in imports_in("bot.advisor") if found[2].startswith("bot.settings")]
    assert not wrong, shown(wrong)


@pytest.mark.parametrize("package", [name for name in LAYERS if name != "bot.catalog"])
def test_catalogue_is_entered_through_its_doors(package: str) -> None:
    wrong = [
        (path, line, name)
        for path, line, name in imports_in(package)
        if name.startswith("bot.catalog.")
        and not any(name == door or name.startswith(f"{door}.") for door in CATALOG_DOORS)
    ]
    assert not wrong, shown(wrong)


def test_every_package_has_a_layer() -> None:
    present = {
        f"bot.{folder.name}"
        for folder in (ROOT / "bot").iterdir()
        if folder.is_dir() and any(folder.rglob("*.py"))
    }
    assert present <= set(LAYERS), f"give {sorted(present - set(LAYERS))} a layer"
