"""Refusals: every error is `{"error": {"code", "message"}}` with a sentence for the customer."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from bot.gateway.sentences import error_sentence

CODES = {404: "not_found", 405: "method_not_allowed", 413: "too_large", 403: "forbidden"}


class RefusedError(Exception):
    """A request that is not carried out; `code` names the sentence."""

    def __init__(self, status: int, code: str, *, retry_after: int | None = None) -> None:
        self.status, self.code, self.retry_after = status, code, retry_after
        super().__init__(code)


def error_response(status: int, code: str, *, retry_after: int | None = None) -> JSONResponse:
    """The answer to a refused request."""
    content = {"error": {"code": code, "message": error_sentence(code)}}
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return JSONResponse(content, status, headers)


def install(app: FastAPI) -> None:
    """Answer every refusal in the same shape; crashes are answered by the middleware."""

    @app.exception_handler(RefusedError)
    async def refused(request: Request, error: RefusedError) -> JSONResponse:
        request.app.state.gateway.metrics.refused.labels(error.code).inc()
        return error_response(error.status, error.code, retry_after=error.retry_after)

    @app.exception_handler(RequestValidationError)
    async def invalid(_request: Request, _error: RequestValidationError) -> JSONResponse:
        return error_response(422, "bad_request")

    @app.exception_handler(HTTPException)
    async def http_error(_request: Request, error: HTTPException) -> JSONResponse:
        return error_response(error.status_code, CODES.get(error.status_code, "bad_request"))
