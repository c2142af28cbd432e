"""Versions: which states lead where, what a hash covers, where undo and redo go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brokerage.domain.errors import Conflict
from brokerage.domain.packages import (
    APPROVED_COLUMNS,
    TRANSITIONS,
    PackageLine,
    PackageVersion,
    VersionAction,
    VersionState,
    content_hash,
    line_data,
    next_state,
    redo_target,
    undo_target,
)

STATES, ACTIONS = st.sampled_from(VersionState), st.sampled_from(VersionAction)


def line(number: int = 0) -> PackageLine:
    """A visit with something in every column."""
    return PackageLine(
        position=number, visit_id=f"visit-{number}", need_id="up", title="Getting up", because="As I like.", day=0,
        start_minute=480, duration_minutes=60, workers_at_once=1, category="personal_care", service="Care",
        offer_id="offer", provider_id="alder", provider_name="Alder", workers=[{"id": "amina", "name": "Amina"}],
        arrangement_id=None, price_minor=2400, paid_by=[], is_pinned=False,
    )  # fmt: skip


def version(number: int = 1, parent: int | None = None, state: VersionState = VersionState.DRAFT) -> PackageVersion:
    """A version with two lines."""
    return PackageVersion(
        id=f"v{number}", package_id="package", number=number, parent_id=f"v{parent}" if parent else None, state=state,
        brief='{"needs": [1, 2]}', currency="GBP", cost_minor=4800, lines=[line(0), line(1)],
    )  # fmt: skip


@given(STATES, st.lists(ACTIONS, max_size=6))
def test_a_version_only_ever_walks_along_the_table(state: VersionState, actions: list[VersionAction]) -> None:
    for action in actions:
        if (state, action) in TRANSITIONS:
            state = next_state(state, action)
        else:
            with pytest.raises(Conflict):
                next_state(state, action)


@given(st.lists(ACTIONS, max_size=8))
def test_what_was_superseded_or_sent_back_is_never_approved_again(actions: list[VersionAction]) -> None:
    state, was_over = VersionState.DRAFT, False
    for action in actions:
        if (state, action) in TRANSITIONS:
            state = next_state(state, action)
        was_over = was_over or state in {VersionState.SUPERSEDED, VersionState.SENT_BACK}
        assert not (was_over and state in {VersionState.APPROVED, VersionState.DRAFT, VersionState.SENT})


@given(st.sampled_from(APPROVED_COLUMNS))
def test_the_hash_covers_every_column_of_a_line(column: str) -> None:
    whole = version()
    before = content_hash(whole, whole.lines)
    setattr(whole.lines[1], column, "other" if column != "paid_by" else [{"purse_id": "p", "amount_minor": 1}])
    assert content_hash(whole, whole.lines) != before


@pytest.mark.parametrize(("column", "value"), [("brief", "{}"), ("cost_minor", 4801), ("currency", "EUR")])
def test_the_hash_covers_the_brief_and_the_money(column: str, value: object) -> None:
    whole = version()
    before = content_hash(whole, whole.lines)
    setattr(whole, column, value)
    assert content_hash(whole, whole.lines) != before


def test_a_line_more_or_less_changes_the_hash_and_their_order_in_memory_does_not() -> None:
    whole = version()
    before = content_hash(whole, whole.lines)
    assert content_hash(whole, whole.lines[:1]) != before
    assert content_hash(whole, list(reversed(whole.lines))) == before


def test_a_line_can_be_made_anew_from_its_data() -> None:
    whole = version()
    anew = [PackageLine(**line_data(old)) for old in whole.lines]
    assert content_hash(whole, anew) == content_hash(whole, whole.lines)


@given(st.lists(st.integers(0, 7), min_size=1, max_size=8))
def test_redo_leads_to_the_newest_child_and_undo_leads_back(parents: list[int]) -> None:
    versions = [version(1)]
    for number, parent in enumerate(parents, start=2):
        versions.append(version(number, min(parent + 1, number - 1)))
    for one in versions:
        children = [other.number for other in versions if other.parent_id == one.id]
        if children:
            target = redo_target(one, versions)
            assert target == f"v{max(children)}"
            assert undo_target(next(other for other in versions if other.id == target)) == one.id
        else:
            with pytest.raises(Conflict):
                redo_target(one, versions)


@pytest.mark.parametrize("state", [state for state in VersionState if state is not VersionState.DRAFT])
def test_what_left_the_house_can_not_be_undone(state: VersionState) -> None:
    with pytest.raises(Conflict):
        undo_target(version(2, 1, state))
