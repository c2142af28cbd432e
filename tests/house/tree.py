"""What the rules about the code look at: the files of this checkout."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OUR_FOLDERS = ("src", "tests", "adapters", "benchmarks", "tools")
# Written by a tool, or by others and copied here as it is.
NOT_OURS = ("/vendor/", "/versions/", ".lock", "package-lock.json")


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file under version control that stands in the tree; in an unpacked archive, every file."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    return tuple(path for name in sorted(listed) if (path := ROOT / name).is_file())


def name_of(path: Path) -> str:
    """The path as people write it."""
    return path.relative_to(ROOT).as_posix()


def is_ours(path: Path) -> bool:
    """Whether people wrote it here."""
    return not any(mark in name_of(path) for mark in NOT_OURS)


def python_files(*folders: str) -> tuple[Path, ...]:
    """Python files that people wrote, in the folders given, else in all of ours."""
    chosen = tuple(f"{folder}/" for folder in folders or OUR_FOLDERS)
    return tuple(p for p in tracked_files() if p.suffix == ".py" and name_of(p).startswith(chosen) and is_ours(p))


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=name_of(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def text_files() -> Iterator[tuple[Path, str]]:
    """Every file of ours that can be read as text, with its text."""
    for path in tracked_files():
        if is_ours(path):
            try:
                yield path, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue
