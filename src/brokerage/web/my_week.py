""""My week": the plan as the person, or someone who helps them decide, sees it first."""

from litestar import Controller, get
from litestar.params import FromQuery
from litestar.response import Template
from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.given import GivenActor, GivenClock, GivenSession
from brokerage.ports.clock import Clock
from brokerage.usecases import packages
from brokerage.usecases.package_views import PackageView
from brokerage.web.package_context import plan_context


class MyWeekPages(Controller):
    """The week in large type, in pictures, and how to change it."""

    path = "/my-week"
    include_in_schema = False

    @get(permission="package.see", sync_to_thread=True)
    def week(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromQuery[str] = "",
        day: FromQuery[int] = 0,
    ) -> Template:
        """Who comes when, what for, what it costs, what is left."""
        view = _newest(session, actor, clock, client_id)
        if view is None:
            return _none(session, actor, clock)
        return Template("my_week/week.html", context=_context(view, actor, day))

    @get("/easy", permission="package.see", sync_to_thread=True)
    def easy(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        client_id: FromQuery[str] = "",
        day: FromQuery[int] = 0,
    ) -> Template:
        """The same in pictures and short sentences, a day at a time."""
        view = _newest(session, actor, clock, client_id)
        if view is None:
            return _none(session, actor, clock)
        return Template("my_week/easy.html", context=_context(view, actor, day))

    @get("/change", permission="package.see", sync_to_thread=True)
    def change(
        self, session: GivenSession, actor: GivenActor, clock: GivenClock, client_id: FromQuery[str] = ""
    ) -> Template:
        """Say in one's own words what should change, or pick it."""
        view = _newest(session, actor, clock, client_id)
        if view is None:
            return _none(session, actor, clock)
        return Template("my_week/change.html", context=_context(view, actor, 0))


def _newest(session: Session, actor: Actor, clock: Clock, client_id: str) -> PackageView | None:
    """The newest package of the one person whose week it can be; None where there is none, or more than one person."""
    found = packages.list_packages(session, actor, clock, client_id or None)
    if not found or len({summary.client_id for summary in found}) > 1:
        return None
    return packages.see_package(session, actor, clock, found[0].package_id)


def _none(session: Session, actor: Actor, clock: Clock) -> Template:
    newest: dict[str, tuple[str, str, str]] = {}
    for summary in packages.list_packages(session, actor, clock):
        address = f"/my-week?client_id={summary.client_id}"
        newest.setdefault(summary.client_id, (address, summary.client_name, summary.state_words))
    people = list(newest.values()) if len(newest) > 1 else []
    return Template("my_week/none.html", context={"people": people})


def _context(view: PackageView, actor: Actor, day: int) -> dict[str, object]:
    days = view.week.days
    chosen = days[day] if 0 <= day < len(days) else days[0]
    return plan_context(view, actor, chosen_day=chosen, here_base=f"/my-week?client_id={view.client_id}&day=")
