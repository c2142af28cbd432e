"""Every piece that pages are made of on one page, in demo installations only."""

from litestar import Controller, get
from litestar.response import Template

from brokerage.domain.errors import NotFound, Problem
from brokerage.given import GivenSettings

SAMPLE_PROBLEMS = (
    Problem("title", "Say what it is called."),
    Problem("amount", "Write an amount such as 250 or 250.50."),
    Problem("who", "Choose who should come."),
)


class StyleguidePages(Controller):
    """The style guide."""

    include_in_schema = False

    @get("/styleguide", permission="public", sync_to_thread=False)
    def gallery(self, settings: GivenSettings) -> Template:
        """All macros with sample content."""
        if not settings.is_demo:
            raise NotFound()
        return Template("styleguide/gallery.html", context={"problems": SAMPLE_PROBLEMS})
