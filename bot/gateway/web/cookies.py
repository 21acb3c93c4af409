"""The session cookie: the conversation id made by the server, signed, unreadable for scripts."""

from __future__ import annotations

from fastapi import Request, Response
from itsdangerous import BadSignature, TimestampSigner

NAME = "jiabao_session"
SALT = "jiabao.gateway.session"


class SessionCookie:
    """Writes and reads the cookie."""

    def __init__(self, secret: str, days: int) -> None:
        self._signer = TimestampSigner(secret, salt=SALT)
        self._max_age = days * 24 * 3600

    def read(self, request: Request) -> str | None:
        """The conversation id of a genuine cookie that has not expired."""
        raw = request.cookies.get(NAME)
        if not raw:
            return None
        try:
            return self._signer.unsign(raw, max_age=self._max_age).decode("ascii")
        except (BadSignature, UnicodeError):
            return None

    def write(self, request: Request, response: Response, conversation_id: str) -> None:
        """Set the cookie; `Secure` when the page came over https."""
        response.set_cookie(
            NAME,
            self._signer.sign(conversation_id).decode("ascii"),
            max_age=self._max_age,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
            path="/",
        )
