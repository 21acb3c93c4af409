"""The catalogue service as a FastAPI application."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.middleware.gzip import GZipMiddleware

from bot.advisor.product import LINES
from bot.catalog.admin.site import install_admin
from bot.catalog.bundle import program_bundle
from bot.catalog.service import contract, errors, routes
from bot.catalog.service.shelf import Shelf
from bot.catalog.service.store import CatalogStore
from bot.catalog.service_cards import load_services
from bot.catalog.sources import load_catalog
from bot.settings import Settings

API_VERSION = "1"
FOLDER_HELD_BACK = (
    "another version than the product folder was published on purpose and stays current; "
    "python -m bot.catalog publish makes the folder current"
)

log = logging.getLogger(__name__)


def create_app(
    database_url: str, *, publish_folder: bool = True, settings: Settings | None = None
) -> FastAPI:
    """Build the application; at start the product folder becomes the current version.

    With settings it has the admin pages too, once an admin exists.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        store = CatalogStore(database_url)
        if publish_folder and not store.publish_folder(load_catalog(), program_bundle()):
            log.warning("%s", FOLDER_HELD_BACK)
        app.state.shelf = Shelf(store, load_services())
        if settings is not None:
            install_admin(app, store, settings)
        yield
        store.close()

    app = FastAPI(
        title="JiaBao product catalogue",
        version=API_VERSION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.add_middleware(GZipMiddleware, minimum_size=2000)
    errors.install(app)
    routes.add(app)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    return app


def _openapi(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document with exact schemas of every answer and error."""
    if app.openapi_schema:
        return app.openapi_schema
    document = get_openapi(title=app.title, version=app.version, routes=app.routes)
    parts = document.setdefault("components", {}).setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        parts.pop(name, None)
    parts.update(contract.schemas())
    for path in document["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", ()):
                if parameter["name"] == "line":  # checked by hand, for a message that names them
                    parameter["schema"]["items"]["enum"] = list(LINES)
                if parameter["name"] == "product_id" and parameter["in"] == "query":
                    parameter["schema"]["uniqueItems"] = True
            # FastAPI adds a 422 to every call with parameters; calls that can answer it say so.
            if "HTTPValidationError" in str(operation["responses"].get("422")):
                del operation["responses"]["422"]
    app.openapi_schema = document
    return document
