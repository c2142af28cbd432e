"""Changing a package: edits that are solved around the rest, undo, redo, named and restored versions."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.domain.errors import Conflict, invalid
from brokerage.domain.packages import (
    Package,
    PackageLine,
    PackageVersion,
    brief_in,
    line_data,
    proposal_in,
    redo_target,
    undo_target,
)
from brokerage.domain.rulepacks import load_rulepack
from brokerage.optimizer.edits import Edit
from brokerage.ports.clock import Clock
from brokerage.store import packages as stored
from brokerage.store.market_cache import MarketCache
from brokerage.usecases import audit
from brokerage.usecases.edit_words import Before, words_of_edits
from brokerage.usecases.ground import Ground, ground_of
from brokerage.usecases.package_views import PackageView
from brokerage.usecases.packages import category_name, package_view, reach_package, side_of, subject_of, version_in
from brokerage.usecases.rule_views import weekday_names
from brokerage.usecases.solving import solve_edits, with_sentences
from brokerage.usecases.version_lines import lines_of
from brokerage.usecases.versions import Solved, add_version, require_head

SOLVED_AGAIN = "Worked out again with what is on offer now"
EDITS_AT_ONCE = 50
NAME_LONGEST = 100


def edit_package(
    session: Session,
    actor: Actor,
    clock: Clock,
    market_cache: MarketCache,
    package_id: str,
    expected_version_id: str,
    edits: Sequence[Edit],
) -> PackageView:
    """A new version with the edits, solved around the rest; no edits at all: solved again with today's market.

    Ends the session's transaction before it solves and begins another to write, so that nobody waits for a solve.
    Conflict where the head moved on meanwhile or the wish clashes with others, Invalid where an edit makes no sense.
    """
    if len(edits) > EDITS_AT_ONCE:
        raise invalid("/edits", f"Send at most {EDITS_AT_ONCE} changes at once.")
    package = reach_package(session, actor, "package.edit", package_id)
    require_head(session, package, expected_version_id)
    head = version_in(session, package, expected_version_id)
    is_stale = bool(head.stale_reason)
    said, brief, proposal = head.said_brief, brief_in(head), proposal_in(head)
    ground = ground_of(session, market_cache, package.client, package.starts_on)
    before = _names(package, head, ground)
    session.rollback()
    edits = with_sentences(edits, before)
    what = words_of_edits(edits, before) or SOLVED_AGAIN
    new_brief, new_proposal = solve_edits(ground, brief, proposal, edits, what, is_stale=is_stale)
    lines = lines_of(ground.market, new_brief, new_proposal)
    solved = Solved(said, new_brief, new_proposal, lines, ground.revision, what, edits)

    package = reach_package(session, actor, "package.edit", package_id, for_update=True)
    require_head(session, package, expected_version_id)
    version = add_version(session, actor, clock, package, expected_version_id, solved)
    details = {"version": version.id, "edits": [edit.__struct_config__.tag for edit in edits]}
    audit.record(session, actor, clock, "package.edit", subject_of(package), details)
    return package_view(session, actor, package, version)


def undo(session: Session, actor: Actor, clock: Clock, package_id: str, expected_version_id: str) -> PackageView:
    """Back to the version before."""
    package = _locked(session, actor, package_id, expected_version_id)
    head = version_in(session, package, package.head_version_id)
    return _move_head(session, actor, clock, package, undo_target(head), "package.undo")


def redo(session: Session, actor: Actor, clock: Clock, package_id: str, expected_version_id: str) -> PackageView:
    """Forward to what was undone."""
    package = _locked(session, actor, package_id, expected_version_id)
    head = version_in(session, package, package.head_version_id)
    target = redo_target(head, stored.versions_of(session, package.id))
    return _move_head(session, actor, clock, package, target, "package.redo")


def restore_version(
    session: Session, actor: Actor, clock: Clock, package_id: str, expected_version_id: str, version_id: str
) -> PackageView:
    """An earlier version as it was, as a new draft: so that it can be undone and sent again."""
    package = _locked(session, actor, package_id, expected_version_id)
    old = version_in(session, package, version_id)
    if old.id == package.head_version_id:
        raise Conflict("This is the version that you see now.", code="same_version")
    lines = [PackageLine(**line_data(line)) for line in old.lines]
    what = f"Went back to version {old.number}" + (f": {old.name}" if old.name else "")
    solved = Solved(old.said_brief, brief_in(old), proposal_in(old), lines, old.market_revision, what)
    version = add_version(session, actor, clock, package, expected_version_id, solved)
    version.stale_reason, version.stale_since = old.stale_reason, old.stale_since
    details = {"version": version.id, "restored": old.id}
    audit.record(session, actor, clock, "package.restore", subject_of(package), details)
    return package_view(session, actor, package, version)


def name_version(
    session: Session, actor: Actor, clock: Clock, package_id: str, version_id: str, name: str
) -> PackageView:
    """Give a version a name to find it by; an empty one takes the name away."""
    package = reach_package(session, actor, "package.edit", package_id, for_update=True)
    version = version_in(session, package, version_id)
    if len(name.strip()) > NAME_LONGEST:
        raise invalid("name", f"Use at most {NAME_LONGEST} letters for the name.")
    version.name = name.strip()
    audit.record(session, actor, clock, "package.name", subject_of(package), {"version": version.id})
    return package_view(session, actor, package, version)


def _locked(session: Session, actor: Actor, package_id: str, expected_version_id: str) -> Package:
    package = reach_package(session, actor, "package.edit", package_id, for_update=True)
    require_head(session, package, expected_version_id)
    return package


def _move_head(
    session: Session, actor: Actor, clock: Clock, package: Package, version_id: str, action: str
) -> PackageView:
    package.head_version_id = version_id
    session.flush()
    audit.record(session, actor, clock, action, subject_of(package), {"version": version_id})
    return package_view(session, actor, package, version_in(session, package, version_id))


def _names(package: Package, head: PackageVersion, ground: Ground) -> Before:
    pack = load_rulepack(package.client.rulepack)
    side = side_of(head, pack)
    days = weekday_names(side.brief)
    return Before(side.brief, side.lines(), ground.market, days, lambda category: category_name(pack, category))
