"""Tables and ratios of the benchmarks."""

from benchmarks.measuring import Row, Timing, side_by_side, table


def test_the_ratio_says_how_many_times_quicker_ours_is() -> None:
    assert Row("import", Timing.of([0.1, 0.2, 0.3]), Timing.of([0.5, 0.4, 0.4])).ratio == 2.0
    assert Row("import", Timing.of([0.1])).ratio is None


def test_actions_are_timed_in_turns_and_the_first_round_does_not_count() -> None:
    done: list[str] = []
    ours, theirs = side_by_side([lambda: done.append("ours"), lambda: done.append("theirs")], runs=2)
    assert done == ["ours", "theirs"] * 3
    assert (ours.runs, theirs.runs) == (2, 2)


def test_a_table_has_a_column_for_every_fact() -> None:
    rows = [Row("import", Timing.of([0.25]), facts={"rows": 100})]
    assert table(rows).splitlines() == [
        "| what | ours | rows |",
        "| --- | ---: | ---: |",
        "| import | 250.0 ms (250.0–250.0) | 100 |",
    ]
