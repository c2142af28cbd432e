"""Sending a version, saying yes to exactly that one, or sending it back with words."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from brokerage.domain.access import Actor, SupporterRight
from brokerage.domain.approvals import Approval, Decision, DecisionWay
from brokerage.domain.errors import Conflict, Problem, invalid
from brokerage.domain.packages import (
    Package,
    PackageVersion,
    VersionAction,
    VersionState,
    content_hash,
    next_state,
)
from brokerage.domain.people import Person, Role
from brokerage.ports.clock import Clock
from brokerage.store.people import live_scopes
from brokerage.usecases import audit
from brokerage.usecases.package_views import PackageView
from brokerage.usecases.packages import package_view, reach_package, subject_of, version_in
from brokerage.usecases.versions import require_head

WORDS_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Recorded:
    """A decision made away from the screen: whose it was and how the broker heard of it."""

    way: DecisionWay
    decided_as: Role
    supporter_id: str | None = None


def send_version(
    session: Session, actor: Actor, clock: Clock, package_id: str, expected_version_id: str
) -> PackageView:
    """Ask the client to decide on the head; versions that were sent before are withdrawn."""
    package = reach_package(session, actor, "package.send", package_id, for_update=True)
    require_head(session, package, expected_version_id)
    head = version_in(session, package, expected_version_id)
    _refuse_stale(head)
    _refuse_tampered(head)
    head.state = next_state(head.state, VersionAction.SEND)
    head.sent_at = clock.now()
    _supersede(session, package, head, VersionState.SENT)
    audit.record(
        session, actor, clock, "package.send", subject_of(package), {"version": head.id, "hash": head.content_hash}
    )
    return package_view(session, actor, package, head)


def approve_version(
    session: Session, actor: Actor, clock: Clock, package_id: str, seen_hash: str, words: str = ""
) -> PackageView:
    """Yes to the version with this content hash, by the client or by a supporter who may say yes for them."""
    package = reach_package(session, actor, "package.approve", package_id, for_update=True)
    head = _head_to_decide(session, package, seen_hash)
    return _approve(session, actor, clock, package, head, _own(session, actor, clock, package, Decision.YES, words))


def send_back(
    session: Session, actor: Actor, clock: Clock, package_id: str, seen_hash: str, words: str
) -> PackageView:
    """No, not like this: with words that say what should change."""
    package = reach_package(session, actor, "package.approve", package_id, for_update=True)
    head = _head_to_decide(session, package, seen_hash, is_yes=False)
    _require_words(words)
    return _send_back(
        session, actor, clock, package, head, _own(session, actor, clock, package, Decision.SEND_BACK, words)
    )


def dissent(session: Session, actor: Actor, clock: Clock, package_id: str, seen_hash: str, words: str) -> PackageView:
    """A no that stays in the record beside someone else's yes; it changes no state."""
    package = reach_package(session, actor, "package.ask", package_id, for_update=True)
    version = version_in(session, package, package.head_version_id)
    if version.content_hash != seen_hash or version.state not in {VersionState.SENT, VersionState.APPROVED}:
        raise Conflict("Only a version that was sent or approved can be disagreed with.", code="state")
    _require_words(words)
    approval = _own(session, actor, clock, package, Decision.DISSENT, words)
    _store(session, actor, clock, package, version, approval)
    return package_view(session, actor, package, version)


def record_decision(
    session: Session,
    actor: Actor,
    clock: Clock,
    package_id: str,
    seen_hash: str,
    decision: Decision,
    recorded: Recorded,
    words: str = "",
) -> PackageView:
    """A decision that the client or a supporter made by phone, on paper or in person, written down by the broker."""
    package = reach_package(session, actor, "package.record", package_id, for_update=True)
    if recorded.way is DecisionWay.HERE:
        raise invalid("way", "Say how you were told: by phone, on paper or in person.")
    head = _head_to_decide(session, package, seen_hash, is_yes=decision is Decision.YES)
    if decision is not Decision.YES:
        _require_words(words)
    approval = _of_someone_else(session, clock, package, decision, recorded, words)
    if decision is Decision.YES:
        return _approve(session, actor, clock, package, head, approval)
    if decision is Decision.SEND_BACK:
        return _send_back(session, actor, clock, package, head, approval)
    _store(session, actor, clock, package, head, approval)
    return package_view(session, actor, package, head)


def _head_to_decide(session: Session, package: Package, seen_hash: str, *, is_yes: bool = True) -> PackageVersion:
    """The head, if it is exactly what was seen and nothing moved under it."""
    head = version_in(session, package, package.head_version_id)
    if head.content_hash != seen_hash:
        raise Conflict(
            "The plan is no longer the one you saw. Look at it again, then decide.",
            code="changed_meanwhile",
            problems=(Problem("content_hash", f"It is version {head.number} now: {head.what}"),),
        )
    if is_yes:
        _refuse_stale(head)
    _refuse_tampered(head)
    return head


def _refuse_stale(version: PackageVersion) -> None:
    if version.stale_reason:
        raise Conflict(
            f"What is on offer has changed: {version.stale_reason} Work it out again first.",
            code="stale",
            problems=(Problem("stale", version.stale_reason),),
        )


def _refuse_tampered(version: PackageVersion) -> None:
    """What is decided on must be what was made: a row changed behind the house's back is not."""
    if content_hash(version, version.lines) != version.content_hash:
        raise Conflict(
            "This version was changed outside the system, so it can't be decided on. Make a new one.", code="tampered"
        )


def _approve(
    session: Session, actor: Actor, clock: Clock, package: Package, head: PackageVersion, approval: Approval
) -> PackageView:
    head.state = next_state(head.state, VersionAction.APPROVE)
    _supersede(session, package, head, VersionState.APPROVED)
    _store(session, actor, clock, package, head, approval)
    return package_view(session, actor, package, head)


def _send_back(
    session: Session, actor: Actor, clock: Clock, package: Package, head: PackageVersion, approval: Approval
) -> PackageView:
    head.state = next_state(head.state, VersionAction.SEND_BACK)
    _store(session, actor, clock, package, head, approval)
    return package_view(session, actor, package, head)


def _supersede(session: Session, package: Package, head: PackageVersion, state: VersionState) -> None:
    """Earlier versions in that state give way to the head."""
    query = select(PackageVersion).where(PackageVersion.package_id == package.id, PackageVersion.state == state)
    for version in session.scalars(query):
        if version.id != head.id:
            version.state = next_state(version.state, VersionAction.SUPERSEDE)


def _own(
    session: Session, actor: Actor, clock: Clock, package: Package, decision: Decision, words: str
) -> Approval:
    return Approval(
        decision=decision,
        words=_checked(words),
        decided_by_id=actor.person_id,
        decided_by_name=actor.name,
        decided_as=actor.role,
        basis=_basis(session, clock, actor.person_id, package) if actor.role is Role.SUPPORTER else "",
        way=DecisionWay.HERE,
    )


def _of_someone_else(
    session: Session, clock: Clock, package: Package, decision: Decision, recorded: Recorded, words: str
) -> Approval:
    basis, person_id, name = "", package.client.person_id, package.client.name
    if recorded.decided_as is Role.SUPPORTER:
        person = session.get(Person, recorded.supporter_id) if recorded.supporter_id else None
        basis = _basis(session, clock, person.id, package) if person else ""
        if person is None or not basis:
            raise invalid("supporter_id", "Choose a supporter who may say yes for this client now.")
        person_id, name = person.id, person.name
    elif recorded.decided_as is not Role.CLIENT:
        raise invalid("decided_as", "The client decides, or a supporter who may.")
    return Approval(
        decision=decision,
        words=_checked(words),
        decided_by_id=person_id,
        decided_by_name=name,
        decided_as=recorded.decided_as,
        basis=basis,
        way=recorded.way,
    )


def _basis(session: Session, clock: Clock, person_id: str, package: Package) -> str:
    """On what a supporter's right to say yes for this client rests; empty where there is none."""
    scopes = live_scopes(session, person_id, clock.now())
    own = [scope for scope in scopes if scope.client_id == package.client_id]
    able = [scope for scope in own if SupporterRight.APPROVE.value in scope.rights]
    return able[0].basis.value if able else ""


def _store(
    session: Session, actor: Actor, clock: Clock, package: Package, version: PackageVersion, approval: Approval
) -> None:
    approval.version_id = version.id
    approval.client_id = package.client_id
    approval.content_hash = version.content_hash
    approval.recorded_by_id = actor.person_id
    approval.recorded_at = clock.now()
    session.add(approval)
    session.flush()
    details = {
        "version": version.id, "hash": version.content_hash, "decision": approval.decision.value,
        "decided_by": approval.decided_by_id, "decided_as": approval.decided_as.value, "way": approval.way.value,
    }  # fmt: skip
    audit.record(session, actor, clock, "package.decide", subject_of(package), details)


def _require_words(words: str) -> None:
    if not words.strip():
        raise invalid("words", "Say in your own words what should be different.")


def _checked(words: str) -> str:
    if len(words) > WORDS_LONGEST:
        raise invalid("words", f"Use at most {WORDS_LONGEST} letters.")
    return words.strip()
