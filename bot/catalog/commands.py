"""The commands of `python -m bot.catalog` that look after versions and admins."""

from __future__ import annotations

import dataclasses
import getpass
import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.advisor.errors import CatalogError
from bot.catalog import diff
from bot.catalog.bundle import program_bundle, write_folder, zip_bytes
from bot.catalog.service import audit, importing
from bot.catalog.service.admins import Admins
from bot.catalog.service.store import Act, CatalogStore
from bot.catalog.sheets import products_csv, rates_csv, services_csv
from bot.catalog.sources import load_catalog
from bot.settings import Settings


@contextmanager
def opened(settings: Settings) -> Iterator[CatalogStore]:
    """The store of these settings, closed at the end."""
    store = CatalogStore(settings.catalog_database)
    try:
        yield store
    finally:
        store.close()


def publish(settings: Settings, options: Namespace) -> int:
    """Store the product folder, or a stored VERSION, as the current one."""
    act = Act("publish", _actor(options), options.note)
    with opened(settings) as store:
        if options.version:
            version = store.find(options.version)
            changed = store.rollback(version, act)
        else:
            catalog = load_catalog()
            version = catalog.version
            changed = store.publish(catalog, program_bundle(), act)
    print(f"{version} {'published' if changed else 'is already current'}")
    return 0


def rollback(settings: Settings, options: Namespace) -> int:
    """Make VERSION current again; without one, the version before the current."""
    with opened(settings) as store:
        version = store.find(options.version) if options.version else _previous(store)
        changed = store.rollback(version, Act("rollback", _actor(options), options.note))
    print(f"{version} {'is current again' if changed else 'is already current'}")
    return 0


def _previous(store: CatalogStore) -> str:
    published = [p.version for p in store.publications()]
    earlier = next((v for v in published if v != published[0]), None)
    if earlier is None:
        raise CatalogError("there is no earlier version", remedy="see versions")
    return earlier


def versions(settings: Settings, options: Namespace) -> int:
    """List the stored versions and the publications."""
    with opened(settings) as store:
        stored, published = store.versions(), store.publications(options.limit)
    if options.json:
        _print_json(
            {
                "versions": [dataclasses.asdict(v) for v in stored],
                "publications": [dataclasses.asdict(p) for p in published],
            }
        )
        return 0
    for info in stored:
        mark = "*" if info.current else " "
        print(f"{mark} {info.version}  {info.product_count} products  {info.published_at}")
    print("\npublications, the latest first:")
    for p in published:
        print(f"  {p.at}  {p.version[:19]}  {p.action:<8}  {p.actor}  {p.note}".rstrip())
    return 0


def import_(settings: Settings, options: Namespace) -> int:
    """Show what a folder, zip or rate sheet would change; publish it with --publish."""
    with opened(settings) as store:
        preview = importing.preview_path(store, Path(options.path), merge=options.merge)
        _show(preview.diff, options.json)
        if not options.publish:
            print("nothing was changed: this was a dry run, --publish publishes", file=sys.stderr)
            return 0
        changed = store.publish(
            preview.new.catalog,
            preview.new.bundle,
            Act("import", _actor(options), options.note or Path(options.path).name),
            expected=preview.base,
        )
    version = preview.new.catalog.version
    print(f"{version} {'published' if changed else 'is already current'}", file=sys.stderr)
    return 0


def show_diff(settings: Settings, options: Namespace) -> int:
    """Show the differences between two stored versions."""
    with opened(settings) as store:
        found = importing.compare_versions(
            store, store.find(options.old), store.find(options.version or _current(store))
        )
    _show(found, options.json)
    return 0


def export(settings: Settings, options: Namespace) -> int:
    """Write a version as a folder, a zip, or CSV sheets."""
    target = Path(options.path)
    with opened(settings) as store:
        version = store.find(options.version) if options.version else _current(store)
        if options.csv:
            _write_sheets(importing.stored(store, version), target, options.bom)
        elif target.suffix == ".zip":
            target.write_bytes(zip_bytes(store.sources(version)))
        else:
            write_folder(store.sources(version), target)
        with store.sessions.writing() as session:
            audit.add(session, _actor(options), "export", version, csv=options.csv)
    print(f"{version} written to {target}")
    return 0


def _write_sheets(compiled: importing.Compiled, folder: Path, bom: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "products.csv").write_bytes(products_csv(compiled.catalog, bom=bom))
    (folder / "rates.csv").write_bytes(rates_csv(compiled.catalog, bom=bom))
    (folder / "services.csv").write_bytes(services_csv(compiled.cards, bom=bom))


def show_audit(settings: Settings, options: Namespace) -> int:
    """List who did what."""
    with opened(settings) as store, store.reading() as session:
        found = audit.entries(session, options.limit)
    if options.json:
        _print_json([dataclasses.asdict(e) for e in found])
        return 0
    for e in found:
        print(f"{e.at}  {e.actor}  {e.action}  {e.subject}  {e.address}  {e.detail}".rstrip())
    return 0


# --- admins ------------------------------------------------------------------------------------


def create_admin(settings: Settings, options: Namespace) -> int:
    """Add an admin; the password is asked for, or read from standard input."""
    password = _password()
    with opened(settings) as store:
        Admins(store.sessions).create(options.name, password, _actor(options))
    print(f"{options.name} may log in at http://127.0.0.1:{settings.catalog_port}/admin")
    return 0


def set_password(settings: Settings, options: Namespace) -> int:
    """Give an admin a new password; their sessions end."""
    password = _password()
    with opened(settings) as store:
        Admins(store.sessions).set_password(options.name, password, _actor(options))
    print(f"{options.name} has a new password")
    return 0


def disable_admin(settings: Settings, options: Namespace) -> int:
    """Keep an admin out; their sessions end."""
    with opened(settings) as store:
        Admins(store.sessions).set_enabled(options.name, False, _actor(options))
    print(f"{options.name} may not log in any more")
    return 0


def enable_admin(settings: Settings, options: Namespace) -> int:
    """Let an admin in again."""
    with opened(settings) as store:
        Admins(store.sessions).set_enabled(options.name, True, _actor(options))
    print(f"{options.name} may log in again")
    return 0


def admins(settings: Settings, _options: Namespace) -> int:
    """List the admins."""
    with opened(settings) as store:
        for admin in Admins(store.sessions).all():
            print(f"{admin.name}  {'enabled' if admin.enabled else 'disabled'}  {admin.created_at}")
    return 0


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("password: ")
    if first != getpass.getpass("once more: "):
        raise CatalogError("the two passwords differ", remedy="try again")
    return first


# --- shared ------------------------------------------------------------------------------------


def _actor(options: Namespace) -> str:
    if options.actor:
        return str(options.actor)
    try:
        return f"cli:{getpass.getuser()}"
    except (KeyError, OSError):  # a container without a name for its user
        return "cli"


def _current(store: CatalogStore) -> str:
    version = store.current_version()
    if version is None:
        raise CatalogError("nothing is published", remedy="python -m bot.catalog publish")
    return version


def _show(found: diff.CatalogDiff, as_json: bool) -> None:
    if as_json:
        _print_json(dataclasses.asdict(found))
        return
    for line in diff.lines(found):
        print(line)


def _print_json(values: object) -> None:
    print(json.dumps(values, ensure_ascii=False, indent=2))
