"""The published curve from needs points to money, as coordinates for a picture."""

from dataclasses import dataclass

from brokerage.domain.points import IndicativeBudget, highest_points
from brokerage.domain.rulepacks import PointsRules

WIDTH, HEIGHT = 600, 300
LEFT, BOTTOM, TOP = 70, 40, 16
STEPS = 4


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid: where it is and what it stands for."""

    at: int
    value: int


@dataclass(frozen=True, slots=True)
class Curve:
    """Coordinates in a box of `width` by `height`; `x` and `y` are the person's own place on it."""

    line: str
    points_ticks: tuple[Tick, ...]
    money_ticks: tuple[Tick, ...]
    x: int
    y: int
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    floor: int = HEIGHT - BOTTOM


def draw_curve(rules: PointsRules, figure: IndicativeBudget) -> Curve:
    """The curve of the rulepack with the person's points on it."""
    most_points = max(rules.knots[-1].points, highest_points(rules), 1)
    most_minor = max(rules.knots[-1].minor_per_week, 1)

    def x(points: int) -> int:
        return LEFT + (WIDTH - LEFT - 12) * points // most_points

    def y(minor: int) -> int:
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * minor // most_minor

    knots = [(knot.points, knot.minor_per_week) for knot in rules.knots]
    knots.append((most_points, knots[-1][1]))
    return Curve(
        line=" ".join(f"{x(points)},{y(minor)}" for points, minor in knots),
        points_ticks=tuple(Tick(x(knot.points), knot.points) for knot in rules.knots),
        money_ticks=tuple(Tick(y(most_minor * step // STEPS), most_minor * step // STEPS) for step in range(STEPS + 1)),
        x=x(figure.points),
        y=y(figure.weekly_minor),
    )
