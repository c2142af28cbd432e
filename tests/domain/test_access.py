"""The permission table, read as sentences."""

import pytest

from brokerage.domain.access import PERMISSIONS, SUPPORTER_RIGHTS, Actor, LiveScope, Reach, Subject, may
from brokerage.domain.people import Role

PACKAGE = Subject("package", "pkg_1", organisation_id="org_1", client_id="cli_1", funder_id="org_3")
OTHERS = Subject("package", "pkg_2", organisation_id="org_2", client_id="cli_2", funder_id="org_4")
BROKER = Actor("per_1", "Bea", Role.BROKER, "org_1")
CLIENT = Actor("per_2", "Ana", Role.CLIENT, client_ids=frozenset({"cli_1"}))
FUNDER = Actor("per_3", "Fay", Role.FUNDER, "org_3")
PROVIDER = Actor("per_4", "Pat", Role.PROVIDER, "org_5")


def supporter(*rights: str) -> Actor:
    return Actor("per_5", "Sam", Role.SUPPORTER, scopes=(LiveScope("cli_1", frozenset(rights)),))


@pytest.mark.parametrize("action", sorted(PERMISSIONS))
@pytest.mark.parametrize("actor", [BROKER, CLIENT, FUNDER, PROVIDER, supporter("see", "ask", "edit", "approve")])
def test_nobody_reaches_what_belongs_to_strangers_unless_it_is_for_everyone(actor: Actor, action: str) -> None:
    reach = PERMISSIONS[action].get(actor.role)
    assert may(actor, action, OTHERS) is (reach is Reach.ANY)


def test_an_action_that_is_not_in_the_table_is_nobodys() -> None:
    assert not may(BROKER, "package.burn", PACKAGE)


def test_a_supporter_can_do_what_the_scope_names_and_no_more() -> None:
    assert may(supporter("see"), "package.see", PACKAGE)
    assert not may(supporter("see"), "package.edit", PACKAGE)
    assert may(supporter("see", "edit"), "package.edit", PACKAGE)
    assert not may(supporter("see", "edit"), "package.approve", PACKAGE)
    assert may(supporter("approve"), "package.approve", PACKAGE)


def test_a_supporter_of_one_client_is_a_stranger_to_another() -> None:
    assert not may(supporter("see", "approve"), "package.see", OTHERS)


def test_a_broker_never_approves_in_the_clients_place() -> None:
    assert not may(BROKER, "package.approve", PACKAGE)
    assert may(CLIENT, "package.approve", PACKAGE)


def test_a_funder_sees_budgets_but_no_conversation() -> None:
    assert may(FUNDER, "budget.see", PACKAGE)
    assert not may(FUNDER, "consultation.see", PACKAGE)
    assert not may(FUNDER, "package.see", PACKAGE)


def test_a_provider_changes_only_offers_of_its_own_organisation() -> None:
    assert may(PROVIDER, "offer.edit", Subject("offer", "off_1", provider_id="org_5"))
    assert not may(PROVIDER, "offer.edit", Subject("offer", "off_2", provider_id="org_6"))
    assert not may(PROVIDER, "offer.edit", Subject("offer", "off_3"))


def test_every_action_open_to_supporters_names_the_right_it_needs() -> None:
    open_to_supporters = {action for action, rule in PERMISSIONS.items() if rule.get(Role.SUPPORTER) is Reach.SCOPE}
    assert open_to_supporters == set(SUPPORTER_RIGHTS)


def test_an_actor_without_an_organisation_matches_no_organisation() -> None:
    nobody = Actor("per_9", "No One", Role.BROKER, None)
    assert not may(nobody, "package.see", Subject("package", "x"))
