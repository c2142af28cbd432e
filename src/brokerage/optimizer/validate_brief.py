"""What types cannot say of a brief: every problem with where it stands and what to do about it."""

from brokerage.optimizer.brief import Brief, Choice, Need, Pin, Window
from brokerage.optimizer.market import Market
from brokerage.optimizer.problems import Found, Problem, duplicates, is_date
from brokerage.optimizer.validate_market import known_ids


def validate_brief(brief: Brief, market: Market | None = None) -> list[Problem]:
    """Every problem of a brief, in document order; with a market also ids and the currency it must share with it.
    Empty: fit to solve.
    """
    problems = [Problem(pointer, message) for pointer, message in _brief_problems(brief)]
    if market is not None:
        problems += [Problem(pointer, message) for pointer, message in _market_problems(brief, market)]
        problems += [Problem(pointer, message, is_warning=True) for pointer, message in _without_effect(brief, market)]
    return problems


def _brief_problems(brief: Brief) -> Found:
    if not is_date(brief.starts_on):
        yield "/starts_on", f"{brief.starts_on} is not a date of the calendar: write year-month-day."
    for name in ("goals", "needs", "choices", "purses", "limits", "arrangements"):
        yield from duplicates(f"/{name}", (item.id for item in getattr(brief, name)))
    yield from _rule_ids(brief)
    goals = {goal.id for goal in brief.goals}
    for index, need in enumerate(brief.needs):
        yield from _need_problems(f"/needs/{index}", need, goals, brief.grid_minutes)
    limits = {limit.id for limit in brief.limits}
    for index, choice in enumerate(brief.choices):
        yield from _choice_problems(f"/choices/{index}", choice, goals, limits)
    yield from _id_problems(brief)
    yield from _arrangement_problems(brief)
    for index, pin in enumerate(brief.pins):
        yield from _pin_problems(f"/pins/{index}", pin, brief)


def _rule_ids(brief: Brief) -> Found:
    """Edits and explanations name a rule by its id alone, so all kinds of rules share one set of ids."""
    seen: dict[str, str] = {}
    for name in ("gaps", "bans", "worker_wishes", "likes", "pins", "exclusions"):
        for index, rule in enumerate(getattr(brief, name)):
            pointer = f"/{name}/{index}/id"
            if rule.id in seen:
                yield pointer, f"The id {rule.id} is taken by {seen[rule.id]}: give each rule an id of its own."
            seen.setdefault(rule.id, pointer)


def _need_problems(pointer: str, need: Need, goals: set[str], grid: int) -> Found:
    if need.times_least > need.times_best:
        yield f"{pointer}/times_least", f"At least {need.times_least} is more than at best {need.times_best}."
    if not need.goal_ids:
        yield f"{pointer}/goal_ids", f"{need.title or need.id} serves no goal: name at least one."
    for position, goal_id in enumerate(need.goal_ids):
        if goal_id not in goals:
            yield f"{pointer}/goal_ids/{position}", f"There is no goal {goal_id}."
    for w, way in enumerate(need.ways):
        if not way.durations:
            yield f"{pointer}/ways/{w}/durations", "Say at least one length in minutes."
        for d, minutes in enumerate(way.durations):
            if minutes % grid:
                message = f"{minutes} minutes is not on the grid of {grid}: use a multiple of {grid}."
                yield f"{pointer}/ways/{w}/durations/{d}", message
    shortest = min((minutes for way in need.ways for minutes in way.durations), default=0)
    for name in ("windows", "preferred"):
        for w, window in enumerate(getattr(need, name)):
            yield from _window_problems(f"{pointer}/{name}/{w}", window, shortest)
    if not need.windows:
        yield f"{pointer}/windows", "No window means never: leave it out for any time."


def _window_problems(pointer: str, window: Window, shortest: int) -> Found:
    if not window.weekdays:
        yield f"{pointer}/weekdays", "A window needs at least one weekday (0 Monday to 6 Sunday)."
    if window.earliest_minute >= 1440:
        yield f"{pointer}/earliest_minute", "A visit starts before midnight (1440): put it on the next weekday."
    elif window.earliest_minute >= window.latest_end_minute:
        yield pointer, "The window ends before it begins: for the hours after midnight count on past 1440."
    elif window.latest_end_minute - window.earliest_minute < shortest:
        room = window.latest_end_minute - window.earliest_minute
        yield pointer, f"The window holds {room} minutes, the shortest visit takes {shortest}: widen it."


def _choice_problems(pointer: str, choice: Choice, goals: set[str], limits: set[str]) -> Found:
    yield from duplicates(f"{pointer}/options", (option.id for option in choice.options))
    for position, goal_id in enumerate(choice.goal_ids):
        if goal_id not in goals:
            yield f"{pointer}/goal_ids/{position}", f"There is no goal {goal_id}."
    for o, option in enumerate(choice.options):
        for name, amount in option.uses.items():
            if name not in limits:
                yield f"{pointer}/options/{o}/uses/{name}", f"There is no limit {name}."
            if amount < 0:
                yield f"{pointer}/options/{o}/uses/{name}", "An option cannot use less than nothing."


def _id_problems(brief: Brief) -> Found:
    needs = {need.id for need in brief.needs}
    for index, gap in enumerate(brief.gaps):
        for position, need_id in enumerate(gap.need_ids):
            if need_id not in needs:
                yield f"/gaps/{index}/need_ids/{position}", f"There is no need {need_id}."
        if gap.need_ids[0] == gap.need_ids[1]:
            yield f"/gaps/{index}/need_ids", "A gap is between two needs: use the need's own gap_minutes for one."
    for index, wish in enumerate(brief.worker_wishes):
        for position, need_id in enumerate(wish.need_ids):
            if need_id not in needs:
                yield f"/worker_wishes/{index}/need_ids/{position}", f"There is no need {need_id}."
    for index, exclusion in enumerate(brief.exclusions):
        if exclusion.need_id not in needs:
            yield f"/exclusions/{index}/need_id", f"There is no need {exclusion.need_id}."
        if exclusion.day >= brief.day_count:
            yield f"/exclusions/{index}/day", f"Day {exclusion.day} is after the last day, {brief.day_count - 1}."


def _arrangement_problems(brief: Brief) -> Found:
    for index, arrangement in enumerate(brief.arrangements):
        pointer = f"/arrangements/{index}"
        if not is_date(arrangement.consent_until):
            yield f"{pointer}/consent_until", f"{arrangement.consent_until} is not a date of the calendar."
        elif arrangement.consent_until < brief.starts_on:
            message = f"{arrangement.who}'s consent ended on {arrangement.consent_until}: ask again or leave it out."
            yield f"{pointer}/consent_until", message
        for s, slot in enumerate(arrangement.availability):
            if slot.from_minute >= slot.to_minute:
                yield f"{pointer}/availability/{s}", "The time ends before it begins."


def _pin_problems(pointer: str, pin: Pin, brief: Brief) -> Found:
    need = next((need for need in brief.needs if need.id == pin.need_id), None)
    if need is None:
        yield f"{pointer}/need_id", f"There is no need {pin.need_id}."
    elif pin.duration_minutes is not None and all(pin.duration_minutes not in way.durations for way in need.ways):
        yield f"{pointer}/duration_minutes", f"{pin.duration_minutes} minutes is no length of {need.title or need.id}."
    if pin.day >= brief.day_count:
        yield f"{pointer}/day", f"Day {pin.day} is after the last day, {brief.day_count - 1}."
    if pin.start_minute is not None and pin.start_minute >= 1440:
        yield f"{pointer}/start_minute", "A visit starts before midnight (1440): use the next day."
    if pin.offer_id is not None and pin.arrangement_id is not None:
        yield pointer, "A visit is by an offer or by own help, not both."
    if pin.arrangement_id is not None and all(a.id != pin.arrangement_id for a in brief.arrangements):
        yield f"{pointer}/arrangement_id", f"There is no arrangement {pin.arrangement_id}."


def _market_problems(brief: Brief, market: Market) -> Found:
    if brief.currency != market.currency:
        yield "/currency", f"The brief counts in {brief.currency}, the market in {market.currency}."
    known = known_ids(market)
    for index, pin in enumerate(brief.pins):
        if pin.offer_id is not None and pin.offer_id not in known["offer"]:
            yield f"/pins/{index}/offer_id", f"The market has no offer {pin.offer_id}."
        for position, worker_id in enumerate(pin.worker_ids):
            if worker_id not in known["worker"]:
                yield f"/pins/{index}/worker_ids/{position}", f"The market has no worker {worker_id}."


def _without_effect(brief: Brief, market: Market) -> Found:
    known = known_ids(market)
    known["category"] |= {way.category for need in brief.needs for way in need.ways}
    known["category"] |= {option.category for choice in brief.choices for option in choice.options}
    for name in ("bans", "likes"):
        for index, rule in enumerate(getattr(brief, name)):
            if rule.target_id not in known[rule.target]:
                yield f"/{name}/{index}/target_id", f"The market has no {rule.target} {rule.target_id}."
