"""The admin site: SQLAdmin with our login, our pages and our templates, under /admin."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from sqladmin import Admin
from sqladmin.authentication import login_required
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import RedirectResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.catalog.admin import labels, security, views
from bot.catalog.admin.pages import ImportPage, VersionPage
from bot.catalog.diff import money, percent_change
from bot.catalog.disclosures import term_name
from bot.catalog.money import yuan
from bot.catalog.service import audit
from bot.catalog.service.admins import Admins, Throttled
from bot.catalog.service.shelf import Shelf
from bot.catalog.service.store import CatalogStore
from bot.settings import Settings

HERE = Path(__file__).resolve().parent
KEPT_ROUTES = frozenset({"index", "list", "details", "login"})  # of SQLAdmin's own
FUNCTIONS = {
    "label": labels.label,
    "line_name": labels.line_name,
    "field_name": labels.field_name,
    "field_value": labels.field_value,
    "money": money,
    "percent_change": percent_change,
    "yuan": yuan,
    "short": views.short,
    "term_name": term_name,
    "time": views.time_words,
}


def install_admin(app: FastAPI, store: CatalogStore, settings: Settings) -> None:
    """Mount the admin pages; they answer 404 until an admin exists."""
    shelf: Shelf = app.state.shelf
    admins = Admins(store.sessions)
    sessions = security.Sessions(security.session_key(settings), admins, shelf)
    site = Site(app, shelf, sessions)
    # SQLAdmin keeps these on the class; a subclass of its own keeps two services apart.
    for view in (VersionPage, ImportPage, *(_LISTS)):
        site.add_view(type(view.__name__, (view,), {"shelf": shelf, "identity": view.identity}))


_LISTS = (views.ProductView, views.RateView, views.ScoreView, views.CardView, views.AuditView)


class Site(Admin):
    """SQLAdmin without its routes that change rows: changes come from source files only."""

    def __init__(self, app: FastAPI, shelf: Shelf, sessions: security.Sessions) -> None:
        self._shelf = shelf
        self._sessions = sessions
        super().__init__(
            app,
            session_maker=shelf.store.sessions.readers,
            title="家保产品目录",
            templates_dir=str(HERE / "templates"),
            authentication_backend=sessions,
            middlewares=[Middleware(security.Guard, admins=sessions.admins)],
        )
        routes = [r for r in self.admin.router.routes if getattr(r, "name", "") in KEPT_ROUTES]
        own = StaticFiles(directory=HERE / "static")
        logout = Route("/logout", endpoint=self.logout, name="logout", methods=["POST"])
        self.admin.router.routes = [Mount("/static", app=own, name="static"), *routes, logout]
        self.admin.exception_handlers = {HTTPException: self._http_error, Exception: self._failed}
        environment = self.templates.env
        environment.globals.update(FUNCTIONS)
        environment.globals["csrf_token"] = security.csrf_token
        environment.globals["path_for"] = _path_for

    @login_required
    async def index(self, request: Request) -> Response:
        """The first page: what is served now, and what was done lately."""
        values = await run_in_threadpool(self._summary)
        return await self._page(request, "index.html", **values)

    def _summary(self) -> dict[str, Any]:
        store = self._shelf.store
        with store.reading() as session:
            entries = audit.entries(session, 8)
        current = store.current()
        catalog = self._shelf.catalog() if current else None
        return {
            "current": current,
            "products": len(catalog.products) if catalog else 0,
            "rates": sum(len(p.rates) for p in catalog.products) if catalog else 0,
            "lines": len({p.line for p in catalog.products}) if catalog else 0,
            "cards": len(self._shelf.cards()),
            "entries": entries,
        }

    async def login(self, request: Request) -> Response:
        """The login page; a failed login does not say whether the name exists."""
        if request.method == "GET":
            return await self._page(request, "login.html")
        form = await request.form(max_files=0, max_fields=5)
        if not security.token_is_right(request, form.get("csrf")):
            return await self._page(request, "login.html", 403, error="页面已经过期，请再试一次")
        name, password = str(form.get("username", "")).strip(), str(form.get("password", ""))
        address = security.address_of(request)
        try:
            admin = await run_in_threadpool(self._sessions.admins.login, name, password, address)
        except Throttled:
            refused = "尝试次数太多，请过15分钟再试"
            answer = await self._page(request, "login.html", 429, error=refused)
            answer.headers["Retry-After"] = "900"
            return answer
        if admin is None:
            return await self._page(request, "login.html", 401, error="用户名或密码不对")
        self._sessions.begin(request, admin)
        return RedirectResponse(_path_for(request, "index"), status_code=303)

    async def logout(self, request: Request) -> Response:
        """End the session; only by a form, so that no link can do it."""
        form = await request.form(max_files=0, max_fields=5)
        name = request.session.get("name")
        if name and security.token_is_right(request, form.get("csrf")):
            await run_in_threadpool(self._note_logout, name, security.address_of(request))
            request.session.clear()
        return RedirectResponse(_path_for(request, "login"), status_code=303)

    def _note_logout(self, name: str, address: str) -> None:
        with self._shelf.store.sessions.writing() as session:
            audit.add(session, name, "logout", name, address=address)

    async def _http_error(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        message = error.detail if not error.detail.isascii() else ""
        return await self._page(
            request, "error.html", error.status_code, code=error.status_code, message=message
        )

    async def _failed(self, request: Request, _error: Exception) -> Response:
        return await self._page(
            request, "error.html", 500, code=500, message="程序出错了，详情在服务的日志里"
        )

    async def _page(
        self, request: Request, template: str, status_code: int = 200, **values: Any
    ) -> Response:
        answer: Response = await self.templates.TemplateResponse(
            request, f"sqladmin/{template}", values, status_code=status_code
        )
        return answer


def _path_for(request: Request, name: str, **parameters: Any) -> str:
    """The path of a page, without scheme and host: the same behind any proxy."""
    return request.url_for(f"admin:{name}", **parameters).path
