"""The conversation page and its forms, without JavaScript."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage.domain.consultations import Consultation, ConsultationState, Sentence
from brokerage.domain.needs import AnyWish, Arrangement, BanWish, GapWish, Goal, LikeWish, Need, Wish, WorkerWish
from brokerage.optimizer.brief import Way, Window
from brokerage.optimizer.market import Slot
from tests.cast import Browser, Cast, post

Browse = Callable[..., Browser]
NEED = {
    "sentence": "I want to be up by nine.", "title": "Help to get up", "category": "personal_care", "durations": "45",
    "times_best": "7", "times_least": "5", "is_must": "yes", "windows": ["morning"], "weekdays": list("0123456"),
}  # fmt: skip
HELP = {
    "sentence": "Sam comes on Sundays.", "who": "Sam, my brother", "weekdays": ["6"], "earliest": "14:00",
    "latest": "17:00", "max_weekly_minutes": "2.5", "categories": ["companionship"], "consent_given_by": "Sam",
    "consent_on": "2026-11-20", "consent_until": "2027-05-31",
}  # fmt: skip


@pytest.fixture
def base(cast: Cast) -> str:
    """Where the conversation is."""
    return f"/clients/{cast.client.id}/conversation"


def every(session: Session, query: Any) -> list[Any]:
    """What the query finds now, in a transaction that ends: an open one would keep the application from writing."""
    with Session(session.get_bind(), expire_on_commit=False) as opened:
        return list(opened.scalars(query))


def one(session: Session, query: Any) -> Any:
    """The one row that the query finds now."""
    (found,) = every(session, query)
    return found


def add_goal(browser: Browser, base: str, session: Session, sentence: str = "I want a job.") -> Goal:
    """A goal, by its form."""
    answer = post(browser, f"{base}/goals/new", {"sentence": sentence, "weight": "90"})
    assert answer.status_code in {302, 303}, answer.text
    goal: Goal = one(session, select(Goal).join(Sentence).where(Sentence.text == sentence))
    return goal


def test_an_empty_conversation_says_how_to_begin(browse: Browse, cast: Cast, base: str) -> None:
    page = browse(cast.broker).get(base)
    assert page.status_code == 200
    assert "What does a good day look like?" in page.text


def test_a_sentence_becomes_a_goal_and_shows_that_it_was_used(
    browse: Browse, cast: Cast, base: str, session: Session
) -> None:
    browser = browse(cast.broker)
    page = post(
        browser, f"{base}/sentences", {"text": "I was only ever asked about curtains.", "then": "goals"}, follow=True
    )
    assert "I was only ever asked about curtains." in page.text
    said = one(session, select(Sentence))
    assert f'name="sentence_id" value="{said.id}"' in page.text
    page = post(browser, f"{base}/goals/new", {"sentence_id": said.id, "weight": "95"}, follow=True)
    assert "Goal saved." in page.text
    assert "used once" in page.text
    assert "Matters most" in page.text


def test_the_words_that_were_typed_stay_when_something_is_missing(browse: Browse, cast: Cast, base: str) -> None:
    page = post(browse(cast.broker), f"{base}/needs/new", NEED | {"title": "", "goal_ids": [], "durations": "soon"})
    assert page.status_code == 422
    assert "<title>Error:" in page.text
    assert 'href="#f-durations"' in page.text
    assert 'value="soon"' in page.text
    assert "I want to be up by nine." in page.text
    page = post(browse(cast.broker), f"{base}/needs/new", NEED | {"title": "", "goal_ids": []})
    assert 'href="#f-title"' in page.text
    assert 'href="#f-goal_ids"' in page.text


def test_a_need_starts_with_what_is_usual_for_its_kind(browse: Browse, cast: Cast, base: str) -> None:
    browser = browse(cast.broker)
    assert 'name="category"' in browser.get(f"{base}/needs/new").text
    page = browser.get(f"{base}/needs/new?category=medicine").text
    assert 'value="Help with medicines"' in page
    assert 'value="14"' in page


def test_a_need_is_saved_as_it_was_said_and_comes_back_in_its_form(
    browse: Browse, cast: Cast, base: str, session: Session
) -> None:
    browser = browse(cast.broker)
    goal = add_goal(browser, base, session)
    fields = NEED | {
        "goal_ids": [goal.id],
        "skills": "hoist, epilepsy",
        "workers_at_once": "2",
        "category_1": "sitting",
        "durations_1": "60, 90",
    }
    page = post(browser, f"{base}/needs/new", fields, follow=True)
    assert "2 people at once" in page.text
    assert "5 to 7 times a week" in page.text
    need = one(session, select(Need))
    assert need.ways == (Way("personal_care", (45,)), Way("sitting", (60, 90)))
    assert need.windows == (Window((0, 1, 2, 3, 4, 5, 6), 420, 720),)
    assert (need.skills, need.workers_at_once, need.is_must) == (("hoist", "epilepsy"), 2, True)
    form = browser.get(f"{base}/needs/{need.id}").text
    assert 'value="hoist, epilepsy"' in form
    assert re.search(r'value="morning" checked', form)
    page = post(
        browser,
        f"{base}/needs/{need.id}",
        fields
        | {"version": "1", "windows": [], "earliest": "22:00", "latest": "06:00", "sentence_id": need.sentence_id},
        follow=True,
    )
    assert one(session, select(Need)).windows == (Window((0, 1, 2, 3, 4, 5, 6), 1320, 1800),)
    assert "10pm to 6am" in page.text


def test_times_that_no_form_can_show_are_kept_unless_they_are_set_anew(
    browse: Browse, cast: Cast, base: str, session: Session
) -> None:
    browser = browse(cast.broker)
    goal = add_goal(browser, base, session)
    fields = NEED | {"goal_ids": [goal.id]}
    post(browser, f"{base}/needs/new", fields)
    need = one(session, select(Need))
    session.merge(need).windows = (Window((0,), 480, 600), Window((5, 6), 600, 800))
    session.commit()
    page = browser.get(f"{base}/needs/{need.id}").text
    assert "Keep the times as they are" in page
    again = fields | {"version": "1", "sentence_id": need.sentence_id, "times_best": "3", "times_least": "1"}
    answer = post(browser, f"{base}/needs/{need.id}", again | {"keep_times": "yes"})
    assert answer.status_code in {302, 303}, answer.text
    assert one(session, select(Need).where(Need.id == need.id)).windows == (
        Window((0,), 480, 600),
        Window((5, 6), 600, 800),
    )


def test_a_change_on_an_old_page_is_asked_about_and_loses_nothing(
    browse: Browse, cast: Cast, base: str, session: Session
) -> None:
    browser = browse(cast.broker)
    goal = add_goal(browser, base, session)
    fields = {"sentence_id": goal.sentence_id, "weight": "10", "version": "1"}
    post(browser, f"{base}/goals/{goal.id}", fields)
    page = post(browser, f"{base}/goals/{goal.id}", fields | {"weight": "20"})
    assert page.status_code == 422
    assert "Someone else has changed this meanwhile" in page.text
    assert 'value="20"' in page.text
    assert 'name="version" value="2"' in page.text


def test_what_is_removed_can_be_put_back_at_once_and_later(
    browse: Browse, cast: Cast, base: str, session: Session
) -> None:
    browser = browse(cast.broker)
    goal = add_goal(browser, base, session)
    page = post(browser, f"{base}/goals/{goal.id}/remove", {}, follow=True)
    assert page.text.count(f"{base}/goals/{goal.id}/restore") == 2
    assert f"{base}/goals/{goal.id}/restore" in browser.get(base).text
    page = post(browser, f"{base}/goals/{goal.id}/restore", {}, follow=True)
    assert "It is back." in page.text
    assert one(session, select(Goal).where(Goal.id == goal.id)).ended_at is None


def test_weights_of_all_goals_are_saved_together(browse: Browse, cast: Cast, base: str, session: Session) -> None:
    browser = browse(cast.broker)
    first, second = add_goal(browser, base, session), add_goal(browser, base, session, "I want to dance.")
    page = post(browser, f"{base}/weights", {f"weight-{first.id}": "20", f"weight-{second.id}": "100"}, follow=True)
    assert "Weights saved." in page.text
    assert [one(session, select(Goal).where(Goal.id == goal.id)).weight for goal in (first, second)] == [20, 100]
    assert post(browser, f"{base}/weights", {f"weight-{first.id}": "101"}).status_code == 422


def test_a_goal_can_change_places_with_another(browse: Browse, cast: Cast, base: str, session: Session) -> None:
    browser = browse(cast.broker)
    add_goal(browser, base, session)
    second = add_goal(browser, base, session, "I want to dance.")
    page = post(browser, f"{base}/goals/{second.id}/up", {}, follow=True).text
    goals = page[page.index("Goals</h2>") :]
    assert goals.index("I want to dance.") < goals.index("I want a job.")
    assert post(browser, f"{base}/goals/{second.id}/sideways", {}).status_code == 404


def test_wishes_of_each_kind_by_form(browse: Browse, cast: Cast, base: str, session: Session) -> None:
    browser = browse(cast.broker)
    goal = add_goal(browser, base, session)
    needs = []
    for title in ("Morning medicine", "Evening medicine"):
        post(browser, f"{base}/needs/new", NEED | {"goal_ids": [goal.id], "title": title})
        needs.append(one(session, select(Need.id).where(Need.title == title)))
    assert "Who comes" in browser.get(f"{base}/wishes/new").text
    said = {"sentence": "That is how I want it."}
    less_art = {"kind": "like", "target": "category", "category": "art_group", "direction": "less", "weight": "30"}
    who = {"kind": "worker_wish", "attribute": "gender", "value": "female", "is_must": "yes", "weight": "50"}
    wanted: list[tuple[dict[str, Any], AnyWish]] = [
        ({"kind": "ban", "target": "category", "category": "day_centre"}, BanWish("category", "day_centre")),
        (less_art, LikeWish("category", "art_group", -30)),
        (who | {"need_ids": needs[:1]}, WorkerWish("gender", "female", (needs[0],), True, 50)),
        (
            {"kind": "gap", "first_need": needs[0], "second_need": needs[1], "minutes": "240"},
            GapWish((needs[0], needs[1]), 240),
        ),
    ]
    for fields, content in wanted:
        assert browser.get(f"{base}/wishes/new?wish={fields['kind']}").status_code == 200
        answer = post(browser, f"{base}/wishes/new", said | fields)
        assert answer.status_code in {302, 303}, answer.text
        made = [wish for wish in every(session, select(Wish)) if wish.content == content]
        assert len(made) == 1
        assert browser.get(f"{base}/wishes/{made[0].id}").status_code == 200
    page = browser.get(base).text
    assert "Never: Day centre" in page
    assert "At least 4 hours between “Morning medicine” and “Evening medicine”" in page


def test_a_wish_about_nobody_says_so(browse: Browse, cast: Cast, base: str) -> None:
    fields = {"kind": "ban", "target": "provider", "target_name": "No Such Firm", "sentence": "Never them again."}
    page = post(browse(cast.broker), f"{base}/wishes/new", fields)
    assert page.status_code == 422
    assert "We know nobody of exactly this name" in page.text
    assert 'value="No Such Firm"' in page.text


def test_help_that_is_there_keeps_its_consent_and_its_end(
    browse: Browse, cast: Cast, base: str, session: Session
) -> None:
    browser = browse(cast.broker)
    assert browser.get(f"{base}/arrangements/new").status_code == 200
    page = post(browser, f"{base}/arrangements/new", HELP, follow=True)
    assert "Sam said yes on Friday 20 November 2026, until Monday 31 May 2027" in page.text
    row = one(session, select(Arrangement))
    assert (row.max_weekly_minutes, row.availability) == (150, (Slot(6, 840, 1020),))
    assert row.consent_until == date(2027, 5, 31)
    form = browser.get(f"{base}/arrangements/{row.id}").text
    assert 'value="14:00"' in form
    assert 'value="2.5"' in form


def test_help_without_consent_is_refused_by_name(browse: Browse, cast: Cast, base: str, session: Session) -> None:
    bad = HELP | {"consent_given_by": "", "consent_until": "2026-11-01"}
    page = post(browse(cast.broker), f"{base}/arrangements/new", bad)
    assert page.status_code == 422
    assert 'href="#f-consent_given_by"' in page.text
    assert 'href="#f-consent_until"' in page.text
    assert every(session, select(Arrangement)) == []


def test_a_broker_says_that_the_conversation_is_over(browse: Browse, cast: Cast, base: str, session: Session) -> None:
    browser = browse(cast.broker)
    add_goal(browser, base, session)
    held = one(session, select(Consultation))
    assert "We are done for now" not in post(browser, f"{base}/close/{held.id}", {}, follow=True).text
    assert one(session, select(Consultation).where(Consultation.id == held.id)).state is ConsultationState.CLOSED


def test_sentences_are_corrected_and_removed(browse: Browse, cast: Cast, base: str, session: Session) -> None:
    browser = browse(cast.broker)
    post(browser, f"{base}/sentences", {"text": "I like curtians."})
    said = one(session, select(Sentence))
    assert "I like curtians." in browser.get(f"{base}/sentences/{said.id}").text
    fixed = {
        "text": "I like curtains.",
        "version": "1",
        "said_as": "client",
        "said_by_name": "Ana",
        "said_on": "2026-11-22",
    }
    assert "I like curtains." in post(browser, f"{base}/sentences/{said.id}", fixed, follow=True).text
    page = post(browser, f"{base}/sentences/{said.id}/remove", {}, follow=True)
    assert "Put it back" in page.text
    assert "I like curtains." in post(browser, f"{base}/sentences/{said.id}/restore", {}, follow=True).text


def test_the_client_and_a_supporter_in_scope_can_write_here_too(
    browse: Browse, cast: Cast, base: str, session: Session
) -> None:
    page = post(browse(cast.client_person), f"{base}/sentences", {"text": "I want to swim."}, follow=True)
    assert "<h1>What matters to me</h1>" in page.text
    page = post(browse(cast.supporter), f"{base}/sentences", {"text": "She sleeps badly."}, follow=True)
    assert "Sam Supporter" in page.text
    cast.scope.rights = ["see"]
    session.merge(cast.scope)
    session.commit()
    looking = browse(cast.supporter)
    assert "Write it down" not in looking.get(base).text
    assert post(looking, f"{base}/sentences", {"text": "Not mine to write."}).status_code == 403


def test_for_strangers_there_is_no_conversation(browse: Browse, cast: Cast, base: str) -> None:
    for stranger in (cast.other_broker, cast.other_client_person):
        browser = browse(stranger)
        assert browser.get(base).status_code == 404
        assert browser.get(f"{base}/goals/new").status_code == 404
        assert post(browser, f"{base}/sentences", {"text": "Hello."}).status_code == 404
    assert browse().get(base, follow_redirects=False).headers["location"].startswith("/sign-in")


@pytest.mark.parametrize(
    "text", ["<img src=x onerror=alert(1)>", "'; DROP TABLE goals; --", "\u202e\x00", "{{ 7*7 }}", "x" * 5000]
)
def test_hostile_words_stay_words(browse: Browse, cast: Cast, base: str, text: str) -> None:
    browser = browse(cast.broker)
    page = post(browser, f"{base}/sentences", {"text": text}, follow=True)
    assert page.status_code in {200, 422}
    assert "<img src=x" not in page.text
    assert browser.get(base).status_code == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"times_best": "-1"},
        {"times_best": "9" * 40},
        {"weekdays": ["9"]},
        {"durations": "1e3"},
        {"durations": "45, 45, 0"},
        {"category": "../../etc"},
        {"windows": ["noon?"], "earliest": "99:99"},
        {"goal_ids": ["goa_x"]},
        {"workers_at_once": "five"},
        {"named_task": "everything"},
        {"durations_1": "x", "category_1": "sitting"},
        {"gap_minutes": "-5"},
    ],
)
def test_nonsense_in_a_need_is_refused_with_words(
    browse: Browse, cast: Cast, base: str, session: Session, fields: dict[str, object]
) -> None:
    browser = browse(cast.broker)
    goal = add_goal(browser, base, session)
    page = post(browser, f"{base}/needs/new", NEED | {"goal_ids": [goal.id]} | fields)
    assert page.status_code == 422, page.text
    assert every(session, select(Need)) == []


def test_kinds_that_do_not_exist_are_not_there(browse: Browse, cast: Cast, base: str) -> None:
    browser = browse(cast.broker)
    assert browser.get(f"{base}/secrets/new").status_code == 404
    assert post(browser, f"{base}/secrets/new", {}).status_code == 404
    assert post(browser, f"{base}/goals/goa_x/remove", {}).status_code == 404
    assert post(browser, f"{base}/wishes/new", {"kind": "magic", "sentence": "x"}).status_code == 404
