"""Run and look after the catalogue: `python -m bot.catalog [command]`.

serve    publish the product folder if it changed, then answer on loopback (the default)
check    read every product, card and worked example; print the first mistake and stop with 1
schema   write schema/product.schema.json from the product contract

publish, rollback, versions, diff, import, export, audit    versions: docs/catalog-operations.md
create-admin, set-password, disable-admin, enable-admin, admins    people of the admin pages
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable

from bot.advisor.errors import CatalogError
from bot.catalog import commands as c
from bot.catalog.errors import ROOT
from bot.catalog.json_schema import product_schema
from bot.catalog.service.database import DatabaseError
from bot.catalog.service_cards import load_services
from bot.catalog.sources import load_catalog
from bot.catalog.worked_examples import check_worked_examples
from bot.settings import Settings, SettingsError, get_settings

Run = Callable[[Settings, argparse.Namespace], int]
Add = Callable[[str, Run], argparse.ArgumentParser]

PRODUCT_SCHEMA = ROOT / "schema" / "product.schema.json"


def main(arguments: list[str] | None = None) -> int:
    """Run one command; what is wrong is printed with its place and remedy."""
    options = _parser().parse_args(arguments)
    run = getattr(options, "run", serve)
    try:
        return int(run(get_settings(), options))
    except (CatalogError, DatabaseError, SettingsError, OSError) as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot.catalog",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    found = parser.add_subparsers(metavar="command")

    def add(name: str, run: Run) -> argparse.ArgumentParser:
        words = (run.__doc__ or "").strip()
        command = found.add_parser(name, help=words, description=words)
        command.set_defaults(run=run)
        return command

    for name, run in (("serve", serve), ("check", check), ("schema", schema)):
        add(name, run)
    _add_versions(add)
    _add_admins(add)
    return parser


def _add_versions(add: Add) -> None:
    published = add("publish", c.publish)
    published.add_argument("version", nargs="?", help="a stored version; default: the folder")
    back = add("rollback", c.rollback)
    back.add_argument("version", nargs="?", help="default: the one before the current")
    listed = add("versions", c.versions)
    compared = add("diff", c.show_diff)
    compared.add_argument("old")
    compared.add_argument("version", nargs="?", help="default: the current one")
    brought = add("import", c.import_)
    brought.add_argument("path", help="folder, .zip, or a .csv of rates")
    brought.add_argument("--merge", action="store_true", help="keep products it does not name")
    brought.add_argument("--publish", action="store_true", help="default: a dry run")
    written = add("export", c.export)
    written.add_argument("path", help="a new folder or a .zip; with --csv a folder")
    written.add_argument("--version", help="default: the current one")
    written.add_argument("--csv", action="store_true", help="sheets instead of source files")
    written.add_argument("--bom", action="store_true", help="mark the sheets as UTF-8 for Excel")
    told = add("audit", c.show_audit)
    for command in (published, back, brought):
        command.add_argument("--note", default="", help="why; it stands in the audit")
    for command in (published, back, brought, written):
        _add_actor(command)
    for command in (listed, compared, brought, told):
        command.add_argument("--json", action="store_true")
    for command in (listed, told):
        command.add_argument("--limit", type=int, default=50)


def _add_admins(add: Add) -> None:
    for name, run in (
        ("create-admin", c.create_admin),
        ("set-password", c.set_password),
        ("disable-admin", c.disable_admin),
        ("enable-admin", c.enable_admin),
    ):
        command = add(name, run)
        command.add_argument("name")
        _add_actor(command)
    add("admins", c.admins)


def _add_actor(command: argparse.ArgumentParser) -> None:
    command.add_argument("--as", dest="actor", default="", help="who does it; default: you")


def serve(settings: Settings, _options: argparse.Namespace) -> int:
    """Answer on 127.0.0.1 until stopped."""
    import uvicorn

    from bot.catalog.service.app import create_app

    load_catalog()  # a mistake in the sources stops here, with file and line
    app = create_app(settings.catalog_database, settings=settings)
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=settings.catalog_port,
        log_level=settings.log_level.lower(),
        ws="none",  # no websockets here; uvicorn's default needs a newer library than Rasa allows
    )
    return 0


def check(_settings: Settings, _options: argparse.Namespace) -> int:
    """Read everything and compute every worked example."""
    catalog = load_catalog()
    cards = load_services()
    examples = check_worked_examples(catalog)
    rates = sum(len(p.rates) for p in catalog.products)
    print(
        f"{catalog.version}\n{len(catalog.products)} products, {rates} rate rows, "
        f"{examples} worked examples, {len(cards)} service cards"
    )
    return 0


def schema(_settings: Settings, _options: argparse.Namespace) -> int:
    """Write the JSON Schema of a served product."""
    text = json.dumps(product_schema(), ensure_ascii=False, indent=2) + "\n"
    PRODUCT_SCHEMA.write_text(text, encoding="utf-8")
    print(f"wrote {PRODUCT_SCHEMA.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
