"""What stands before every admin page: the gate, same-origin posts, headers, the session.

The session cookie is HttpOnly, SameSite=Strict, limited to /admin, and Secure when the request
came over https (a reverse proxy says so in X-Forwarded-Proto). Its signing key is derived from
JIABAO_SECRET_KEY, or made once and kept in the state directory, readable by its owner only.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import time
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import Request, Response
from sqladmin.authentication import AuthenticationBackend
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.catalog.admin import index
from bot.catalog.service.admins import Admin, Admins
from bot.catalog.service.errors import respond
from bot.catalog.service.shelf import Shelf
from bot.settings import Settings

COOKIE = "jiabao_catalog_admin"
SESSION_SECONDS = 8 * 3600
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def session_key(settings: Settings) -> str:
    """The key that signs admin sessions; its own, also when it comes from JIABAO_SECRET_KEY."""
    if settings.secret_key:
        key = settings.secret_key.encode("utf-8")
        return hmac.new(key, b"catalogue admin session", hashlib.sha256).hexdigest()
    file = settings.state_dir / "catalog_admin_key"
    if not file.exists():
        _write_once(file, secrets.token_urlsafe(32))
    return file.read_text(encoding="utf-8").strip()


def _write_once(file: Path, text: str) -> None:
    """Write a file whole or not at all; the first of two processes wins."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write(text)
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


class Guard:
    """Middleware: no admin, no pages; posts only from our own pages; headers on every answer."""

    def __init__(self, app: ASGIApp, admins: Admins) -> None:
        self._app = app
        self._admins = admins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if not await run_in_threadpool(self._admins.exist):
            missing = respond(
                404, "not_found", "Not Found", "python -m bot.catalog create-admin NAME"
            )
            await missing(scope, receive, send)
            return
        if scope["method"] not in SAFE_METHODS and not _same_origin(Headers(scope=scope)):
            refused = PlainTextResponse("请求不是从管理页面发出的", status_code=403)
            await refused(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(MutableHeaders(scope=message), secure=scope["scheme"] == "https")
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _same_origin(headers: Headers) -> bool:
    """Whether a browser says that one of our own pages sent this."""
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site") == "same-origin"
    return urlsplit(origin).netloc == headers.get("host")


def _add_headers(headers: MutableHeaders, *, secure: bool) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if not secure:
        return
    cookies = headers.getlist("set-cookie")
    del headers["set-cookie"]
    for cookie in cookies:
        headers.append("set-cookie", f"{cookie}; secure")


class Sessions(AuthenticationBackend):
    """Who is logged in, by a signed cookie that names the admin and the password's mark."""

    def __init__(self, key: str, admins: Admins, shelf: Shelf) -> None:
        self.admins = admins
        self._shelf = shelf
        self.middlewares = [
            Middleware(
                SessionMiddleware,
                secret_key=key,
                session_cookie=COOKIE,
                max_age=SESSION_SECONDS,
                path="/admin",
                same_site="strict",
            )
        ]

    async def authenticate(self, request: Request) -> Response | bool:
        """Whether the session is good; the index rows are brought up to date on the way."""
        name, mark = request.session.get("name"), request.session.get("mark")
        begun = request.session.get("at", 0)
        if not name or time.time() - begun > SESSION_SECONDS:
            return False
        if not await run_in_threadpool(self.admins.current, name, str(mark)):
            request.session.clear()
            return False
        await run_in_threadpool(index.refresh, self._shelf)
        return True

    def begin(self, request: Request, admin: Admin) -> None:
        """Begin a new session; nothing of what came before the login stays."""
        request.session.clear()
        request.session.update(
            name=admin.name, mark=admin.mark, at=int(time.time()), csrf=secrets.token_urlsafe(24)
        )


def csrf_token(request: Request) -> str:
    """The token that every form of this session carries."""
    token: str = request.session.setdefault("csrf", secrets.token_urlsafe(24))
    return token


def token_is_right(request: Request, given: object) -> bool:
    expected = request.session.get("csrf")
    return (
        isinstance(expected, str)
        and isinstance(given, str)
        and hmac.compare_digest(expected.encode(), given.encode())
    )


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""
