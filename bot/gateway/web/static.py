"""The built chat page: `/`, its assets, and the script that embeds the chat in another site."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, Response

from bot.gateway.sentences import sentence
from bot.gateway.web.dependencies import gateway_of
from bot.gateway.web.errors import RefusedError

router = APIRouter()
LONG = "public, max-age=31536000, immutable"  # names under assets/ contain a hash of the content
SHORT = "public, max-age=300"
FRESH = "no-cache"
MISSING_PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>家保</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<main style="max-width:36em;margin:4em auto;padding:0 1em;font:16px/1.8 sans-serif">
<h1>家保</h1><p>{text}</p></main></html>"""


@router.api_route("/", methods=["GET", "HEAD"], response_class=HTMLResponse)
async def page(request: Request) -> Response:
    """The chat page, or how to build it."""
    index = gateway_of(request).config.web_dir / "index.html"
    if not index.is_file():
        return HTMLResponse(MISSING_PAGE.format(text=sentence("page_missing")), 503)
    return FileResponse(index, headers={"Cache-Control": FRESH})


@router.api_route("/{path:path}", methods=["GET", "HEAD"])
async def asset(request: Request, path: str) -> Response:
    """A file of the bundle; nothing outside the bundle's folder."""
    folder = gateway_of(request).config.web_dir.resolve()
    if path.startswith("api/") or "\0" in path:
        raise RefusedError(404, "not_found")
    target = _inside(folder, path)
    if target is None:
        raise RefusedError(404, "not_found")
    media_type = mimetypes.guess_type(target.name)[0] or "application/octet-stream"
    headers = {"Cache-Control": LONG if path.startswith("assets/") else SHORT}
    if path == "widget.js":
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return FileResponse(target, media_type=media_type, headers=headers)


def _inside(folder: Path, path: str) -> Path | None:
    try:
        target = (folder / path).resolve()
        found = target.is_relative_to(folder) and target.is_file()
    except (OSError, ValueError):
        return None
    hidden = any(part.startswith(".") for part in Path(path).parts)
    return target if found and not hidden else None
