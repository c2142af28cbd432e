"""What a funder sees: figures by reference, of those they pay for alone."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.orm import Session

from brokerage.domain.budgets import Budget, BudgetState
from brokerage.domain.people import Role
from brokerage.usecases.access import Hidden
from brokerage.usecases.funding import see_funding
from tests.cast import Browser, Cast, SetClock, actor_for


def give_budget(session: Session, cast: Cast) -> None:
    session.add(
        Budget(
            client_id=cast.client.id, state=BudgetState.FINAL, starts_on=date(2026, 11, 30), ends_on=date(2027, 2, 21),
            total_minor=12 * 385_00, management="broker",
        )
    )  # fmt: skip
    session.commit()


def test_a_funder_sees_the_weekly_share_of_a_budget_by_reference(session: Session, cast: Cast, clock: SetClock) -> None:
    give_budget(session, cast)
    view = see_funding(session, actor_for(session, clock, cast.funder_person, Role.FUNDER, cast.funder))
    assert [(row.client.reference, row.weekly_minor) for row in view.rows] == [("A-1001", 385_00), ("B-2001", None)]
    assert view.budgets_weekly_minor == {"GBP": 385_00}
    assert view.without_plan == 2


def test_a_broker_has_no_funders_page(session: Session, cast: Cast, clock: SetClock) -> None:
    with pytest.raises(Hidden):
        see_funding(session, actor_for(session, clock, cast.broker, Role.BROKER, cast.brokerage))


def test_no_name_and_no_word_of_a_client_reaches_the_funders_page(
    session: Session, cast: Cast, browse: Callable[..., Browser]
) -> None:
    cast.client.story = "I only ever was asked about curtains."
    give_budget(session, cast)
    page = browse(cast.funder_person).get("/funder").text
    assert "A-1001" in page
    assert "£385.00" in page
    assert "Ana" not in page
    assert "curtains" not in page
