"""Goals, needs, wishes and own help: adding, changing, ordering, removing and putting back."""

from typing import TypeVar

from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.domain.drafts import ArrangementDraft, FromWords, GoalDraft, NeedDraft, WishDraft, retyped
from brokerage.domain.errors import Conflict, Invalid, NotFound, Problem
from brokerage.domain.need_rules import Around, arrangement_problems, goal_problems, need_problems, wish_problems
from brokerage.domain.needs import Arrangement, BanWish, Goal, LikeWish, LimitWish, MaxPeopleWish, Need, Wish
from brokerage.domain.people import Client
from brokerage.domain.rulepacks import load_rulepack
from brokerage.optimizer.brief import Way, Window
from brokerage.optimizer.market import Slot
from brokerage.ports.clock import Clock
from brokerage.store.needs import ended, next_position, standing
from brokerage.store.targets import target_exists
from brokerage.usecases import audit
from brokerage.usecases.access import client_subject
from brokerage.usecases.clients import client_for
from brokerage.usecases.consultations import CHANGED, sentence_for
from brokerage.usecases.need_views import (
    ArrangementView,
    GoalView,
    Matters,
    NeedView,
    WishView,
    any_view,
    arrangement_view,
    goal_view,
    need_view,
    wish_view,
)

Row = TypeVar("Row", bound=Goal | Need | Wish | Arrangement)
AnyKind = type[Goal] | type[Need] | type[Wish] | type[Arrangement]
KINDS: dict[str, AnyKind] = {"goals": Goal, "needs": Need, "wishes": Wish, "arrangements": Arrangement}


def what_matters(session: Session, actor: Actor, clock: Clock, client_id: str) -> Matters:
    """Everything about one client that the solver is asked to respect."""
    client = client_for(session, actor, "consultation.see", client_id, "consultation")
    audit.note_read(session, actor, "consultation.see", client_subject(client, "consultation"))
    today = clock.now().date()
    gone = [(name, row) for name, kind in KINDS.items() for row in ended(session, kind, client_id)]
    gone.sort(key=lambda item: item[1].ended_at or clock.now(), reverse=True)
    return Matters(
        goals=tuple(goal_view(row) for row in standing(session, Goal, client_id)),
        needs=tuple(need_view(row) for row in standing(session, Need, client_id)),
        wishes=tuple(wish_view(row) for row in standing(session, Wish, client_id)),
        arrangements=tuple(arrangement_view(row, today) for row in standing(session, Arrangement, client_id)),
        removed=tuple((name, any_view(row, today)) for name, row in gone),
    )


def add_goal(session: Session, actor: Actor, clock: Clock, client_id: str, draft: GoalDraft) -> GoalView:
    """A new goal, after the others."""
    client = _client(session, actor, client_id)
    _check(goal_problems(draft))
    row = Goal(client_id=client.id)
    _put_goal(row, draft)
    return goal_view(_added(session, actor, clock, client, row, draft, "goals"))


def change_goal(
    session: Session, actor: Actor, clock: Clock, client_id: str, goal_id: str, version: int, draft: GoalDraft
) -> GoalView:
    """Another weight or sentence for a goal."""
    client = _client(session, actor, client_id)
    row = _row(session, Goal, client, goal_id, version)
    _check(goal_problems(draft))
    _put_goal(row, draft)
    return goal_view(_changed(session, actor, clock, client, row, draft, "goals"))


def add_need(session: Session, actor: Actor, clock: Clock, client_id: str, draft: NeedDraft) -> NeedView:
    """A new need, after the others."""
    client = _client(session, actor, client_id)
    _check(need_problems(draft, _around(session, clock, client)))
    row = Need(client_id=client.id)
    _put_need(row, draft)
    return need_view(_added(session, actor, clock, client, row, draft, "needs"))


def change_need(
    session: Session, actor: Actor, clock: Clock, client_id: str, need_id: str, version: int, draft: NeedDraft
) -> NeedView:
    """A need as it should be from now on."""
    client = _client(session, actor, client_id)
    row = _row(session, Need, client, need_id, version)
    _check(need_problems(draft, _around(session, clock, client)))
    _put_need(row, draft)
    return need_view(_changed(session, actor, clock, client, row, draft, "needs"))


def add_wish(session: Session, actor: Actor, clock: Clock, client_id: str, draft: WishDraft) -> WishView:
    """A new like, ban or limit."""
    client = _client(session, actor, client_id)
    _check([*wish_problems(draft, _around(session, clock, client)), *_target_problems(session, draft)])
    row = Wish(client_id=client.id, content=draft.content)
    return wish_view(_added(session, actor, clock, client, row, draft, "wishes"))


def change_wish(
    session: Session, actor: Actor, clock: Clock, client_id: str, wish_id: str, version: int, draft: WishDraft
) -> WishView:
    """A wish as it should be from now on."""
    client = _client(session, actor, client_id)
    row = _row(session, Wish, client, wish_id, version)
    _check([*wish_problems(draft, _around(session, clock, client, without=row.id)), *_target_problems(session, draft)])
    row.content = draft.content
    return wish_view(_changed(session, actor, clock, client, row, draft, "wishes"))


def add_arrangement(
    session: Session, actor: Actor, clock: Clock, client_id: str, draft: ArrangementDraft
) -> ArrangementView:
    """Help that is given already, agreed to until a day."""
    client = _client(session, actor, client_id)
    _check(arrangement_problems(draft, _around(session, clock, client)))
    row = Arrangement(client_id=client.id)
    _put_arrangement(row, draft)
    return arrangement_view(_added(session, actor, clock, client, row, draft, "arrangements"), clock.now().date())


def change_arrangement(
    session: Session, actor: Actor, clock: Clock, client_id: str, row_id: str, version: int, draft: ArrangementDraft
) -> ArrangementView:
    """Own help as it should be from now on. Consent may be renewed, or ended early."""
    client = _client(session, actor, client_id)
    row = _row(session, Arrangement, client, row_id, version)
    _check(arrangement_problems(draft, _around(session, clock, client), is_new=False))
    _put_arrangement(row, draft)
    return arrangement_view(_changed(session, actor, clock, client, row, draft, "arrangements"), clock.now().date())


def remove_row(session: Session, actor: Actor, clock: Clock, client_id: str, kind: str, row_id: str) -> None:
    """Take a goal, need, wish or arrangement out: it counts no more, and can be put back. Twice is once."""
    client = _client(session, actor, client_id)
    row = _row(session, _kind(kind), client, row_id)
    if isinstance(row, Goal):
        _refuse_last_goal(session, client, row)
    if row.ended_at is None:
        row.ended_at = clock.now()
        row.version += 1
        _record(session, actor, clock, client, f"{kind}.remove", row)


def restore_row(session: Session, actor: Actor, clock: Clock, client_id: str, kind: str, row_id: str) -> None:
    """Put back what was removed, with its sentence. Twice is once."""
    client = _client(session, actor, client_id)
    row = _row(session, _kind(kind), client, row_id)
    if row.ended_at is None:
        return
    _check_return(row, _around(session, clock, client))
    row.ended_at = None
    row.sentence.ended_at = None
    row.version += 1
    _record(session, actor, clock, client, f"{kind}.restore", row)


def move_row(session: Session, actor: Actor, clock: Clock, client_id: str, kind: str, row_id: str, up: bool) -> None:
    """One place up or down among its kind; at the end of the list nothing changes."""
    client = _client(session, actor, client_id)
    rows = standing(session, _kind(kind), client_id)
    place = next((i for i, row in enumerate(rows) if row.id == row_id), None)
    if place is None:
        raise NotFound()
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for position, row in enumerate(rows, start=1):
        row.position = position
    _record(session, actor, clock, client, f"{kind}.move", rows[other])


def _client(session: Session, actor: Actor, client_id: str) -> Client:
    """Locked, so that positions and limits that count rows can't race."""
    return client_for(session, actor, "consultation.edit", client_id, "consultation", for_update=True)


def _kind(name: str) -> AnyKind:
    if name not in KINDS:
        raise NotFound()
    return KINDS[name]


def _row(session: Session, kind: type[Row], client: Client, row_id: str, version: int | None = None) -> Row:
    row = session.get(kind, row_id, with_for_update={"of": kind}, populate_existing=True)
    if row is None or row.client_id != client.id or (version is not None and row.ended_at is not None):
        raise NotFound()
    if version is not None and row.version != version:
        raise Conflict(CHANGED, code="stale")
    return row


def _around(session: Session, clock: Clock, client: Client, without: str = "") -> Around:
    contents = [wish.content for wish in standing(session, Wish, client.id) if wish.id != without]
    return Around(
        rules=load_rulepack(client.rulepack),
        today=clock.now().date(),
        goal_ids=frozenset(row.id for row in standing(session, Goal, client.id)),
        need_ids=frozenset(row.id for row in standing(session, Need, client.id)),
        has_max_people=any(isinstance(content, MaxPeopleWish) for content in contents),
        limit_names=frozenset(content.name for content in contents if isinstance(content, LimitWish)),
    )


def _refuse_last_goal(session: Session, client: Client, goal: Goal) -> None:
    others = {other.id for other in standing(session, Goal, client.id)} - {goal.id}
    for need in standing(session, Need, client.id):
        if goal.id in need.goal_ids and not others & set(need.goal_ids):
            raise Conflict(
                f"“{need.title}” serves only this goal. Remove it first, or let it serve another goal.", code="in_use"
            )


def _check_return(row: Goal | Need | Wish | Arrangement, around: Around) -> None:
    """What a row rests on may have gone while it was away."""
    if isinstance(row, Wish):
        _check(wish_problems(WishDraft(sentence_id=row.sentence_id, content=row.content), around))
    if isinstance(row, Need) and not around.goal_ids & set(row.goal_ids):
        _check([Problem("goal_ids", "The goal that this helps with is removed. Put the goal back first.")])


def _target_problems(session: Session, draft: WishDraft) -> list[Problem]:
    content = draft.content
    if isinstance(content, BanWish | LikeWish) and not target_exists(session, content.target, content.target_id):
        return [Problem("target_id", f"The market knows no {content.target} with this id. Choose one from the list.")]
    return []


def _check(problems: list[Problem]) -> None:
    if problems:
        raise Invalid("Some of this needs mending.", problems=tuple(problems))


def _added(session: Session, actor: Actor, clock: Clock, client: Client, row: Row, draft: FromWords, kind: str) -> Row:
    row.sentence = sentence_for(session, actor, clock, client, draft)
    row.position = next_position(session, type(row), client.id)
    session.add(row)
    _record(session, actor, clock, client, f"{kind}.add", row)
    return row


def _changed(
    session: Session, actor: Actor, clock: Clock, client: Client, row: Row, draft: FromWords, kind: str
) -> Row:
    if draft.sentence_id != row.sentence_id:
        row.sentence = sentence_for(session, actor, clock, client, draft)
    row.version += 1
    _record(session, actor, clock, client, f"{kind}.change", row)
    return row


def _record(
    session: Session, actor: Actor, clock: Clock, client: Client, action: str, row: Goal | Need | Wish | Arrangement
) -> None:
    session.flush()
    audit.record(
        session, actor, clock, action, client_subject(client, "consultation", row.id), {"version": row.version}
    )


def _put_goal(row: Goal, draft: GoalDraft) -> None:
    row.weight, row.enough_points = draft.weight, draft.enough_points


def _put_need(row: Need, draft: NeedDraft) -> None:
    row.title = draft.title.strip()
    row.goal_ids = tuple(dict.fromkeys(draft.goal_ids))
    row.ways = retyped(draft.ways, tuple[Way, ...])
    row.times_best, row.times_least, row.is_must = draft.times_best, draft.times_least, draft.is_must
    row.windows = retyped(draft.windows, tuple[Window, ...])
    row.preferred = retyped(draft.preferred, tuple[Window, ...])
    row.skills, row.named_task = draft.skills, draft.named_task
    row.workers_at_once, row.times_per_day, row.gap_minutes = (
        draft.workers_at_once,
        draft.times_per_day,
        draft.gap_minutes,
    )


def _put_arrangement(row: Arrangement, draft: ArrangementDraft) -> None:
    row.who, row.categories = draft.who.strip(), draft.categories
    row.availability = retyped(draft.availability, tuple[Slot, ...])
    row.max_weekly_minutes, row.is_own_effort = draft.max_weekly_minutes, draft.is_own_effort
    row.skills, row.languages, row.gender = draft.skills, draft.languages, draft.gender or None
    row.consent_given_by = draft.consent_given_by.strip()
    row.consent_on, row.consent_until = draft.consent_on, draft.consent_until
