"""Files and functions stay small enough to read at one go."""

from statistics import median

from tests.house.tree import functions, name_of, python_files

LINES_OF_A_FILE = 500
LINES_OF_A_FUNCTION = 70
MEDIAN_LINES = 100


def test_no_file_is_longer_than_500_lines() -> None:
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in python_files()}
    assert {name: length for name, length in lengths.items() if length > LINES_OF_A_FILE} == {}


def test_half_of_the_files_are_under_100_lines() -> None:
    lengths = [len(path.read_text().splitlines()) for path in python_files()]
    assert median(lengths) < MEDIAN_LINES


def test_no_function_is_longer_than_70_lines() -> None:
    long = {
        f"{name_of(path)}:{function.lineno} {function.name}": length
        for path in python_files()
        for function in functions(path)
        if (length := (function.end_lineno or 0) - function.lineno + 1) > LINES_OF_A_FUNCTION
    }
    assert long == {}
