"""Errors of the HTTP API: one shape, `{"error": {"code", "message", "remedy"}}`.

Messages are for operators and colleagues' programs; an unexpected exception is logged with
its traceback and answered without any detail of it.
"""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

log = logging.getLogger(__name__)

_REMEDIES = {
    404: "see /openapi.json for the paths",
    405: "see /openapi.json for the methods",
}


class ApiError(Exception):
    """An answer with a status of 400 or above."""

    def __init__(self, status: int, code: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.remedy = status, code, message, remedy


def respond(status: int, code: str, message: str, remedy: str) -> JSONResponse:
    """One error in the shape of the API."""
    body = {"error": {"code": code, "message": message, "remedy": remedy}}
    return JSONResponse(body, status_code=status)


def install(app: FastAPI) -> None:
    """Make the application answer every error in the one shape."""

    @app.exception_handler(ApiError)
    async def api_error(_request: Request, error: ApiError) -> JSONResponse:
        return respond(error.status, error.code, error.message, error.remedy)

    @app.exception_handler(RequestValidationError)
    async def invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        message = f"{where}: {first['msg']}"
        return respond(422, "invalid_request", message, f"correct {where}; see /openapi.json")

    @app.exception_handler(HTTPException)
    async def http(_request: Request, error: HTTPException) -> JSONResponse:
        code = {404: "not_found", 405: "method_not_allowed"}.get(error.status_code, "http_error")
        remedy = _REMEDIES.get(error.status_code, "see /openapi.json")
        return respond(error.status_code, code, str(error.detail), remedy)

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> JSONResponse:
        log.error("%s %s failed", request.method, request.url.path, exc_info=error)
        return respond(500, "internal", "the catalogue failed", "see the log of the catalogue")
