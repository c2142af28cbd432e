"""Times actions side by side and writes what was found as a table and as JSON."""

import json
import os
import platform
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of one action over several runs."""

    median_ms: float
    lowest_ms: float
    highest_ms: float
    runs: int

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Timing":
        """From the seconds of each run."""
        in_ms = [round(second * 1000, 3) for second in seconds]
        return cls(median(in_ms), min(in_ms), max(in_ms), len(in_ms))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: what was measured, ours, and what it is held against in the same run.

    `facts` are further columns, such as a score or a number of rows; every row of a table has the same ones.
    """

    what: str
    ours: Timing
    baseline: Timing | None = None
    facts: Mapping[str, object] | None = None

    @property
    def ratio(self) -> float | None:
        """Baseline over ours: above 1, ours is quicker. Machines differ; this figure travels better than the times."""
        if self.baseline is None or self.ours.median_ms == 0:
            return None
        return round(self.baseline.median_ms / self.ours.median_ms, 2)


def side_by_side(actions: Sequence[Callable[[], object]], runs: int = 5) -> tuple[Timing, ...]:
    """Time actions in turns, so that what else the machine does falls on all alike. The first round is not counted."""
    seconds: list[list[float]] = [[] for _ in actions]
    for number in range(runs + 1):
        for action, taken in zip(actions, seconds, strict=True):
            start = time.perf_counter()
            action()
            if number:
                taken.append(time.perf_counter() - start)
    return tuple(map(Timing.of, seconds))


def timed(action: Callable[[], object], runs: int = 5) -> Timing:
    """Time one action; the first run is not counted."""
    return side_by_side([action], runs)[0]


def report(name: str, title: str, rows: Sequence[Row], *, baseline: str = "") -> None:
    """Print a table and write `results/NAME.json`; `baseline` says what the baseline column is."""
    RESULTS.mkdir(exist_ok=True)
    content = {
        "title": title,
        "baseline": baseline,
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "rows": [{**asdict(row), "ratio": row.ratio} for row in rows],
    }
    (RESULTS / f"{name}.json").write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(f"\n### {title}\n\n{table(rows, baseline)}\n")


def table(rows: Sequence[Row], baseline: str = "") -> str:
    """The rows as a Markdown table; times are medians with the lowest and highest."""
    facts = list(rows[0].facts or {}) if rows else []
    heads = ["what", "ours", *([baseline, "ratio"] if baseline else []), *facts]
    lines = [heads, ["---"] + ["---:"] * (len(heads) - 1)]
    for row in rows:
        held_against = [_written(row.baseline), f"× {row.ratio}" if row.ratio else ""] if baseline else []
        lines.append([row.what, _written(row.ours), *held_against, *(str((row.facts or {})[fact]) for fact in facts)])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _written(timing: Timing | None) -> str:
    if timing is None:
        return ""
    return f"{timing.median_ms:,.1f} ms ({timing.lowest_ms:,.1f}–{timing.highest_ms:,.1f})"
