"""What an edit did, in words: "Moved Tuesday's hot lunch to 12:45pm"."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from brokerage.domain.words import WEEKDAYS, clock_time, duration, listed, money
from brokerage.optimizer import edits as kinds
from brokerage.optimizer.brief import Brief, Window
from brokerage.optimizer.edits import Edit
from brokerage.optimizer.market import Market
from brokerage.usecases.package_views import LineView
from brokerage.usecases.rule_views import most_people_words, rule_views

VisitEdit = kinds.Keep | kinds.LetGo | kinds.Swap | kinds.Move | kinds.Resize | kinds.Remove
Setting = kinds.SetWeight | kinds.SetPurse | kinds.SetTimes | kinds.SetWindows | kinds.SetMaxPeople
WORDS_MOST = 500
DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


@dataclass(frozen=True, slots=True)
class Before:
    """The plan an edit was made on, to take names from."""

    brief: Brief
    lines: tuple[LineView, ...]
    market: Market
    days: tuple[str, ...]
    category_name: Callable[[str], str]

    def visits(self, visit_ids: Sequence[str]) -> str:
        """Tuesday's hot lunch; or: 5 visits for “hot lunch”."""
        found = [line for line in self.lines if line.visit_id in visit_ids]
        if len(found) == 1:
            title = found[0].title[:1].lower() + found[0].title[1:]
            return f"{self.days[found[0].day]}’s {title}" if found[0].day is not None else title
        titles = listed([f"“{title}”" for title in dict.fromkeys(line.title for line in found)])
        return f"{len(visit_ids)} visits for {titles}"

    def target(self, target: str, target_id: str) -> str:
        """The name of a provider, worker, offer or category."""
        return self.category_name(target_id) if target == "category" else name_in(self.market, target, target_id)


def name_in(market: Market, target: str, target_id: str) -> str:
    """The name of a provider, worker or offer (a category: its id, as the market knows it)."""
    providers = {provider.id: provider.name for provider in market.providers}
    names: dict[str, str] = {target_id: target_id} if target == "category" else {}
    if target == "provider":
        names = providers
    elif target == "worker":
        names = {worker.id: worker.name for offer in market.offers for worker in offer.workers}
    elif target == "offer":
        names = {offer.id: f"{offer.service} by {providers.get(offer.provider_id, '')}" for offer in market.offers}
    return names.get(target_id, "someone who has left")


def words_of_edits(edits: Sequence[Edit], before: Before) -> str:
    """One sentence part for every edit, at most 500 characters."""
    text = "; ".join(_words(edit, before) for edit in edits)
    return text if len(text) <= WORDS_MOST else f"{text[: WORDS_MOST - 1]}…"


def _words(edit: Edit, before: Before) -> str:
    match edit:
        case kinds.BanTarget():
            return f"No longer wanted: {before.target(edit.target, edit.target_id)}"
        case kinds.LiftRule():
            rule = next((rule for rule in rule_views(before.brief) if rule.rule_id == edit.rule_id), None)
            return f"Took back: {_short(rule.words)}" if rule else "Took back a rule"
        case kinds.AddArrangement():
            return f"Added help by {edit.arrangement.who}"
        case kinds.Keep() | kinds.LetGo() | kinds.Swap() | kinds.Move() | kinds.Resize() | kinds.Remove():
            return _visit_words(edit, before)
        case _:
            return _setting_words(edit, before)


def _visit_words(edit: VisitEdit, before: Before) -> str:
    visits = before.visits(edit.visit_ids)
    match edit:
        case kinds.Keep():
            return f"Kept {visits}"
        case kinds.LetGo():
            return f"Let go of {visits}"
        case kinds.Swap():
            return f"Gave {visits} to {_new_who(edit, before)}"
        case kinds.Move():
            on = f"{before.days[edit.day]} at " if edit.day is not None and edit.day < len(before.days) else ""
            return f"Moved {visits} to {on}{clock_time(edit.start_minute)}"
        case kinds.Resize():
            return f"Made {visits} {duration(edit.duration_minutes)} long"
        case kinds.Remove():
            return f"Took out {visits}"


def _setting_words(edit: Setting, before: Before) -> str:
    match edit:
        case kinds.SetWeight():
            goal = next((goal.sentence for goal in before.brief.goals if goal.id == edit.goal_id), "")
            return f"“{_short(goal)}” now counts {edit.weight} of 100"
        case kinds.SetPurse():
            name = next((purse.name for purse in before.brief.purses if purse.id == edit.purse_id), "")
            return f"“{name}” now holds {money(edit.amount_minor, before.brief.currency)}"
        case kinds.SetTimes():
            least = f", at least {edit.times_least}" if edit.times_least else ""
            return f"“{_need(edit.need_id, before)}” now {edit.times_best} times at best{least}"
        case kinds.SetWindows():
            return f"“{_need(edit.need_id, before)}” now {listed([window_words(window) for window in edit.windows])}"
        case kinds.SetMaxPeople():
            return "Any number of people may come" if edit.count is None else most_people_words(edit.count)


def window_words(window: Window) -> str:
    """On Mondays and Tuesdays between 8am and noon."""
    days = "any day" if len(set(window.weekdays)) == len(WEEKDAYS) else listed([DAYS[d] for d in window.weekdays])
    return f"on {days} between {clock_time(window.earliest_minute)} and {clock_time(window.latest_end_minute)}"


def _new_who(edit: kinds.Swap, before: Before) -> str:
    if edit.arrangement_id is not None:
        return next((a.who for a in before.brief.arrangements if a.id == edit.arrangement_id), "family or friends")
    if edit.worker_id is not None:
        return before.target("worker", edit.worker_id)
    return before.target("offer", edit.offer_id) if edit.offer_id is not None else "someone else"


def _need(need_id: str, before: Before) -> str:
    return next((need.title for need in before.brief.needs if need.id == need_id), "")


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
