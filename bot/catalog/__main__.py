"""Run and look after the catalogue: `python -m bot.catalog [serve|check|publish|schema]`.

serve    publish the product folder if it changed, then answer on loopback (the default)
check    read every product, card and worked example; print the first mistake and stop with 1
publish  make the product folder the current version
schema   write schema/product.schema.json from the product contract
"""

from __future__ import annotations

import argparse
import json
import sys

from bot.advisor.errors import CatalogError
from bot.catalog.errors import ROOT
from bot.catalog.json_schema import product_schema
from bot.catalog.service_cards import load_services
from bot.catalog.sources import load_catalog
from bot.catalog.worked_examples import check_worked_examples
from bot.settings import Settings, get_settings

PRODUCT_SCHEMA = ROOT / "schema" / "product.schema.json"


def main(arguments: list[str] | None = None) -> int:
    """Run one command; a mistake in the sources is printed with file, line and remedy."""
    parser = argparse.ArgumentParser(prog="python -m bot.catalog", description=__doc__)
    parser.add_argument(
        "command", nargs="?", default="serve", choices=("serve", "check", "publish", "schema")
    )
    command = parser.parse_args(arguments).command
    try:
        return {"serve": serve, "check": check, "publish": publish, "schema": schema}[command](
            get_settings()
        )
    except CatalogError as error:
        print(error, file=sys.stderr)
        return 1


def serve(settings: Settings) -> int:
    """Answer on 127.0.0.1 until stopped."""
    import uvicorn

    from bot.catalog.service.app import create_app

    load_catalog()  # a mistake in the sources stops here, with file and line
    app = create_app(settings.catalog_database)
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=settings.catalog_port,
        log_level=settings.log_level.lower(),
        ws="none",  # no websockets here; uvicorn's default needs a newer library than Rasa allows
    )
    return 0


def check(_settings: Settings) -> int:
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


def publish(settings: Settings) -> int:
    """Store the product folder as the current version."""
    from bot.catalog.service.store import CatalogStore

    catalog = load_catalog()
    store = CatalogStore(settings.catalog_database)
    changed = store.publish(catalog)
    store.close()
    print(f"{catalog.version} {'published' if changed else 'is already current'}")
    return 0


def schema(_settings: Settings) -> int:
    """Write the JSON Schema of a served product."""
    text = json.dumps(product_schema(), ensure_ascii=False, indent=2) + "\n"
    PRODUCT_SCHEMA.write_text(text, encoding="utf-8")
    print(f"wrote {PRODUCT_SCHEMA.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
