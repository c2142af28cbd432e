"""Errors as problem details (RFC 9457), and the one table from error to status."""

from typing import Any

from litestar import Response
from litestar.exceptions import HTTPException, NotAuthorizedException, ValidationException
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from brokerage.domain.errors import (
    BrokerageError,
    Conflict,
    Invalid,
    NotAllowed,
    NotFound,
    Outside,
    TooLate,
)

STATUS: dict[type[BrokerageError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    Invalid: 422,
    Conflict: 409,
    TooLate: 410,
    Outside: 502,
}
TITLES = {
    400: "The request can't be read.",
    401: "Sign in first.",
    403: "You are not allowed to do this.",
    404: "We can't find that.",
    405: "This address does not take that method.",
    413: "That is too large.",
    422: "Some of this needs mending.",
    503: "We are very busy just now. Nothing was changed. Try again in a minute.",
    429: "Too many requests. Wait a minute and try again.",
}


def status_of(error: Exception) -> int:
    """The HTTP status for any error that can leave a handler."""
    if isinstance(error, BrokerageError):
        if isinstance(error, Outside) and not error.is_permanent:
            return 503
        return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 500)
    if isinstance(error, NotAuthorizedException):
        return 401
    if isinstance(error, HTTPException):
        return error.status_code
    # A text or number that no column can hold, such as a zero byte.
    if isinstance(error, DataError):
        return 400
    # The database was busy for longer than we wait, or went away: trying again makes sense.
    return 503 if isinstance(error, OperationalError | PoolTimeout) else 500


def title_of(error: Exception) -> str:
    """One plain sentence; nothing from inside for errors that nobody foresaw."""
    if isinstance(error, BrokerageError):
        return error.title
    return TITLES.get(status_of(error), "Something went wrong on our side. Nothing was changed.")


def problems_of(error: Exception) -> list[dict[str, str]]:
    """Each thing to mend, as pointer and message."""
    if isinstance(error, BrokerageError):
        return [{"pointer": problem.pointer, "message": problem.message} for problem in error.problems]
    if isinstance(error, ValidationException) and isinstance(error.extra, list):
        return [
            {"pointer": str(item.get("key", "")), "message": str(item.get("message", ""))}
            for item in error.extra
            if isinstance(item, dict)
        ]
    return []


def problem_response(error: Exception) -> Response[dict[str, Any]]:
    """The error as `application/problem+json`."""
    status = status_of(error)
    code = error.code if isinstance(error, BrokerageError) else {401: "sign_in", 404: "not_found"}.get(status, "http")
    body: dict[str, Any] = {"type": f"/problems/{code}", "title": title_of(error), "status": status}
    if problems := problems_of(error):
        body["problems"] = problems
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return Response(body, status_code=status, media_type="application/problem+json", headers=headers)
