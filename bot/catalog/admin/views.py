"""The read-only lists: products, scores, rates, services, audit."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from fastapi import Request
from sqladmin import ModelView
from sqlalchemy import distinct, select
from sqlalchemy.sql.expression import Select
from starlette.concurrency import run_in_threadpool

from bot.catalog.admin.labels import label, line_name
from bot.catalog.disclosures import term_name
from bot.catalog.service.shelf import Shelf
from bot.catalog.service.tables import (
    AuditRow,
    CardIndexRow,
    ProductIndexRow,
    RateIndexRow,
)

P, R, C, A = ProductIndexRow, RateIndexRow, CardIndexRow, AuditRow


class Choice:
    """A filter by the values that a column has, shown in words."""

    has_operator = False

    def __init__(self, column: Any, title: str, show: Callable[[Any], str] = str) -> None:
        self.column, self.title, self._show = column, title, show
        self.parameter_name = column.key

    async def lookups(
        self, _request: Request, _model: Any, run_query: Callable[[Select], Any]
    ) -> list[tuple[str, str]]:
        values = [row[0] for row in await run_query(select(distinct(self.column)))]
        shown = sorted((self._show(v), str(v)) for v in values)
        return [("", f"{self.title}：全部"), *((value, text) for text, value in shown)]

    async def get_filtered_query(self, query: Select, value: Any, _model: Any) -> Select:
        if isinstance(self.column.type.python_type(), bool):
            return query.filter(self.column.is_(value == "True"))
        return query.filter(self.column == value)


class ReadView(ModelView):
    """A list that nobody can change here: changes come from source files only."""

    can_create = can_edit = can_delete = can_export = False
    page_size = 25
    page_size_options: ClassVar[list[int]] = [25, 50, 100]
    list_template = "sqladmin/list.html"
    numbers: ClassVar[frozenset[str]] = frozenset()  # columns aligned to the right

    def sort_query(self, stmt: Select, request: Request) -> Select:
        """Sort by a sortable column only; an unknown one is no error, but the usual order."""
        wanted = request.query_params.get("sortBy")
        if wanted in self._sort_fields:
            return super().sort_query(stmt, request)
        for name, descending in self._get_default_sort():
            column = getattr(self.model, name)
            stmt = stmt.order_by(column.desc() if descending else column.asc())
        return stmt


def _yes(value: object) -> str:
    return "是" if value in (True, "True") else "否"


def _flag(name: str) -> Callable[[Any, Any], str]:
    return lambda row, _column: _yes(getattr(row, name))


def _line(row: Any, _column: Any) -> str:
    return line_name(row.line)


def _money(row: Any, _column: Any) -> str:
    return f"{row.premium_fen / 100:,.2f}"


def _term_name(term: str) -> str:
    return term if term == "不限" else term_name(term)


def _term(row: Any, _column: Any) -> str:
    return _term_name(row.term)


def _time(row: Any, _column: Any) -> str:
    at: datetime = row.at
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"


def _detail(row: Any, _column: Any) -> str:
    if not row.detail:
        return ""
    values = json.loads(row.detail)
    return "；".join(f"{key}: {value}" for key, value in values.items())


class ProductView(ReadView, model=ProductIndexRow):
    name = "产品"
    name_plural = "产品"
    column_list = (P.short_name, P.line, P.insurer, P.ages, P.advisable, P.rate_count,
                   P.total_score)  # fmt: skip
    column_labels: ClassVar[dict[Any, str]] = {
        P.product_id: "编号", P.name: "全称", P.short_name: "产品", P.aliases: "别名",
        P.line: "险种", P.insurer: "保险公司", P.ages: "投保年龄", P.advisable: "自动方案",
        P.rate_count: "费率行数", P.total_score: "总分",
    }  # fmt: skip
    column_searchable_list = (P.short_name, P.name, P.aliases, P.product_id, P.insurer)
    column_sortable_list = (P.short_name, P.line, P.insurer, P.rate_count, P.total_score)
    column_filters = (
        Choice(P.line, "险种", line_name),
        Choice(P.insurer, "保险公司"),
        Choice(P.advisable, "进入自动方案", _yes),
    )
    column_formatters: ClassVar[dict[Any, Any]] = {
        P.line: _line,
        P.advisable: _flag("advisable"),
    }
    column_default_sort = "position"
    details_template = "sqladmin/product.html"
    numbers = frozenset({"rate_count", "total_score"})
    shelf: ClassVar[Shelf]

    async def get_object_for_details(self, request: Request) -> Any:
        """The row, with the whole product of the current version as `full`."""
        row = await super().get_object_for_details(request)
        if row is not None:
            row.full = (await run_in_threadpool(self.shelf.catalog)).product(row.product_id)
        return row


_SCORES = (P.insurer_score, P.price_score, P.coverage_score, P.services_score, P.renewal_score,
           P.total_score)  # fmt: skip


class ScoreView(ReadView, model=ProductIndexRow):
    name = "评分"
    name_plural = "五维评分"
    column_list = (P.short_name, P.line, *_SCORES)
    column_labels: ClassVar[dict[Any, str]] = {
        P.short_name: "产品", P.line: "险种", P.insurer_score: "保险公司",
        P.price_score: "价格指数", P.coverage_score: "保障范围", P.services_score: "增值服务",
        P.renewal_score: "续保条件", P.total_score: "总分", P.product_id: "编号",
    }  # fmt: skip
    column_searchable_list = (P.short_name, P.product_id)
    column_sortable_list = (P.short_name, P.line, *_SCORES)
    column_filters = (Choice(P.line, "险种", line_name),)
    column_formatters: ClassVar[dict[Any, Any]] = {P.line: _line}
    column_default_sort = ("total_score", True)
    can_view_details = False
    numbers = frozenset(c.key for c in _SCORES)


class RateView(ReadView, model=RateIndexRow):
    name = "费率"
    name_plural = "费率"
    column_list = (R.product, R.row, R.plan, R.age_min, R.age_max, R.sex, R.social_insurance,
                   R.occupation_class, R.term, R.pay_years, R.premium_fen, R.per_sum)  # fmt: skip
    column_labels: ClassVar[dict[Any, str]] = {
        R.product: "产品", R.product_id: "编号", R.row: "行", R.plan: "计划", R.age_min: "年龄从",
        R.age_max: "到", R.sex: "性别", R.social_insurance: "社保", R.occupation_class: "职业",
        R.term: "期间", R.pay_years: "交费年", R.premium_fen: "保费（元）", R.per_sum: "单位",
    }  # fmt: skip
    column_searchable_list = (R.product, R.product_id)
    column_sortable_list = (R.product, R.row, R.age_min, R.premium_fen)
    column_filters = (
        Choice(R.sex, "性别"),
        Choice(R.social_insurance, "社保"),
        Choice(R.term, "期间", _term_name),
        Choice(R.pay_years, "交费年"),
    )
    column_formatters: ClassVar[dict[Any, Any]] = {R.premium_fen: _money, R.term: _term}
    column_default_sort = "id"
    can_view_details = False
    numbers = frozenset({"row", "age_min", "age_max", "premium_fen"})


class CardView(ReadView, model=CardIndexRow):
    name = "服务"
    name_plural = "服务"
    column_list = (C.name, C.kind, C.provider, C.handoff, C.facts_as_of)
    column_details_list = (C.service_id, C.name, C.aliases, C.kind, C.provider, C.answer,
                           C.handoff, C.source, C.facts_as_of)  # fmt: skip
    column_labels: ClassVar[dict[Any, str]] = {
        C.service_id: "编号", C.name: "名称", C.aliases: "别名", C.kind: "类型",
        C.provider: "提供方", C.handoff: "转人工", C.answer: "怎么回答", C.source: "来源",
        C.facts_as_of: "事实日期",
    }  # fmt: skip
    column_searchable_list = (C.name, C.aliases, C.answer)
    column_sortable_list = (C.name, C.kind, C.facts_as_of)
    column_filters = (
        Choice(C.kind, "类型", lambda v: label("kinds", v)),
        Choice(C.handoff, "转人工", _yes),
    )
    column_formatters: ClassVar[dict[Any, Any]] = {
        C.kind: lambda row, _column: label("kinds", row.kind),
        C.handoff: _flag("handoff"),
    }
    column_formatters_detail = column_formatters
    column_default_sort = "name"


class AuditView(ReadView, model=AuditRow):
    name = "审计"
    name_plural = "审计记录"
    column_list = (A.at, A.actor, A.action, A.subject, A.address, A.detail)
    column_labels: ClassVar[dict[Any, str]] = {
        A.at: "时间", A.actor: "谁", A.action: "做了什么", A.subject: "对象", A.address: "来自",
        A.detail: "备注",
    }  # fmt: skip
    column_searchable_list = (A.actor, A.subject, A.detail)
    column_sortable_list = (A.at, A.actor, A.action)
    column_filters = (Choice(A.action, "动作", lambda v: label("actions", v)),)
    column_formatters: ClassVar[dict[Any, Any]] = {
        A.at: _time,
        A.action: lambda row, _column: label("actions", row.action),
        A.subject: lambda row, _column: short(row.subject),
        A.detail: _detail,
    }
    column_default_sort = ("id", True)
    can_view_details = False


def time_words(at: str) -> str:
    """A stored time for a reader: 2026-11-21 15:24:35 UTC."""
    return at.replace("T", " ").removesuffix("Z") + " UTC"


def short(version: str) -> str:
    """A version as people say it: its first twelve signs."""
    return version.removeprefix("sha256:")[:12] if version.startswith("sha256:") else version


# SQLAdmin names a view after its model; here two views show one model.
for _view, _identity in (
    (ProductView, "products"),
    (ScoreView, "scores"),
    (RateView, "rates"),
    (CardView, "services"),
    (AuditView, "audit"),
):
    _view.identity = _identity
