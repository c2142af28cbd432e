"""The page of one visit of a plan: why it is so, who else could come, why not something else."""

from dataclasses import dataclass
from typing import Any, Literal

from litestar import Controller, get
from litestar.params import FromPath, FromQuery
from litestar.response import Template
from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.domain.errors import NotFound
from brokerage.given import GivenActor, GivenClock, GivenMarketCache, GivenSession
from brokerage.optimizer.why_not import Question
from brokerage.ports.clock import Clock
from brokerage.store.market_cache import MarketCache
from brokerage.usecases import asking, packages
from brokerage.usecases.package_views import AnswerView, ChoiceView, LineView, PackageView
from brokerage.usecases.visit_choices import VisitChoices, visit_choices
from brokerage.web.forms import Form
from brokerage.web.package_context import plan_context
from brokerage.web.weeks import part_key

NO_CHOICES = VisitChoices((), ())
Target = Literal["provider", "worker", "offer", "category", "time"]
TARGETS: tuple[Target, ...] = ("provider", "worker", "offer", "category")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form under "Why not something else?" asked."""

    who: str
    start: str

    @property
    def is_anything(self) -> bool:
        """Whether something was asked at all."""
        return bool(self.who or self.start)


class VisitPages(Controller):
    """One visit."""

    path = "/packages/{package_id:str}/visits"
    include_in_schema = False

    @get("/{visit_id:str}", permission="package.see", sync_to_thread=True)
    def visit(
        self,
        session: GivenSession,
        actor: GivenActor,
        clock: GivenClock,
        market_cache: GivenMarketCache,
        package_id: FromPath[str],
        visit_id: FromPath[str],
        who: FromQuery[str] = "",
        start: FromQuery[str] = "",
        why: FromQuery[str] = "",
    ) -> Template:
        """The visit; `why` works out why it is in the plan, `who` and `start` why not that."""
        view = packages.see_package(session, actor, clock, package_id)
        visit, asked = line_in(view, visit_id), Asked(who, start)
        version_id = view.version.version_id
        choices = NO_CHOICES
        answers: dict[str, AnswerView] = {}
        if visit.day is not None:
            choices = visit_choices(session, actor, clock, market_cache, package_id, version_id, visit_id)
        if view.may.can_ask and visit.day is not None:
            answers = _answers(session, actor, clock, market_cache, view, visit, asked, is_why=bool(why))
        context = {**_context(view, visit, choices, asked), **answers}
        return Template("packages/visit.html", context=plan_context(view, actor, **context))


def line_in(view: PackageView, visit_id: str) -> LineView:
    """The visit or option taken with that id. NotFound where the version has none."""
    everything = [*(line for day in view.week.days for line in day.lines), *view.week.options]
    found = next((line for line in everything if line.visit_id == visit_id), None)
    if found is None:
        raise NotFound()
    return found


def question_of(visit: LineView, who: str, start: str) -> Question:
    """What was asked, as the solver takes it: somebody else then, or the same need at another time."""
    target, _, target_id = who.partition(":")
    known: Target = next((name for name in TARGETS if name == target and target_id), "time")
    minute = Form({"start": start}).minute("start")
    if minute is None:
        minute = visit.start_minute
    return Question(known, target_id if known != "time" else "", visit.need_id, visit.day, minute)


def _answers(
    session: Session,
    actor: Actor,
    clock: Clock,
    market_cache: MarketCache,
    view: PackageView,
    visit: LineView,
    asked: Asked,
    *,
    is_why: bool,
) -> dict[str, AnswerView]:
    at = (session, actor, clock, market_cache, view.package_id, view.version.version_id)
    answers = {}
    if is_why:
        answers["why"] = asking.why(*at, visit.visit_id)
    if asked.is_anything:
        question = question_of(visit, asked.who, asked.start)
        answers["answer"] = asking.why_not(*at, question, visit.visit_id)
    return answers


def _context(view: PackageView, visit: LineView, choices: VisitChoices, asked: Asked) -> dict[str, Any]:
    alike = [line for day in view.week.days for line in day.lines if line.need_id == visit.need_id]
    part = part_key(visit.start_minute or 0)
    same_part = [line for line in alike if part_key(line.start_minute or 0) == part]
    need = next((need for goal in view.goals for need in goal.needs if need.need_id == visit.need_id), None)
    return {
        "visit": visit,
        "part": part,
        "alike": same_part,
        "need": need,
        "choices": choices.choices,
        "refused": choices.refused,
        "people_to_ask_about": _people(choices),
        "bans": _bans(visit),
        "asked": asked,
        "why": None,
        "answer": None,
    }


def _people(choices: VisitChoices) -> list[tuple[str, str]]:
    named = [(_key(choice), choice.name) for choice in (*choices.choices, *choices.refused) if choice.offer_id]
    return sorted(dict(named).items(), key=lambda pair: pair[1])


def _key(choice: ChoiceView) -> str:
    return f"worker:{choice.worker_id}" if choice.worker_id else f"offer:{choice.offer_id}"


def _bans(visit: LineView) -> list[tuple[str, str]]:
    workers = zip(visit.worker_ids, visit.worker_names, strict=True)
    bans = [(f"worker:{worker_id}", name) for worker_id, name in workers]
    if visit.provider_id and visit.provider_name not in visit.worker_names:
        bans.append((f"provider:{visit.provider_id}", visit.provider_name))
    return bans
