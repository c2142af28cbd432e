"""Tests read as sentences and stand where the code they are about stands."""

import ast

from tests.house.tree import ROOT, functions, name_of, python_files

# About no single room: the code itself, whole stories, pages in a browser, every port with every adapter.
OF_THEIR_OWN = {"house", "journeys", "browser", "adapters", "benchmarks", "tools"}
WORDS_OF_A_SENTENCE = 4


def suite() -> list[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Every test with the file it is in."""
    return [
        (name_of(path), function)
        for path in python_files("tests")
        if path.name.startswith("test_")
        for function in functions(path)
        if function.name.startswith("test_")
    ]


def test_every_test_has_a_sentence_for_a_name() -> None:
    short = [
        f"{file}: {test.name}"
        for file, test in suite()
        if len(test.name.removeprefix("test_").split("_")) < WORDS_OF_A_SENTENCE
    ]
    assert short == []


def test_no_two_tests_of_a_file_have_the_same_name() -> None:
    named = [f"{file}: {test.name}" for file, test in suite()]
    assert sorted({name for name in named if named.count(name) > 1}) == []


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    marks = {"skip", "skipif", "xfail", "importorskip"}
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files("tests")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr in marks
    ]
    assert found == []


def test_the_tests_stand_in_the_same_folders_as_the_code() -> None:
    tests = [path for path in python_files("tests") if path.name.startswith("test_")]
    folders = {path.parent.relative_to(ROOT / "tests") for path in tests}
    strays = [
        folder.as_posix()
        for folder in folders
        if folder.parts and folder.parts[0] not in OF_THEIR_OWN and not (ROOT / "src/brokerage" / folder).is_dir()
    ]
    assert strays == []
