"""Errors as pages that say what happened and what to do next."""

from typing import Any

from litestar import Request
from litestar.response import Redirect, Response, Template

Page = Template | Redirect | Response[Any]


def error_page(request: Request[Any, Any, Any], status: int, title: str) -> Page:
    """A page for the status; whoever is not signed in is sent to sign in and comes back."""
    if status == 401:
        return Redirect(f"/sign-in?next={request.url.path}")
    if request.headers.get("HX-Request") == "true":
        return Template("errors/notice.html", context={"title": title, "status": status}, status_code=status)
    return Template("errors/page.html", context={"title": title, "status": status}, status_code=status)
