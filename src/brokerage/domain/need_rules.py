"""What makes a goal, a need, a wish or own help usable: each broken rule as a problem that a person can mend."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from brokerage.domain.consultations import SENTENCE_LENGTH
from brokerage.domain.drafts import (
    ArrangementDraft,
    FromWords,
    GoalDraft,
    NeedDraft,
    SlotDraft,
    WayDraft,
    WindowDraft,
    WishDraft,
)
from brokerage.domain.errors import Problem
from brokerage.domain.needs import BanWish, GapWish, LikeWish, LimitWish, MaxPeopleWish, WorkerWish
from brokerage.domain.rulepacks import Rulepack

DAY_MINUTES = 1440
TITLE_LENGTH = 120
TIMES_AT_MOST = 50
EFFECT_AT_MOST = 1000
WORKERS_AT_MOST = 4
TIMES_PER_DAY_AT_MOST = 12
GRID_MINUTES = 15
WEIGHT_AT_MOST = 100
SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Around:
    """What a draft is checked against: the rules of the place, today, and the client's other rows that count."""

    rules: Rulepack
    today: date
    goal_ids: frozenset[str] = frozenset()
    need_ids: frozenset[str] = frozenset()
    has_max_people: bool = False
    limit_names: frozenset[str] = frozenset()

    @property
    def category_ids(self) -> frozenset[str]:
        """The kinds of service that the rulepack knows."""
        return frozenset(category.id for category in self.rules.categories)


def words_problems(draft: FromWords) -> list[Problem]:
    """Every goal, need, limit and wish keeps the sentence it came from."""
    if draft.sentence_id:
        return []
    if not draft.sentence.strip():
        return [Problem("sentence", "Write the sentence this comes from, in the person's own words.")]
    if len(draft.sentence) > SENTENCE_LENGTH:
        return [Problem("sentence", f"Keep the sentence to {SENTENCE_LENGTH:,} letters.")]
    return []


def goal_problems(draft: GoalDraft) -> list[Problem]:
    """What is wrong with a goal."""
    problems = words_problems(draft)
    if not 0 <= draft.weight <= WEIGHT_AT_MOST:
        problems.append(Problem("weight", "Choose how much it matters, from 0 (not now) to 100 (most)."))
    if draft.enough_points is not None and not 1 <= draft.enough_points <= 10**6:
        problems.append(Problem("enough_points", "Write a number from 1 to 1,000,000, or leave it empty."))
    return problems


def need_problems(draft: NeedDraft, around: Around) -> list[Problem]:
    """What is wrong with a need."""
    return [
        *words_problems(draft),
        *_title(draft.title),
        *_serves(draft, around),
        *_ways(draft, around),
        *_how_often(draft),
        *_when(draft),
        *_with_whom(draft),
    ]


def wish_problems(draft: WishDraft, around: Around) -> list[Problem]:
    """What is wrong with a wish or limit. Ids of the market (providers, workers, offers) are not known here."""
    content = draft.content
    problems = words_problems(draft)
    if isinstance(content, BanWish | LikeWish) and content.target == "category":
        problems += _categories("target_id", (content.target_id,), around)
    if isinstance(content, LikeWish) and content.weight == 0:
        problems.append(Problem("weight", "Choose more of it or less of it: 0 changes nothing."))
    if isinstance(content, GapWish | WorkerWish):
        problems += _known("need_ids", content.need_ids, around.need_ids, "need")
    if isinstance(content, GapWish):
        if content.need_ids[0] == content.need_ids[1]:
            problems.append(Problem("need_ids", "Choose two different needs. One need has a gap of its own."))
        if not 1 <= content.minutes <= DAY_MINUTES:
            problems.append(Problem("minutes", "Choose a gap from 1 minute to 24 hours."))
    if isinstance(content, MaxPeopleWish) and around.has_max_people:
        problems.append(Problem("count", "There is a limit on different people already. Change that one."))
    if isinstance(content, LimitWish) and content.name in around.limit_names:
        problems.append(Problem("name", "There is a limit on this already. Change that one."))
    return problems


def arrangement_problems(draft: ArrangementDraft, around: Around, *, is_new: bool = True) -> list[Problem]:
    """What is wrong with help that is given already. Consent needs a name, a date and an end."""
    problems = [*words_problems(draft), *_consent(draft, around, is_new=is_new)]
    if not draft.who.strip():
        problems.append(Problem("who", "Write who helps."))
    elif len(draft.who) > TITLE_LENGTH:
        problems.append(Problem("who", f"Keep it to {TITLE_LENGTH} letters."))
    if not draft.categories:
        problems.append(Problem("categories", "Choose at least one kind of help."))
    problems += _categories("categories", draft.categories, around)
    problems += _slots(draft.availability)
    within = sum(max(0, slot.to_minute - slot.from_minute) for slot in draft.availability)
    if draft.max_weekly_minutes < 1:
        problems.append(Problem("max_weekly_minutes", "Write how much time a week is all right, at least 1 minute."))
    elif draft.max_weekly_minutes > within > 0:
        problems.append(
            Problem("max_weekly_minutes", f"The times add up to {within} minutes a week. Write that or less.")
        )
    return problems


def _title(title: str) -> Iterator[Problem]:
    if not title.strip():
        yield Problem("title", "Give this help a short name, such as “Help to get up”.")
    elif len(title) > TITLE_LENGTH:
        yield Problem("title", f"Keep the name to {TITLE_LENGTH} letters.")


def _serves(draft: NeedDraft, around: Around) -> Iterator[Problem]:
    if not draft.goal_ids:
        yield Problem("goal_ids", "Choose at least one goal that this helps with.")
    yield from _known("goal_ids", draft.goal_ids, around.goal_ids, "goal")


def _ways(draft: NeedDraft, around: Around) -> Iterator[Problem]:
    if not draft.ways:
        yield Problem("ways", "Choose the kind of help.")
    if draft.named_task and draft.named_task not in around.rules.named_tasks:
        yield Problem("named_task", f"Choose one of: {', '.join(around.rules.named_tasks)}.")
    yield from _categories("ways", tuple(way.category for way in draft.ways), around)
    for way in draft.ways:
        yield from _lengths(way, draft.named_task, around.rules)
        if not 0 <= way.effect_points <= EFFECT_AT_MOST:
            yield Problem("ways", "Choose how much one visit does, from 0 to 1000 (100 is usual).")


def _lengths(way: WayDraft, named_task: str, rules: Rulepack) -> Iterator[Problem]:
    least = rules.named_task_visit_minutes if named_task else rules.minimum_visit_minutes
    if not way.durations:
        yield Problem("durations", "Write how long a visit is, in minutes.")
    for minutes in way.durations:
        if minutes > DAY_MINUTES:
            yield Problem("durations", f"{minutes} minutes is more than a day. Write 24 hours (1440) or less.")
        elif minutes % GRID_MINUTES:
            yield Problem("durations", f"{minutes} minutes can't be planned. Use steps of {GRID_MINUTES} minutes.")
        elif minutes < least and not named_task:
            yield Problem(
                "durations", f"A visit is at least {least} minutes. For a shorter one, choose its task under “More”."
            )
        elif minutes < least:
            yield Problem("durations", f"Even for a named task a visit is at least {least} minutes.")


def _how_often(draft: NeedDraft) -> Iterator[Problem]:
    if not 1 <= draft.times_best <= TIMES_AT_MOST:
        yield Problem("times_best", f"Write how often a week is best, from 1 to {TIMES_AT_MOST}.")
    elif not 0 <= draft.times_least <= draft.times_best:
        yield Problem("times_least", f"At least can't be more than at best ({draft.times_best}).")
    elif draft.is_must and draft.times_least == 0:
        yield Problem("times_least", "A must-have needs “at least” once a week or more.")
    if not 1 <= draft.times_per_day <= TIMES_PER_DAY_AT_MOST:
        yield Problem("times_per_day", f"Choose 1 to {TIMES_PER_DAY_AT_MOST} times a day.")
        return
    days = {day for window in draft.windows for day in window.weekdays}
    if days and draft.times_best > len(days) * draft.times_per_day:
        yield Problem(
            "times_best",
            f"{len(days)} days with {draft.times_per_day} a day make {len(days) * draft.times_per_day} times a week. "
            "Choose more days, more times a day, or fewer times.",
        )


def _when(draft: NeedDraft) -> Iterator[Problem]:
    if not draft.windows:
        yield Problem("windows", "Choose when it may be: any time is fine too.")
    for name, windows in (("windows", draft.windows), ("preferred", draft.preferred)):
        for window in windows:
            yield from _window(name, window, min((m for way in draft.ways for m in way.durations), default=0))
    if not 0 <= draft.gap_minutes <= DAY_MINUTES:
        yield Problem("gap_minutes", "Choose a gap from 0 to 24 hours.")


def _window(name: str, window: WindowDraft, shortest: int) -> Iterator[Problem]:
    if not window.weekdays:
        yield Problem("weekdays", "Choose at least one day.")
    if any(not 0 <= day <= SUNDAY for day in window.weekdays):
        yield Problem("weekdays", "Days run from 0 (Monday) to 6 (Sunday).")
    if not 0 <= window.earliest_minute < DAY_MINUTES or not 0 < window.latest_end_minute <= 2 * DAY_MINUTES:
        yield Problem(name, "Write times of day, such as 8:30am.")
    elif window.latest_end_minute <= window.earliest_minute:
        yield Problem(name, "The end must be after the start.")
    elif (room := window.latest_end_minute - window.earliest_minute) < shortest:
        yield Problem(name, f"{room} minutes are too short for a visit of {shortest} minutes.")


def _with_whom(draft: NeedDraft) -> Iterator[Problem]:
    if not 1 <= draft.workers_at_once <= WORKERS_AT_MOST:
        yield Problem("workers_at_once", f"Choose 1 to {WORKERS_AT_MOST} people at once.")


def _consent(draft: ArrangementDraft, around: Around, *, is_new: bool) -> Iterator[Problem]:
    if not draft.consent_given_by.strip():
        yield Problem("consent_given_by", "Write the name of the person who said yes to giving this help.")
    elif len(draft.consent_given_by) > TITLE_LENGTH:
        yield Problem("consent_given_by", f"Keep the name to {TITLE_LENGTH} letters.")
    if draft.consent_on > around.today:
        yield Problem("consent_on", "Choose the day they said yes: not a day in the future.")
    if draft.consent_until < draft.consent_on:
        yield Problem("consent_until", "The end must be after the day they said yes.")
    elif is_new and draft.consent_until < around.today:
        yield Problem("consent_until", "Choose an end date that is still to come. You can renew it then.")


def _slots(slots: tuple[SlotDraft, ...]) -> Iterator[Problem]:
    if not slots:
        yield Problem("availability", "Choose the days and times when this help is there.")
    for slot in slots:
        if not 0 <= slot.weekday <= SUNDAY:
            yield Problem("availability", "Days run from 0 (Monday) to 6 (Sunday).")
        elif not 0 <= slot.from_minute < DAY_MINUTES:
            yield Problem("availability", "Write times of day, such as 8:30am.")
        elif not slot.from_minute < slot.to_minute <= slot.from_minute + DAY_MINUTES:
            yield Problem("availability", "The end must be after the start, and at most 24 hours later.")


def _categories(pointer: str, ids: tuple[str, ...], around: Around) -> Iterator[Problem]:
    for unknown in sorted(set(ids) - around.category_ids):
        yield Problem(pointer, f"“{unknown}” is not a kind of help we know. Choose one from the list.")


def _known(pointer: str, ids: tuple[str, ...], live: frozenset[str], what: str) -> Iterator[Problem]:
    if set(ids) - live:
        yield Problem(pointer, f"Choose a {what} from the list: one of these is not there any more.")
