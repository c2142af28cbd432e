"""When a provider can work: weekly times, exceptions, time away."""

from urllib.parse import quote

from litestar import Controller, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template
from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.domain.errors import Invalid, NotFound, Problem
from brokerage.domain.words import count_of
from brokerage.given import GivenActor, GivenClock, GivenSession
from brokerage.ports.clock import Clock
from brokerage.usecases import availability
from brokerage.usecases.availability import Target, TargetKind
from brokerage.web.forms import Form, FormBody
from brokerage.web.offers import version_of
from brokerage.web.pattern_forms import (
    DAY_CHOICES,
    PatternRow,
    absence_of_form,
    rows_of,
    rows_of_form,
    slots_of_form,
)

KINDS: dict[str, TargetKind] = {"provider": "provider", "offer": "offer", "worker": "worker"}
DONE = {"times": "The times are saved.", "away": "This is noted.", "back": "The usual weekly times hold again then."}


class AvailabilityPages(Controller):
    """Pages about times."""

    path = "/availability"
    include_in_schema = False

    @get(permission="offer.see", sync_to_thread=True)
    def list_all(self, session: GivenSession, actor: GivenActor, clock: GivenClock) -> Template:
        """Times of every offer and worker, and the days when nobody comes."""
        times = availability.all_times(session, actor, clock)
        return Template("market/times_list.html", context={"times": times})

    @get("/{kind:str}/{target_id:str}", permission="offer.see", sync_to_thread=True)
    def see(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        kind: FromPath[str],
        target_id: FromPath[str],
        done: FromQuery[str] = "",
        touched: FromQuery[int] = 0,
    ) -> Template:
        """The weekly pattern of one, its exceptions and times away."""
        return _page(session, actor, clock, _target(kind, target_id), done=done, touched=touched)

    @post("/{kind:str}/{target_id:str}", permission="offer.edit", sync_to_thread=True)
    def set_pattern(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        kind: FromPath[str],
        target_id: FromPath[str],
        data: FormBody,
    ) -> Redirect | Template:
        """Add or take away a row, or keep the pattern; asks first where proposals would be touched."""
        form, target = Form(data), _target(kind, target_id)
        rows = rows_of_form(form)
        if form.text("action") != "save":
            return _page(session, actor, clock, target, rows=rows, form=form)
        try:
            slots = slots_of_form(form)
            times = availability.see_times(session, actor, clock, target)
            if times.touches and not form.flag("is_sure"):
                return _question(times.touches, target, form)
            changed = availability.set_times(
                session, actor, clock, target, slots, are_sessions=form.flag("are_sessions"), version=version_of(form)
            )
        except Invalid as error:
            session.rollback()
            return _page(session, actor, clock, target, rows=rows, form=form, problems=_by_row(error))
        return _seen(target, "times", changed.touched)

    @post("/{kind:str}/{target_id:str}/away", permission="offer.edit", sync_to_thread=True)
    def add_absence(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        kind: FromPath[str],
        target_id: FromPath[str],
        data: FormBody,
    ) -> Redirect | Template:
        """Time away, or other times on some dates."""
        form, target = Form(data), _target(kind, target_id)
        try:
            changed = availability.add_absence(session, actor, clock, target, absence_of_form(form))
        except Invalid as error:
            session.rollback()
            problems = tuple(
                Problem("from_date" if p.pointer.startswith("absences") else p.pointer, p.message)
                for p in error.problems
            )
            return _page(session, actor, clock, target, form=form, problems=problems)
        return _seen(target, "away", changed.touched)

    @post("/{kind:str}/{target_id:str}/away/{from_date:str}/remove", permission="offer.edit", sync_to_thread=True)
    def remove_absence(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        kind: FromPath[str],
        target_id: FromPath[str],
        from_date: FromPath[str],
    ) -> Redirect:
        """The weekly times hold again."""
        target = _target(kind, target_id)
        changed = availability.remove_absence(session, actor, clock, target, from_date)
        return _seen(target, "back", changed.touched)


def _target(kind: str, target_id: str) -> Target:
    if kind not in KINDS:
        raise NotFound()
    return Target(KINDS[kind], target_id)


def _path(target: Target) -> str:
    return f"/availability/{target.kind}/{quote(target.id)}"


def _seen(target: Target, done: str, touched: int) -> Redirect:
    return Redirect(f"{_path(target)}?done={done}" + (f"&touched={touched}" if touched else ""))


def _by_row(error: Invalid) -> tuple[Problem, ...]:
    """Overlaps are found in the whole pattern, so they point at the editor as a whole."""
    if not error.problems:
        return (Problem("pattern", error.title),)
    return tuple(p if p.pointer.startswith("row-") else Problem("pattern", p.message) for p in error.problems)


def _question(touches: int, target: Target, form: Form) -> Template:
    plans = count_of(touches, "plan")
    context = {
        "title": f"This touches {plans}",
        "text": f"{plans.capitalize()} that people are looking at now would use these times.",
        "consequences": ["Each is marked and can be worked out again. Plans that people said yes to stay as they are."],
        "action": _path(target),
        "confirm_label": "Save the times",
        "cancel_href": _path(target),
        "fields": {name: value for name, value in form.data.items() if name != "_csrf_token"} | {"is_sure": "yes"},
    }
    return Template("components/confirm_page.html", context=context)


def _page(
    session: Session,
    actor: Actor,
    clock: Clock,
    target: Target,
    *,
    rows: list[PatternRow] | None = None,
    form: Form | None = None,
    problems: tuple[Problem, ...] = (),
    done: str = "",
    touched: int = 0,
) -> Template:
    times = availability.see_times(session, actor, clock, target)
    context = {
        "times": times,
        "path": _path(target),
        "rows": rows if rows is not None else rows_of(times.slots),
        "is_editing": rows is not None,
        "form": form or Form({"version": str(times.version), "are_sessions": "yes" if times.has_sessions else ""}),
        "day_choices": DAY_CHOICES,
        "problems": problems,
        "done": DONE.get(done, ""),
        "touched": max(0, touched),
    }
    return Template("market/times.html", context=context, status_code=422 if problems else 200)


