"""The pages that do something: versions and rollback, upload, differences, publish, downloads."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, ClassVar

from fastapi import Request, Response
from sqladmin import BaseView, expose
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from bot.advisor.errors import CatalogError
from bot.catalog.admin.security import address_of, csrf_token, token_is_right
from bot.catalog.bundle import MAX_ZIP_BYTES, zip_bytes
from bot.catalog.errors import SourceError
from bot.catalog.service import audit, importing
from bot.catalog.service.shelf import Shelf
from bot.catalog.service.store import Act
from bot.catalog.sheets import products_csv, rates_csv, services_csv

SHEETS = ("products", "rates", "services")
MAX_BODY = MAX_ZIP_BYTES + 100_000


class Page(BaseView):
    """A page of our own, in the frame of SQLAdmin."""

    shelf: ClassVar[Shelf]

    async def show(
        self, request: Request, template: str, status_code: int = 200, **values: Any
    ) -> Response:
        context = {"csrf": csrf_token(request), **values}
        answer: Response = await self.templates.TemplateResponse(
            request, f"sqladmin/{template}", context, status_code=status_code
        )
        return answer

    async def form(self, request: Request) -> dict[str, Any]:
        """The posted form; raises 403 when it does not come from this session."""
        if int(request.headers.get("content-length") or 0) > MAX_BODY:
            raise HTTPException(413, "文件太大：至多32 MB")
        fields = await request.form(max_files=1, max_fields=20)
        if not token_is_right(request, fields.get("csrf")):
            raise HTTPException(403, "页面已经过期，请返回后刷新再试")
        return dict(fields)

    def actor(self, request: Request) -> str:
        return str(request.session["name"])

    def note(self, request: Request, action: str, subject: str, **detail: object) -> None:
        with self.shelf.store.sessions.writing() as session:
            audit.add(
                session,
                self.actor(request),
                action,
                subject,
                address=address_of(request),
                **detail,
            )


def _to(request: Request, name: str, **query: str) -> Response:
    url = request.url_for(f"admin:{name}").include_query_params(**query)
    return RedirectResponse(f"{url.path}?{url.query}" if url.query else url.path, status_code=303)


class VersionPage(Page):
    """Which versions there are, and the way back to one."""

    name = "版本"

    @expose("/versions", methods=["GET"], identity="versions")
    async def versions(self, request: Request) -> Response:
        store = self.shelf.store
        stored, published = await run_in_threadpool(
            lambda: (store.versions(), store.publications())
        )
        sources = {p.version for p in published if p.sources}
        return await self.show(
            request,
            "versions.html",
            versions=stored,
            publications=published[:50],
            with_sources=sources,
            done=request.query_params.get("done"),
        )

    @expose("/versions/rollback", methods=["GET", "POST"], identity="rollback")
    async def rollback(self, request: Request) -> Response:
        store = self.shelf.store
        if request.method == "POST":
            return await self._roll_back(request)
        version = request.query_params.get("version", "")
        current = await run_in_threadpool(store.current)
        if current is None or await run_in_threadpool(store.document, version) is None:
            raise HTTPException(404, "没有这个版本")
        diff = await run_in_threadpool(importing.compare_versions, store, current.version, version)
        return await self.show(
            request, "rollback.html", version=version, base=current.id, diff=diff
        )

    async def _roll_back(self, request: Request) -> Response:
        fields = await self.form(request)
        if fields.get("confirm") != "yes":
            raise HTTPException(400, "请先勾选“我已核对”")
        act = Act("rollback", self.actor(request), _note(fields), address_of(request))
        try:
            await run_in_threadpool(
                self.shelf.store.rollback, str(fields.get("version")), act, _number(fields, "base")
            )
        except CatalogError as error:
            raise HTTPException(409, _CHANGED) from error
        return _to(request, "versions", done="rollback")

    @expose("/versions/download", methods=["GET"], identity="download")
    async def download(self, request: Request) -> Response:
        query = request.query_params
        version, kind = query.get("version", ""), query.get("kind", "zip")
        if kind not in ("zip", "csv", "json"):
            raise HTTPException(404, "没有这种格式")
        try:
            data, name, media = await run_in_threadpool(_file, self.shelf, version, kind)
        except CatalogError as error:
            raise HTTPException(404, "这个版本没有可下载的内容") from error
        await run_in_threadpool(self.note, request, "export", version, kind=kind)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(data, media_type=media, headers=headers)


_CHANGED = "这期间别人发布了另一个版本，请重新核对差异"


def _file(shelf: Shelf, version: str, kind: str) -> tuple[bytes, str, str]:
    """A version as a download: its bytes, file name and media type."""
    stem = f"catalog-{version.removeprefix('sha256:')[:12]}"
    if kind == "zip":
        return zip_bytes(shelf.store.sources(version)), f"{stem}.zip", "application/zip"
    if kind == "json":
        document = shelf.store.document(version)
        if document is None:
            raise CatalogError(f"no version {version}")
        return document, f"{stem}.json", "application/json"
    compiled = importing.stored(shelf.store, version)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("products.csv", products_csv(compiled.catalog, bom=True))
        archive.writestr("rates.csv", rates_csv(compiled.catalog, bom=True))
        archive.writestr("services.csv", services_csv(compiled.cards, bom=True))
    return target.getvalue(), f"{stem}-csv.zip", "application/zip"


@dataclass(frozen=True)
class Mistake:
    """Why an upload was refused, and what to do."""

    where: str
    what: str
    remedy: str


class ImportPage(Page):
    """Upload, look at the differences, publish."""

    name = "导入"

    @expose("/import", methods=["GET", "POST"], identity="import")
    async def upload(self, request: Request) -> Response:
        if request.method == "GET":
            return await self.show(request, "import.html")
        fields = await self.form(request)
        file = fields.get("file")
        if not isinstance(file, UploadFile) or not file.filename:
            mistake = Mistake("", "没有选择文件", "请选择一个 .zip 或 .csv 文件")
            return await self.show(request, "import.html", 400, mistake=mistake)
        name = PurePath(file.filename.replace("\\", "/")).name
        try:
            draft_id = await run_in_threadpool(
                self._check, request, await file.read(), name, fields.get("mode") != "replace"
            )
        except SourceError as error:
            await run_in_threadpool(self.note, request, "upload_refused", name, error=str(error))
            mistake = Mistake(_where(error), error.message, error.remedy)
            return await self.show(request, "import.html", 422, mistake=mistake)
        except CatalogError as error:
            mistake = Mistake("", str(error), error.remedy)
            return await self.show(request, "import.html", 422, mistake=mistake)
        return _to(request, "draft", id=draft_id)

    def _check(self, request: Request, data: bytes, name: str, merge: bool) -> str:
        store, actor = self.shelf.store, self.actor(request)
        preview = importing.preview_upload(store, data, name, merge=merge)
        draft = store.keep_draft(
            preview.new.catalog, preview.new.bundle, actor=actor, file_name=name, base=preview.base
        )
        self.note(request, "upload", preview.new.catalog.version, file=name)
        return draft.id

    @expose("/import/draft", methods=["GET", "POST"], identity="draft")
    async def draft(self, request: Request) -> Response:
        fields = await self.form(request) if request.method == "POST" else {}
        draft_id = str(fields.get("id") or request.query_params.get("id", ""))
        try:
            draft, bundle = await run_in_threadpool(
                self.shelf.store.draft, draft_id, self.actor(request)
            )
        except CatalogError as error:
            raise HTTPException(404, "这次上传已经不在了，请重新上传") from error
        if request.method == "POST" and fields.get("do") == "discard":
            await run_in_threadpool(self.shelf.store.drop_draft, draft.id, draft.actor)
            await run_in_threadpool(self.note, request, "discard", draft.version)
            return _to(request, "import")
        preview = await run_in_threadpool(importing.preview_bundle, self.shelf.store, bundle)
        if request.method == "GET":
            outdated = preview.base != draft.base_publication
            return await self.show(
                request, "draft.html", draft=draft, diff=preview.diff, base=preview.base,
                outdated=outdated,
            )  # fmt: skip
        if fields.get("confirm") != "yes":
            raise HTTPException(400, "请先勾选“我已核对”")
        act = Act("import", self.actor(request), _note(fields), address_of(request))
        try:
            await run_in_threadpool(
                self.shelf.store.publish,
                preview.new.catalog,
                preview.new.bundle,
                act,
                _number(fields, "base"),
            )
        except CatalogError as error:
            raise HTTPException(409, _CHANGED) from error
        await run_in_threadpool(self.shelf.store.drop_draft, draft.id, draft.actor)
        return _to(request, "versions", done="import")


def _where(error: SourceError) -> str:
    return f"{error.file} 第{error.line}行" if error.line else str(error.file)


def _note(fields: dict[str, Any]) -> str:
    return str(fields.get("note") or "").strip()[:500]


def _number(fields: dict[str, Any], name: str) -> int:
    try:
        return int(str(fields.get(name)))
    except ValueError as error:
        raise HTTPException(400, "表单不完整，请返回后刷新再试") from error
