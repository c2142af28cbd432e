"""Seeing packages and their versions; telling those that the market has moved under."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy.orm import Session

from brokerage.domain.access import Actor, Subject, may
from brokerage.domain.approvals import Approval, Decision
from brokerage.domain.errors import NotFound
from brokerage.domain.packages import (
    STATE_WORDS,
    Package,
    PackageVersion,
    VersionState,
    brief_in,
    proposal_in,
)
from brokerage.domain.people import Client
from brokerage.domain.rulepacks import Rulepack, load_rulepack
from brokerage.ports.clock import Clock
from brokerage.store import packages as stored
from brokerage.store.approvals import decisions_on
from brokerage.store.needs import budget_on
from brokerage.usecases import audit
from brokerage.usecases.access import client_subject, require
from brokerage.usecases.comparing import Side, compare_plans
from brokerage.usecases.package_figures import budget_view, goal_views, need_views, needs_short, proof_words
from brokerage.usecases.package_views import (
    ComparisonView,
    DecisionView,
    HistoryView,
    MayView,
    PackageSummary,
    PackageView,
    StaleView,
    VersionView,
)
from brokerage.usecases.rule_views import rule_views
from brokerage.usecases.week_view import week_view

DECISION_WORDS = {
    Decision.YES: "said yes",
    Decision.SEND_BACK: "sent it back",
    Decision.DISSENT: "does not agree",
}


def list_packages(
    session: Session,
    actor: Actor,
    clock: Clock,  # noqa: ARG001 - all use cases of plans take the clock
    client_id: str | None = None,
) -> list[PackageSummary]:
    """The packages the actor may see, newest first; with `client_id`, only that client's."""
    if client_id is not None:
        client = session.get(Client, client_id)
        if client is None:
            raise NotFound()
        require(actor, "package.see", client_subject(client))
    else:
        require_any(actor)
    return [_summary(package, head) for package, head in stored.heads_for(session, actor, client_id)]


def see_package(
    session: Session,
    actor: Actor,
    clock: Clock,  # noqa: ARG001 - all use cases of plans take the clock
    package_id: str,
    version_id: str | None = None,
) -> PackageView:
    """The head of a package, or one of its versions, whole."""
    package = reach_package(session, actor, "package.see", package_id)
    version = version_in(session, package, version_id or package.head_version_id)
    audit.note_read(session, actor, "package.see", subject_of(package))
    return package_view(session, actor, package, version)


def see_history(
    session: Session,
    actor: Actor,
    clock: Clock,  # noqa: ARG001 - all use cases of plans take the clock
    package_id: str,
) -> HistoryView:
    """Every version, newest first."""
    package = reach_package(session, actor, "package.see", package_id)
    versions = stored.versions_of(session, package.id)
    decisions = decisions_on(session, [version.id for version in versions])
    head = next(version for version in versions if version.id == package.head_version_id)
    return HistoryView(
        package_id=package.id,
        head_version_id=head.id,
        versions=tuple(version_view(package, version, decisions.get(version.id, ())) for version in versions),
        can_undo=_can_undo(head),
        can_redo=any(version.parent_id == head.id for version in versions),
    )


def compare_versions(
    session: Session,
    actor: Actor,
    clock: Clock,  # noqa: ARG001 - all use cases of plans take the clock
    package_id: str,
    before_id: str,
    after_id: str,
) -> ComparisonView:
    """What differs between two versions of one package."""
    package = reach_package(session, actor, "package.see", package_id)
    before, after = version_in(session, package, before_id), version_in(session, package, after_id)
    pack = load_rulepack(package.client.rulepack)
    return compare_plans(side_of(before, pack), side_of(after, pack))


def mark_stale(session: Session, clock: Clock, offer_ids: Collection[str], reason: str) -> int:
    """Mark every undecided version that uses one of the offers; gives how many packages show one of them now.

    Called by whoever changes the market, in the same transaction.
    """
    touched = set()
    for version in stored.open_versions_with(session, offer_ids):
        version.stale_reason = reason[:500]
        version.stale_since = version.stale_since or clock.now()
        if version.package.head_version_id == version.id:
            touched.add(version.package_id)
    return len(touched)


def reach_package(session: Session, actor: Actor, action: str, package_id: str, *, for_update: bool = False) -> Package:
    """The package, if the actor may do the action to it."""
    package = stored.package_of(session, package_id, for_update=for_update)
    if package is None:
        raise NotFound()
    require(actor, action, subject_of(package))
    return package


def require_any(actor: Actor) -> None:
    """Pass for whoever may see packages at all; queries then keep to the actor's reach."""
    own = min(actor.client_ids | {scope.client_id for scope in actor.scopes}, default=None)
    require(actor, "package.see", Subject("package", "", organisation_id=actor.organisation_id, client_id=own))


def subject_of(package: Package) -> Subject:
    """The package as what an action is done to."""
    return client_subject(package.client, "package", package.id)


def version_in(session: Session, package: Package, version_id: str) -> PackageVersion:
    """A version of this package. NotFound for any other."""
    version = stored.version_of(session, version_id)
    if version is None or version.package_id != package.id:
        raise NotFound()
    return version


def side_of(version: PackageVersion, pack: Rulepack) -> Side:
    """A version as one side of a comparison."""
    brief, proposal = brief_in(version), proposal_in(version)
    week = week_view(version.lines, brief, proposal, lambda category: icon_of(pack, category))
    return Side(label_of(version), brief, proposal, week)


def label_of(version: PackageVersion) -> str:
    """Version 3, or its name."""
    return f"Version {version.number}: {version.name}" if version.name else f"Version {version.number}"


def icon_of(pack: Rulepack, category_id: str) -> str:
    """The picture of a kind of service; empty where the rulepack does not know it."""
    return next((category.icon for category in pack.categories if category.id == category_id), "")


def category_name(pack: Rulepack, category_id: str) -> str:
    """The plain name of a kind of service."""
    return next((category.name for category in pack.categories if category.id == category_id), category_id)


def package_view(session: Session, actor: Actor, package: Package, version: PackageVersion) -> PackageView:
    """One version whole, for whoever has been let in already."""
    client, pack = package.client, load_rulepack(package.client.rulepack)
    side = side_of(version, pack)
    decisions = decisions_on(session, [version.id]).get(version.id, [])
    return PackageView(
        package_id=package.id,
        client_id=client.id,
        client_name=client.name,
        known_as=client.known_as,
        broker_name=client.broker.name if client.broker else "",
        broker_phone=client.organisation.phone,
        version=version_view(package, version, decisions),
        is_head=version.id == package.head_version_id,
        week=side.week,
        budget=budget_view(
            side.brief, side.proposal, contingency_of(session, client.id, package.starts_on),
            lambda category: category_name(pack, category),
        ),
        goals=goal_views(side.brief, side.proposal),
        unmet_needs=needs_short(need_views(side.brief, side.proposal)),
        rules=rule_views(side.brief),
        stale=StaleView(bool(version.stale_reason), version.stale_reason, version.stale_since),
        may=_may(session, actor, package, version),
        change=_change(session, version, side, pack),
        proof=proof_words(side.proposal),
    )  # fmt: skip


def contingency_of(session: Session, client_id: str, on: date) -> int:
    """What a week keeps back for the unforeseen, in minor units."""
    budget = budget_on(session, client_id, on)
    return budget.contingency_minor // max(1, budget.weeks) if budget else 0


def version_view(package: Package, version: PackageVersion, decisions: Sequence[Approval]) -> VersionView:
    """One version as a line of the history."""
    return VersionView(
        version_id=version.id,
        number=version.number,
        name=version.name,
        what=version.what,
        made_by_name=version.maker.name,
        made_as=version.made_as.value,
        made_at=version.made_at,
        state=version.state.value,
        state_words=STATE_WORDS[version.state],
        is_head=version.id == package.head_version_id,
        is_stale=bool(version.stale_reason),
        cost_minor=version.cost_minor,
        currency=version.currency,
        content_hash=version.content_hash,
        decisions=tuple(decision_view(approval) for approval in decisions),
    )


def decision_view(approval: Approval) -> DecisionView:
    """A decision in words."""
    return DecisionView(
        decision=approval.decision.value,
        words=f"{approval.decided_by_name} {DECISION_WORDS[approval.decision]}",
        said=approval.words,
        decided_by_name=approval.decided_by_name,
        decided_as=approval.decided_as.value,
        recorded_by_name=approval.recorder.name,
        way=approval.way.value,
        at=approval.recorded_at,
        content_hash=approval.content_hash,
    )


def _change(session: Session, version: PackageVersion, side: Side, pack: Rulepack) -> ComparisonView | None:
    parent = stored.version_of(session, version.parent_id) if version.parent_id else None
    return compare_plans(side_of(parent, pack), side) if parent else None


def _may(session: Session, actor: Actor, package: Package, version: PackageVersion) -> MayView:
    subject, is_head = subject_of(package), version.id == package.head_version_id
    can_edit = is_head and may(actor, "package.edit", subject)
    is_sent = is_head and version.state is VersionState.SENT and not version.stale_reason
    has_child = can_edit and any(v.parent_id == version.id for v in stored.versions_of(session, package.id))
    return MayView(
        can_edit=can_edit,
        can_propose=may(actor, "package.propose", subject),
        can_send=is_head and version.state is VersionState.DRAFT and may(actor, "package.send", subject),
        can_decide=is_sent and may(actor, "package.approve", subject),
        can_record=is_sent and may(actor, "package.record", subject),
        can_ask=may(actor, "package.ask", subject),
        can_undo=can_edit and _can_undo(version),
        can_redo=has_child,
    )


def _can_undo(head: PackageVersion) -> bool:
    return head.state is VersionState.DRAFT and head.parent_id is not None


def _summary(package: Package, head: PackageVersion) -> PackageSummary:
    return PackageSummary(
        package_id=package.id,
        client_id=package.client_id,
        client_name=package.client.name,
        starts_on=package.starts_on,
        number=head.number,
        state=head.state.value,
        state_words=STATE_WORDS[head.state],
        is_stale=bool(head.stale_reason),
        cost_minor=head.cost_minor,
        currency=head.currency,
    )
