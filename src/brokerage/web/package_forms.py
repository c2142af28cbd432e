"""From the forms of the package editor to edits."""

from collections.abc import Callable, Sequence
from typing import Literal

import msgspec

from brokerage.domain.base import new_id
from brokerage.domain.errors import invalid
from brokerage.optimizer import edits as kinds
from brokerage.optimizer.brief import Arrangement
from brokerage.optimizer.edits import Edit
from brokerage.optimizer.market import Slot
from brokerage.web.forms import Form

Target = Literal["provider", "worker", "offer", "category"]
TARGETS: tuple[Target, ...] = ("provider", "worker", "offer", "category")
# An offer, a worker of it, or an arrangement, as the button of a choice carries them.
Choice = tuple[str | None, str | None, str | None]
MINUTES_PER_HOUR = 60
MOST_HOURS = 168
ON_THE_RULES_PAGE = frozenset({"set_max_people", "set_purse", "add_arrangement"})


def edits_of(form: Form) -> list[Edit]:
    """The edits that a posted form asks for. Invalid names every field to mend."""
    read = READERS.get(form.text("kind") or ("swap" if form.text("choice") else ""))
    if read is None:
        raise invalid("kind", "Choose what to change.")
    edit = read(form)
    form.check()
    return [edit]


def edits_in_json(text: str) -> list[Edit]:
    """Edits as a page of ours wrote them into a hidden field; what does not read as edits is refused."""
    try:
        return msgspec.json.decode(text or "[]", type=list[Edit])
    except msgspec.ValidationError as error:
        raise invalid("edits", "This way out can't be used any more. Look at the plan again.") from error


def json_of(edits: Sequence[Edit]) -> str:
    """Edits for a hidden field."""
    return msgspec.json.encode(list(edits)).decode()


def _visit_ids(form: Form) -> tuple[str, ...]:
    chosen = tuple(form.all("series_ids" if form.text("which") == "all" else "visit_ids"))
    if not chosen:
        form.refuse("visit_ids", "Choose at least one visit.")
    return chosen


def _start(form: Form) -> int:
    minute = form.minute("start")
    if minute is None:
        form.refuse("start", "Write when it should start, such as 08:30.")
    return minute or 0


def _move(form: Form) -> Edit:
    visit_ids = _visit_ids(form)
    day = form.number("day", "Choose a day.", high=13) if form.text("day") and len(visit_ids) == 1 else None
    return kinds.Move(visit_ids, _start(form), day)


def _resize(form: Form) -> Edit:
    return kinds.Resize(_visit_ids(form), form.number("duration", "Choose how long.", low=1, high=1440))


def _swap(form: Form) -> Edit:
    try:
        offer_id, worker_id, arrangement_id = msgspec.json.decode(form.text("choice"), type=Choice)
    except msgspec.DecodeError as error:
        raise invalid("choice", "Choose who should come.") from error
    return kinds.Swap(_visit_ids(form), offer_id, worker_id, arrangement_id)


def _ban(form: Form) -> Edit:
    target, _, target_id = form.text("ban").partition(":")
    for known in TARGETS:
        if target == known and target_id:
            return kinds.BanTarget(known, target_id, form.text("sentence", longest=1000))
    raise invalid("ban", "Choose who should not come again.")


def _weight(form: Form) -> Edit:
    return kinds.SetWeight(form.text("goal_id"), form.number("weight", "Choose how much it matters.", high=100))


def _purse(form: Form) -> Edit:
    return kinds.SetPurse(form.text("purse_id"), form.money_minor("amount"))


def _times(form: Form) -> Edit:
    best = form.number("times_best", "Write how often, from 0 to 50.", high=50)
    least = form.number("times_least", "Write how often at least, from 0 to 50.", high=50, empty=0)
    return kinds.SetTimes(form.text("need_id"), best, min(best, least))


def _most_people(form: Form) -> Edit:
    if not form.text("count"):
        return kinds.SetMaxPeople(None)
    count = form.number("count", "Write a number of people from 1 to 100, or leave it empty.", low=1, high=100)
    return kinds.SetMaxPeople(count, form.text("sentence", longest=1000))


def _arrangement(form: Form) -> Edit:
    start, end, until = form.minute("from"), form.minute("to"), form.date("until")
    for name, value in (("from", start), ("to", end)):
        if value is None:
            form.refuse(name, "Write a time such as 14:00.")
    if start is not None and end is not None and end <= start:
        form.refuse("to", "They must stop later than they start.")
    if until is None:
        form.refuse("until", "Write until when they agreed to help.")
    days = [int(day) for day in form.all("weekdays") if day in {"0", "1", "2", "3", "4", "5", "6"}]
    if not days:
        form.refuse("weekdays", "Choose at least one day.")
    hours = form.number("hours", "Write how many hours a week, from 1 to 168.", low=1, high=MOST_HOURS)
    who = form.text("who", required="Write who helps.", longest=200)
    category = form.text("category", required="Choose what they help with.")
    form.check()
    arrangement = Arrangement(
        id=new_id("arr"),
        who=who,
        sentence=form.text("sentence", longest=1000),
        categories=(category,),
        availability=tuple(Slot(day, start or 0, end or 0) for day in days),
        max_weekly_minutes=hours * MINUTES_PER_HOUR,
        consent_until=until.isoformat() if until else "",
    )
    return kinds.AddArrangement(arrangement)


READERS: dict[str, Callable[[Form], Edit]] = {
    "keep": lambda form: kinds.Keep(_visit_ids(form)),
    "let_go": lambda form: kinds.LetGo(_visit_ids(form)),
    "remove": lambda form: kinds.Remove(_visit_ids(form)),
    "move": _move,
    "resize": _resize,
    "swap": _swap,
    "ban": _ban,
    "lift": lambda form: kinds.LiftRule(form.text("rule_id", required="Choose what to take back.")),
    "set_weight": _weight,
    "set_purse": _purse,
    "set_times": _times,
    "set_max_people": _most_people,
    "add_arrangement": _arrangement,
}
