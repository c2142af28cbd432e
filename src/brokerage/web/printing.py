"""A plan on one sheet of A4 for the fridge door: a tagged PDF that screen readers can read too."""

import importlib
import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from litestar import Controller, Request, get
from litestar.params import FromPath, FromQuery
from litestar.response import Response, Template

from brokerage.given import GivenActor, GivenClock, GivenSession
from brokerage.usecases import packages
from brokerage.web.package_context import plan_context

STATIC = Path(__file__).parent / "static"
# Tried in turn until everything fits on one page.
SIZES_PT = (13, 12, 11, 10, 9, 8, 7)
OPTIONS = {"pdf_variant": "pdf/ua-1"}
KINDS = {".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


class PrintPages(Controller):
    """The printed page."""

    include_in_schema = False

    @get("/packages/{package_id:str}/print.pdf", permission="package.see", sync_to_thread=True)
    def plan(
        self,
        request: Request[Any, Any, Any],
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        package_id: FromPath[str],
        version: FromQuery[str | None] = None,
    ) -> Response[bytes] | Template:
        """The week as a PDF; as a page to print from the browser where this machine can't make PDFs."""
        view = packages.see_package(session, actor, clock, package_id, version)
        most_visits = max(len(day.lines) for day in view.week.days)
        context = plan_context(view, actor, size_pt=SIZES_PT[0], most_visits=most_visits)
        engine = request.app.template_engine
        if (make := pdf_maker()) is None or engine is None:
            return Template("packages/print.html", context=context)
        sheet = engine.get_template("packages/print.html")
        pages = (sheet.render(**{**context, "size_pt": size}) for size in SIZES_PT)
        name = f"week-{view.week.starts_on.isoformat()}.pdf"
        headers = {"Content-Disposition": f'inline; filename="{name}"'}
        return Response(make(pages), media_type="application/pdf", headers=headers)


def pdf_maker() -> Callable[[Iterable[str]], bytes] | None:
    """From HTML in falling sizes to one PDF, the first that fits a page.

    None where the drawing libraries are missing: Pango is a system library, and all else runs without it.
    """
    try:
        weasyprint = importlib.import_module("weasyprint")
    except OSError:
        return None
    for talkative in ("weasyprint.progress", "fontTools"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
    fetcher = _fetcher(importlib.import_module("weasyprint.urls"))

    def make(htmls: Iterable[str]) -> bytes:
        made = b""
        for html in htmls:
            source = weasyprint.HTML(string=html, base_url="http://own.invalid/", url_fetcher=fetcher)
            document = source.render(**OPTIONS)
            made = document.write_pdf(**OPTIONS)
            if len(document.pages) == 1:
                break
        return made

    return make


def _fetcher(urls: Any) -> Any:
    """Only our own static files: nothing that someone wrote into a plan can make the server fetch anything."""

    class OwnFiles(urls.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002 - the base class's signature
            path = (STATIC / urlsplit(url).path.removeprefix("/static/")).resolve()
            if not path.is_relative_to(STATIC) or not path.is_file():
                raise ValueError(f"not one of our own files: {url}")
            return urls.URLFetcherResponse(url, path.read_bytes(), {"Content-Type": KINDS.get(path.suffix, "")})

    return OwnFiles()
