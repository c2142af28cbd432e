"""Who else could do a visit."""

import pytest

from brokerage.domain.errors import NotFound
from brokerage.domain.people import Role
from brokerage.usecases.package_views import PackageView
from brokerage.usecases.visit_choices import visit_choices
from tests.plans import Plans


def test_everyone_who_is_free_then_is_offered_with_the_difference_in_price(plans: Plans, proposed: PackageView) -> None:
    visit = proposed.week.days[0].lines[0]
    found = visit_choices(
        plans.session, plans.actor(Role.CLIENT), plans.clock, plans.cache, proposed.package_id,
        proposed.version.version_id, visit.visit_id,
    )  # fmt: skip

    others = {"amina": "ben", "ben": "amina"}
    assert [(choice.worker_id, choice.price_change_minor) for choice in found.choices] == [
        (others[visit.worker_ids[0]], 0), ("cleo", 400),
    ]  # fmt: skip
    assert [choice.name for choice in found.choices][1] == "Cleo, Birch Care"
    assert found.refused == ()


def test_a_visit_that_is_not_in_the_version_is_not_found(plans: Plans, proposed: PackageView) -> None:
    with pytest.raises(NotFound):
        visit_choices(
            plans.session, plans.actor(Role.CLIENT), plans.clock, plans.cache, proposed.package_id,
            proposed.version.version_id, "no such visit",
        )  # fmt: skip
