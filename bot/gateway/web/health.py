"""`/healthz`, `/readyz` and `/metrics`."""

from __future__ import annotations

import asyncio
import ipaddress
from typing import Any

import httpx
import sqlalchemy as sa
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.gateway.runtime import Gateway
from bot.gateway.store import inbox
from bot.gateway.web.dependencies import gateway_of
from bot.gateway.web.errors import RefusedError

router = APIRouter()


@router.get("/healthz")
async def alive() -> dict[str, str]:
    """This process answers."""
    return {"status": "ok"}


@router.get("/readyz")
async def ready(request: Request) -> JSONResponse:
    """Whether a customer can be served, and which part is missing when not."""
    gateway = gateway_of(request)
    settings = gateway.config.settings
    names = ("database", "rasa", "actions", "catalog")
    found = await asyncio.gather(
        _database(gateway),
        _http(gateway.probe, settings.rasa_url + "/"),
        _http(gateway.probe, settings.actions_url + "/health"),
        _http(gateway.probe, settings.catalog_url + "/healthz"),
    )
    checks: dict[str, dict[str, Any]] = dict(zip(names, found, strict=True))
    good = all(check["ok"] for check in checks.values())
    content = {"status": "ready" if good else "not_ready", "checks": checks}
    return JSONResponse(content, 200 if good else 503)


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """For Prometheus; only from this machine or a private network."""
    if not _is_private(request.client.host if request.client else ""):
        raise RefusedError(403, "forbidden")
    gateway = gateway_of(request)
    gateway.metrics.pending.set(await gateway.read(inbox.pending))
    return Response(generate_latest(gateway.metrics.registry), media_type=CONTENT_TYPE_LATEST)


async def _database(gateway: Gateway) -> dict[str, Any]:
    try:
        await gateway.read(lambda c: c.execute(sa.text("SELECT 1")).scalar())
    except sa.exc.SQLAlchemyError as error:
        return {"ok": False, "detail": type(error).__name__}
    return {"ok": True, "detail": gateway.engine.dialect.name}


async def _http(client: httpx.AsyncClient, url: str) -> dict[str, Any]:
    try:
        response = await client.get(url)
    except httpx.HTTPError as error:
        return {"ok": False, "detail": type(error).__name__}
    return {"ok": response.status_code == httpx.codes.OK, "detail": str(response.status_code)}


def _is_private(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False
