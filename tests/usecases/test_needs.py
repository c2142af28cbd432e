"""Goals, needs, wishes and own help: what people may do with them."""

from datetime import date

import msgspec
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.domain.audit import AuditRow
from brokerage.domain.consultations import Consultation, SaidAs, Sentence
from brokerage.domain.drafts import ArrangementDraft, GoalDraft, NeedDraft, SlotDraft, WayDraft, WindowDraft, WishDraft
from brokerage.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from brokerage.domain.needs import GapWish, MaxPeopleWish
from brokerage.domain.people import Role
from brokerage.usecases import consultations, needs
from brokerage.usecases.briefs import brief_of
from brokerage.usecases.consultations import SentenceDraft
from tests.cast import Cast, SetClock, actor_for

MONDAY = date(2026, 11, 23)
A_NEED = NeedDraft(
    sentence="I want a bath.", title="A bath", is_must=True, times_best=3, times_least=1,
    ways=(WayDraft(category="personal_care", durations=(45,)),), windows=(WindowDraft(weekdays=(0, 2, 4)),),
)  # fmt: skip
HELP = ArrangementDraft(
    sentence="My brother comes on Sundays.", who="Sam", categories=("companionship",), max_weekly_minutes=120,
    availability=(SlotDraft(weekday=6, from_minute=600, to_minute=780),),
    consent_given_by="Sam", consent_on=MONDAY, consent_until=date(2027, 1, 31),
)  # fmt: skip


@pytest.fixture
def broker(session: Session, clock: SetClock, cast: Cast) -> Actor:
    """The client's broker."""
    return actor_for(session, clock, cast.broker, Role.BROKER, cast.brokerage)


@pytest.fixture
def client(session: Session, clock: SetClock, cast: Cast) -> Actor:
    """The client."""
    return actor_for(session, clock, cast.client_person, Role.CLIENT)


@pytest.fixture
def a_need(session: Session, broker: Actor, clock: SetClock, cast: Cast) -> NeedDraft:
    """A need that serves a goal of the client's."""
    goal = needs.add_goal(
        session, broker, clock, cast.client.id, GoalDraft(sentence="I want to feel clean.", weight=80)
    )
    return msgspec.structs.replace(A_NEED, goal_ids=(goal.id,))


def test_what_a_broker_writes_down_is_the_clients_word_and_opens_a_conversation(
    session: Session, broker: Actor, clock: SetClock, cast: Cast
) -> None:
    goal = needs.add_goal(session, broker, clock, cast.client.id, GoalDraft(sentence="I want a job.", weight=90))
    assert (goal.sentence, goal.said_by_name, goal.said_as) == ("I want a job.", "Ana", SaidAs.CLIENT)
    second = consultations.add_sentence(session, broker, clock, cast.client.id, SentenceDraft(text="Not before ten."))
    held = session.scalars(select(Consultation)).all()
    assert [one.held_on for one in held] == [MONDAY]
    assert second.consultation_id == held[0].id


def test_a_goal_can_be_made_from_a_sentence_that_was_said_before(
    session: Session, broker: Actor, clock: SetClock, cast: Cast
) -> None:
    said = consultations.add_sentence(session, broker, clock, cast.client.id, SentenceDraft(text="I love music."))
    goal = needs.add_goal(session, broker, clock, cast.client.id, GoalDraft(sentence_id=said.id))
    assert goal.sentence_id == said.id
    assert [one.uses for one in consultations.list_sentences(session, broker, cast.client.id)] == [1]


def test_a_sentence_of_another_client_can_not_be_used(
    session: Session, clock: SetClock, cast: Cast, broker: Actor
) -> None:
    other = actor_for(session, clock, cast.other_broker, Role.BROKER, cast.other_brokerage)
    theirs = consultations.add_sentence(session, other, clock, cast.other_client.id, SentenceDraft(text="Secret."))
    with pytest.raises(Invalid, match="list"):
        needs.add_goal(session, broker, clock, cast.client.id, GoalDraft(sentence_id=theirs.id))


def test_every_row_keeps_its_sentence_and_reaches_the_brief(
    session: Session, broker: Actor, clock: SetClock, cast: Cast, a_need: NeedDraft
) -> None:
    client_id = cast.client.id
    need = needs.add_need(session, broker, clock, client_id, a_need)
    needs.add_wish(
        session, broker, clock, client_id, WishDraft(sentence="Not so many faces.", content=MaxPeopleWish(count=3))
    )
    needs.add_arrangement(session, broker, clock, client_id, HELP)
    brief = brief_of(session, client_id, MONDAY)
    assert brief.goals[0].sentence == "I want to feel clean."
    assert (brief.needs[0].id, brief.needs[0].goal_ids, brief.needs[0].sentence) == (
        need.id,
        a_need.goal_ids,
        "I want a bath.",
    )
    assert brief.max_people is not None
    assert brief.max_people.sentence == "Not so many faces."
    assert brief.arrangements[0].sentence == "My brother comes on Sundays."
    assert brief_of(session, client_id, date(2027, 2, 1)).arrangements == ()


def test_what_is_removed_leaves_the_brief_and_comes_back_when_it_is_put_back(
    session: Session, broker: Actor, clock: SetClock, cast: Cast, a_need: NeedDraft
) -> None:
    client_id = cast.client.id
    need = needs.add_need(session, broker, clock, client_id, a_need)
    needs.remove_row(session, broker, clock, client_id, "needs", need.id)
    needs.remove_row(session, broker, clock, client_id, "needs", need.id)
    matters = needs.what_matters(session, broker, clock, client_id)
    assert matters.needs == ()
    assert [(kind, row.id) for kind, row in matters.removed] == [("needs", need.id)]
    assert brief_of(session, client_id, MONDAY).needs == ()
    needs.restore_row(session, broker, clock, client_id, "needs", need.id)
    assert [row.id for row in needs.what_matters(session, broker, clock, client_id).needs] == [need.id]


def test_putting_a_row_back_brings_its_sentence_back_too(
    session: Session, broker: Actor, clock: SetClock, cast: Cast, a_need: NeedDraft
) -> None:
    client_id = cast.client.id
    need = needs.add_need(session, broker, clock, client_id, a_need)
    with pytest.raises(Conflict):
        consultations.remove_sentence(session, broker, clock, client_id, need.sentence_id)
    needs.remove_row(session, broker, clock, client_id, "needs", need.id)
    consultations.remove_sentence(session, broker, clock, client_id, need.sentence_id)
    needs.restore_row(session, broker, clock, client_id, "needs", need.id)
    assert need.sentence_id in [row.id for row in consultations.list_sentences(session, broker, client_id)]


def test_a_change_made_on_an_old_version_is_refused(
    session: Session, broker: Actor, clock: SetClock, cast: Cast
) -> None:
    client_id = cast.client.id
    goal = needs.add_goal(session, broker, clock, client_id, GoalDraft(sentence="I want a job."))
    draft = GoalDraft(sentence_id=goal.sentence_id, weight=10)
    assert needs.change_goal(session, broker, clock, client_id, goal.id, goal.version, draft).weight == 10
    with pytest.raises(Conflict):
        needs.change_goal(session, broker, clock, client_id, goal.id, goal.version, draft)


def test_rows_move_up_and_down_and_stay_at_the_ends(
    session: Session, broker: Actor, clock: SetClock, cast: Cast
) -> None:
    client_id = cast.client.id
    made = [
        needs.add_goal(session, broker, clock, client_id, GoalDraft(sentence=f"Number {number}.")).id
        for number in range(3)
    ]

    def order() -> list[int]:
        return [made.index(goal.id) for goal in needs.what_matters(session, broker, clock, client_id).goals]

    needs.move_row(session, broker, clock, client_id, "goals", made[2], up=True)
    assert order() == [0, 2, 1]
    needs.move_row(session, broker, clock, client_id, "goals", made[0], up=True)
    assert order() == [0, 2, 1]
    needs.move_row(session, broker, clock, client_id, "goals", made[0], up=False)
    assert order() == [2, 0, 1]


def test_only_one_limit_on_different_people_counts_at_a_time(
    session: Session, broker: Actor, clock: SetClock, cast: Cast
) -> None:
    client_id = cast.client.id
    draft = WishDraft(sentence="Few faces.", content=MaxPeopleWish(count=3))
    first = needs.add_wish(session, broker, clock, client_id, draft)
    with pytest.raises(Invalid, match="mending"):
        needs.add_wish(session, broker, clock, client_id, draft)
    changed = WishDraft(sentence_id=first.sentence_id, content=MaxPeopleWish(count=2))
    needs.change_wish(session, broker, clock, client_id, first.id, 1, changed)
    needs.remove_row(session, broker, clock, client_id, "wishes", first.id)
    needs.add_wish(session, broker, clock, client_id, draft)
    with pytest.raises(Invalid):
        needs.restore_row(session, broker, clock, client_id, "wishes", first.id)


def test_a_gap_between_needs_leaves_the_brief_with_either_need(
    session: Session, broker: Actor, clock: SetClock, cast: Cast, a_need: NeedDraft
) -> None:
    client_id = cast.client.id
    first, second = (needs.add_need(session, broker, clock, client_id, a_need).id for _ in range(2))
    gap = WishDraft(sentence="Four hours between.", content=GapWish(need_ids=(first, second), minutes=240))
    needs.add_wish(session, broker, clock, client_id, gap)
    assert brief_of(session, client_id, MONDAY).gaps[0].need_ids == (first, second)
    needs.remove_row(session, broker, clock, client_id, "needs", second)
    assert brief_of(session, client_id, MONDAY).gaps == ()


def test_clients_and_supporters_in_scope_write_in_their_own_name(
    session: Session, client: Actor, clock: SetClock, cast: Cast
) -> None:
    supporter = actor_for(session, clock, cast.supporter, Role.SUPPORTER)
    mine = needs.add_goal(session, client, clock, cast.client.id, GoalDraft(sentence="I want to dance."))
    his = needs.add_goal(session, supporter, clock, cast.client.id, GoalDraft(sentence="She needs rest."))
    assert (mine.said_by_name, mine.said_as) == ("Ana", SaidAs.CLIENT)
    assert (his.said_by_name, his.said_as) == ("Sam Supporter", SaidAs.SUPPORTER)


def test_a_supporter_who_may_only_see_can_not_change_anything(session: Session, clock: SetClock, cast: Cast) -> None:
    cast.scope.rights = ["see"]
    session.flush()
    supporter = actor_for(session, clock, cast.supporter, Role.SUPPORTER)
    assert needs.what_matters(session, supporter, clock, cast.client.id).goals == ()
    with pytest.raises(NotAllowed):
        needs.add_goal(session, supporter, clock, cast.client.id, GoalDraft(sentence="No."))


def test_for_everyone_else_the_client_is_not_there(session: Session, clock: SetClock, cast: Cast) -> None:
    strangers = [
        actor_for(session, clock, cast.other_broker, Role.BROKER, cast.other_brokerage),
        actor_for(session, clock, cast.other_client_person, Role.CLIENT),
        actor_for(session, clock, cast.provider_person, Role.PROVIDER, cast.provider),
        actor_for(session, clock, cast.funder_person, Role.FUNDER, cast.funder),
    ]
    for stranger in strangers:
        with pytest.raises(NotFound):
            needs.what_matters(session, stranger, clock, cast.client.id)
        with pytest.raises(NotFound):
            needs.add_goal(session, stranger, clock, cast.client.id, GoalDraft(sentence="Mine now."))
        with pytest.raises(NotFound):
            consultations.list_sentences(session, stranger, cast.client.id)
    assert session.scalars(select(Sentence)).all() == []


def test_a_row_of_another_client_is_not_there(session: Session, broker: Actor, clock: SetClock, cast: Cast) -> None:
    other = actor_for(session, clock, cast.other_broker, Role.BROKER, cast.other_brokerage)
    theirs = needs.add_goal(session, other, clock, cast.other_client.id, GoalDraft(sentence="Ours."))
    with pytest.raises(NotFound):
        needs.remove_row(session, broker, clock, cast.client.id, "goals", theirs.id)
    with pytest.raises(NotFound):
        needs.change_goal(session, broker, clock, cast.client.id, theirs.id, 1, GoalDraft(sentence="Ours."))


def test_every_deed_leaves_a_row_without_the_persons_words(
    session: Session, broker: Actor, clock: SetClock, cast: Cast, a_need: NeedDraft
) -> None:
    need = needs.add_need(session, broker, clock, cast.client.id, a_need)
    needs.remove_row(session, broker, clock, cast.client.id, "needs", need.id)
    rows = session.scalars(select(AuditRow).where(AuditRow.client_id == cast.client.id)).all()
    assert [row.action for row in rows] == ["sentence.add", "goals.add", "sentence.add", "needs.add", "needs.remove"]
    assert "bath" not in str([row.details for row in rows])


def test_a_goal_stays_while_a_need_serves_nothing_else(
    session: Session, broker: Actor, clock: SetClock, cast: Cast, a_need: NeedDraft
) -> None:
    client_id = cast.client.id
    need = needs.add_need(session, broker, clock, client_id, a_need)
    with pytest.raises(Conflict, match="A bath"):
        needs.remove_row(session, broker, clock, client_id, "goals", a_need.goal_ids[0])
    needs.remove_row(session, broker, clock, client_id, "needs", need.id)
    needs.remove_row(session, broker, clock, client_id, "goals", a_need.goal_ids[0])
    with pytest.raises(Invalid):
        needs.restore_row(session, broker, clock, client_id, "needs", need.id)
