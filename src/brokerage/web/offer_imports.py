"""Sending offers as a file."""

from typing import Any

from litestar import Controller, get, post
from litestar.datastructures import UploadFile
from litestar.params import MultipartBody
from litestar.response import Template

from brokerage.bulk.offer_columns import COLUMNS
from brokerage.domain.errors import Problem
from brokerage.given import GivenActor, GivenClock, GivenSession
from brokerage.usecases.offer_imports import Imported, import_own_offers


class OfferImportPages(Controller):
    """The page that takes a file of offers."""

    path = "/offers/import"
    include_in_schema = False

    @get(permission="offer.edit", sync_to_thread=False)
    def ask(self) -> Template:
        """The form, and which columns a file has."""
        return _page()

    @post(permission="offer.edit", sync_to_thread=True, status_code=200)
    def send(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        data: MultipartBody[dict[str, Any]],
    ) -> Template:
        """Store a good file; of a bad one store nothing and say what to put right."""
        file = data.get("file")
        content = file.file.read() if isinstance(file, UploadFile) else b""
        if not isinstance(file, UploadFile) or not file.filename:
            return _page(problems=(Problem("file", "Choose a file first."),))
        result = import_own_offers(session, actor, clock, content, file.filename)
        problems = (Problem("file", "Some lines of this file have to be put right."),) if result.errors else ()
        return _page(result, file.filename, problems)


def _page(result: Imported | None = None, filename: str = "", problems: tuple[Problem, ...] = ()) -> Template:
    context = {"result": result, "filename": filename, "columns": COLUMNS, "problems": problems}
    return Template("market/import.html", context=context, status_code=422 if problems else 200)
