"""Words that have no place in the code, the names or the documents."""

import ast
import re

from tests.house.tree import name_of, parsed, python_files, text_files, tracked_files

# Put together from halves, so that this file does not find itself.
HALVES = [("TO", "DO"), ("FIX", "ME"), ("X", "XX"), ("HA", "CK"), ("raise NotImplemented", "Error")]
UNFINISHED = "|".join(first + second for first, second in HALVES)
HOSTS = "|".join(a + b for a, b in [("py", r"pi\.org"), ("python", r"hosted\."), ("registry\\.npm", "js")])
OUTSIDE_THE_CHECKOUT = r"\.\./" + r"shared|/wo" + r"rk/|/ro" + r"ot/"
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc", "base_utils"}


def lines_with(pattern: str) -> list[str]:
    """Where the pattern stands, as `file:line: text`."""
    wanted = re.compile(pattern)
    return [
        f"{name_of(path)}:{number}: {line.strip()[:100]}"
        for path, text in text_files()
        for number, line in enumerate(text.splitlines(), 1)
        if wanted.search(line)
    ]


def test_nothing_is_left_unfinished() -> None:
    assert lines_with(rf"\b({UNFINISHED})\b") == []


def test_no_package_registry_is_named() -> None:
    assert lines_with(HOSTS) == []


def test_nothing_points_outside_the_checkout() -> None:
    assert lines_with(OUTSIDE_THE_CHECKOUT) == []


def test_every_module_has_a_name_that_says_what_is_in_it() -> None:
    assert [name_of(path) for path in tracked_files() if VAGUE_NAMES & {path.stem, *path.parts[-2:-1]}] == []


def test_every_module_starts_with_one_line_that_says_what_it_is_for() -> None:
    lacking = [name_of(path) for path in python_files() if parsed(path).body and not ast.get_docstring(parsed(path))]
    assert lacking == []
