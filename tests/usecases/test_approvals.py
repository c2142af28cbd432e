"""Deciding on exactly one version: who, in what role, on what."""

import pytest
from sqlalchemy import update

from brokerage.domain.approvals import Approval, Decision, DecisionWay
from brokerage.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from brokerage.domain.packages import PackageLine
from brokerage.domain.people import Role
from brokerage.optimizer.edits import SetMaxPeople
from brokerage.usecases.access import Denied
from brokerage.usecases.approvals import (
    Recorded,
    approve_version,
    dissent,
    record_decision,
    send_back,
    send_version,
)
from brokerage.usecases.package_edits import edit_package, undo
from brokerage.usecases.package_views import PackageView
from brokerage.usecases.packages import mark_stale, see_history
from tests.cast import actor_for
from tests.plans import Plans


def send(plans: Plans, view: PackageView) -> PackageView:
    """The head, sent to the client."""
    sent = send_version(
        plans.session, plans.actor(Role.BROKER), plans.clock, view.package_id, view.version.version_id
    )
    plans.session.commit()
    return sent


def change(plans: Plans, view: PackageView, count: int = 4) -> PackageView:
    """A next version."""
    changed = edit_package(
        plans.session, plans.actor(Role.BROKER), plans.clock, plans.cache, view.package_id, view.version.version_id,
        (SetMaxPeople(count),),
    )  # fmt: skip
    plans.session.commit()
    return changed


def approve(plans: Plans, view: PackageView, role: Role = Role.CLIENT) -> PackageView:
    """A yes to the version shown."""
    return approve_version(
        plans.session, plans.actor(role), plans.clock, view.package_id, view.version.content_hash, "This is right."
    )


def test_the_client_says_yes_to_the_very_version_that_was_sent(plans: Plans, proposed: PackageView) -> None:
    sent = send(plans, proposed)
    approved = approve(plans, sent)

    [decision] = approved.version.decisions
    assert approved.version.state == "approved"
    assert (decision.words, decision.said) == ("Ana Client said yes", "This is right.")
    assert decision.content_hash == proposed.version.content_hash
    assert (decision.decided_as, decision.way, decision.at) == ("client", "here", plans.clock.now())


def test_a_draft_can_not_be_approved(plans: Plans, proposed: PackageView) -> None:
    with pytest.raises(Conflict, match="a draft"):
        approve(plans, proposed)


def test_a_version_that_was_changed_after_it_was_sent_is_not_the_one_that_was_seen(
    plans: Plans, proposed: PackageView
) -> None:
    sent = send(plans, proposed)
    change(plans, sent)
    with pytest.raises(Conflict) as refused:
        approve(plans, sent)
    assert refused.value.problems[0].message == "It is version 2 now: At most 4 different people"


def test_a_change_that_is_undone_leaves_the_sent_version_to_be_decided_on(plans: Plans, proposed: PackageView) -> None:
    sent = send(plans, proposed)
    changed = change(plans, sent)
    undo(plans.session, plans.actor(Role.CLIENT), plans.clock, sent.package_id, changed.version.version_id)
    assert approve(plans, sent).version.state == "approved"


def test_sending_a_later_version_withdraws_the_earlier_and_approving_it_replaces_the_approved(
    plans: Plans, proposed: PackageView
) -> None:
    first = approve(plans, send(plans, proposed))
    second = send(plans, change(plans, first))
    third = send(plans, change(plans, second, 5))
    approve(plans, third)

    history = see_history(plans.session, plans.actor(Role.BROKER), plans.clock, proposed.package_id)
    assert [version.state for version in history.versions] == ["approved", "superseded", "superseded"]


def test_a_stale_version_can_be_neither_sent_nor_approved(plans: Plans, proposed: PackageView) -> None:
    offer_id = next(line.offer_id for line in proposed.week.days[0].lines) or ""
    sent = send(plans, proposed)
    mark_stale(plans.session, plans.clock, [offer_id], "The price went up.")
    plans.session.commit()

    with pytest.raises(Conflict, match="The price went up"):
        approve(plans, sent)
    send_back(
        plans.session, plans.actor(Role.CLIENT), plans.clock, sent.package_id, sent.version.content_hash, "Too dear."
    )
    plans.session.rollback()
    fresh = change(plans, sent)
    mark_stale(plans.session, plans.clock, [offer_id], "The price went up.")
    with pytest.raises(Conflict, match="The price went up"):
        send(plans, fresh)


def test_a_line_that_was_changed_behind_the_houses_back_can_not_be_approved(
    plans: Plans, proposed: PackageView
) -> None:
    sent = send(plans, proposed)
    dearer = update(PackageLine).where(PackageLine.version_id == sent.version.version_id)
    plans.session.execute(dearer.values(price_minor=PackageLine.price_minor + 1))
    plans.session.commit()
    plans.session.expire_all()

    with pytest.raises(Conflict, match="changed outside"):
        approve(plans, sent)


def test_sending_back_needs_words_and_keeps_them(plans: Plans, proposed: PackageView) -> None:
    sent = send(plans, proposed)
    client = plans.actor(Role.CLIENT)
    with pytest.raises(Invalid):
        send_back(plans.session, client, plans.clock, sent.package_id, sent.version.content_hash, "  ")
    view = send_back(plans.session, client, plans.clock, sent.package_id, sent.version.content_hash, "Not on Fridays.")

    assert (view.version.state, view.version.decisions[0].said) == ("sent_back", "Not on Fridays.")
    with pytest.raises(Conflict):
        approve(plans, view)


def test_a_supporter_says_yes_only_inside_a_live_scope_that_names_it(plans: Plans, proposed: PackageView) -> None:
    sent = send(plans, proposed)
    plans.cast.scope.rights = ["see", "ask"]
    plans.session.commit()
    with pytest.raises(Denied):
        approve(plans, sent, Role.SUPPORTER)

    plans.cast.scope.rights = ["approve"]
    plans.session.commit()
    supporter = plans.actor(Role.SUPPORTER)
    view = approve(plans, sent, Role.SUPPORTER)

    assert view.version.decisions[0].decided_as == "supporter"
    approval = plans.session.query(Approval).one()
    assert (approval.basis, approval.client_id) == ("consent", plans.cast.client.id)
    plans.cast.scope.revoked_at = plans.clock.now()
    plans.session.commit()
    assert supporter.scopes, "the actor of an earlier request"
    assert actor_for_or_none(plans) is None


def actor_for_or_none(plans: Plans) -> object:
    """The supporter as the next request would see them."""
    try:
        return actor_for(plans.session, plans.clock, plans.cast.supporter, Role.SUPPORTER)
    except AssertionError:
        return None


def test_a_no_stays_beside_the_yes_of_someone_else(plans: Plans, proposed: PackageView) -> None:
    sent = send(plans, proposed)
    approve(plans, sent, Role.SUPPORTER)
    plans.clock.move(minutes=1)
    view = dissent(
        plans.session, plans.actor(Role.CLIENT), plans.clock, sent.package_id, sent.version.content_hash,
        "I did not want this.",
    )  # fmt: skip

    assert view.version.state == "approved"
    assert [decision.decision for decision in view.version.decisions] == ["yes", "dissent"]


def test_a_broker_records_a_yes_by_phone_as_the_clients_own(plans: Plans, proposed: PackageView) -> None:
    sent = send(plans, proposed)
    broker, by_phone = plans.actor(Role.BROKER), Recorded(DecisionWay.PHONE, Role.CLIENT)
    with pytest.raises(NotAllowed):
        approve(plans, sent, Role.BROKER)
    view = record_decision(
        plans.session, broker, plans.clock, sent.package_id, sent.version.content_hash, Decision.YES, by_phone
    )

    [decision] = view.version.decisions
    assert (decision.decided_by_name, decision.recorded_by_name, decision.way) == ("Ana Client", "Bea Broker", "phone")


def test_a_recorded_decision_of_a_supporter_needs_a_live_scope(plans: Plans, proposed: PackageView) -> None:
    sent = send(plans, proposed)
    broker = plans.actor(Role.BROKER)

    def record(recorded: Recorded) -> PackageView:
        return record_decision(
            plans.session, broker, plans.clock, sent.package_id, sent.version.content_hash, Decision.YES, recorded
        )

    for wrong in (
        Recorded(DecisionWay.PAPER, Role.SUPPORTER, plans.cast.other_broker.id),
        Recorded(DecisionWay.PAPER, Role.SUPPORTER),
        Recorded(DecisionWay.PAPER, Role.FUNDER),
        Recorded(DecisionWay.HERE, Role.CLIENT),
    ):
        with pytest.raises(Invalid):
            record(wrong)
    view = record(Recorded(DecisionWay.PAPER, Role.SUPPORTER, plans.cast.supporter.id))
    assert view.version.decisions[0].decided_by_name == "Sam Supporter"


def test_only_the_clients_own_broker_sends(plans: Plans, proposed: PackageView) -> None:
    with pytest.raises(NotAllowed):
        send_version(
            plans.session, plans.actor(Role.CLIENT), plans.clock, proposed.package_id, proposed.version.version_id
        )
    stranger = actor_for(plans.session, plans.clock, plans.cast.other_broker, Role.BROKER, plans.cast.other_brokerage)
    with pytest.raises(NotFound):
        send_version(plans.session, stranger, plans.clock, proposed.package_id, proposed.version.version_id)
