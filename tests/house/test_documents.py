"""What the documents say can be typed can be typed, and what they show as Python runs."""

import re
import subprocess
import sys
from pathlib import Path

import click

from brokerage.cli import cli
from tests.house.tree import ROOT, name_of, tracked_files

DOCUMENTS = tuple(path for path in tracked_files() if path.suffix == ".md" and "/vendor/" not in name_of(path))
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def fenced(path: Path, language: str) -> list[str]:
    """Blocks of a document in one language."""
    return [body for named, body in FENCE.findall(path.read_text()) if named == language]


def test_the_python_that_documents_show_runs() -> None:
    for path in DOCUMENTS:
        for block in fenced(path, "python"):
            run = subprocess.run([sys.executable, "-c", block], cwd=ROOT, capture_output=True, text=True, check=False)
            assert run.returncode == 0, f"{name_of(path)}:\n{block}\n{run.stderr}"


def test_every_make_target_that_a_document_names_exists() -> None:
    targets = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text()))
    named = {
        (name_of(path), target)
        for path in DOCUMENTS
        for target in re.findall(r"(?m)(?:^|`|\$ |&& )make ([a-z]+)\b", path.read_text())
    }
    assert {target for _, target in named} - targets == set(), named


def test_every_brokerage_command_that_a_document_names_exists() -> None:
    commands = set(cli.list_commands(click.Context(cli)))
    named = {
        command
        for path in DOCUMENTS
        for command in re.findall(r"(?m)(?:^|`|\$ |bin/)brokerage ([a-z][a-z-]+)", path.read_text())
    }
    assert named - commands == set()


def test_every_file_that_a_document_links_to_exists() -> None:
    dead = [
        f"{name_of(path)}: {target}"
        for path in DOCUMENTS
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text())
        if "://" not in target and not target.startswith("mailto:") and not (path.parent / target).exists()
    ]
    assert dead == []
