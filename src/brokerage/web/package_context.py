"""What every page about one package shows besides its own."""

from typing import Any

from brokerage.domain.access import Actor
from brokerage.domain.people import Role
from brokerage.usecases.package_views import LineView, PackageView
from brokerage.web.weeks import Row, part_key, parts_of

FULL = 1000
SHORTEST = 15
LONGEST = 12 * 60


def lengths(of: Row | LineView) -> list[int]:
    """Lengths to choose from: quarter hours around what it is now, then half hours, then hours."""
    now = set(of.durations) if isinstance(of, Row) else {of.duration_minutes}
    steps = {*range(SHORTEST, 120, 15), *range(120, 300, 30), *range(300, LONGEST + 1, 60)}
    return sorted(steps | now)


def plan_context(view: PackageView, actor: Actor, **more: Any) -> dict[str, Any]:
    """The context of a page about the package."""
    days = view.week.days
    return {
        "view": view,
        "parts": parts_of(view.week),
        "chosen_day": days[0],
        "shows_week": False,
        "is_undone": False,
        "goals_met": sum(goal.attained_permille >= FULL for goal in view.goals),
        "role_is_broker": actor.role is Role.BROKER,
        "is_own": actor.role is Role.CLIENT,
        "lengths": lengths,
        "part_of": part_key,
        "problems": (),
        "trouble": None,
        **more,
    }
