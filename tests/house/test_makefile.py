"""`make` says plainly what a machine lacks."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.tree import ROOT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with the Makefile and nothing else."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    return tmp_path


def python_that(folder: Path, script: str) -> Path:
    """A stand-in for `python3` on a machine that is not ready."""
    path = folder / "python-of-this-machine"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`make`, as typed."""
    return subprocess.run(["make", *arguments], cwd=folder, capture_output=True, text=True, check=False)


def test_a_python_that_is_too_old_is_named_with_its_version(checkout: Path) -> None:
    old = python_that(checkout, 'case "$1" in --version) echo "Python 3.8.2";; *) exit 1;; esac')
    run = make(checkout, "demo", f"PYTHON={old}")
    assert run.returncode != 0
    assert "Python 3.11 or newer is needed" in run.stderr
    assert "Python 3.8.2" in run.stderr
    assert not (checkout / ".venv").exists()


def test_a_python_that_makes_no_environments_is_told_what_to_install(checkout: Path) -> None:
    bare = python_that(checkout, 'case "$2" in *ensurepip*) exit 1;; *) exit 0;; esac')
    run = make(checkout, "setup", f"PYTHON={bare}")
    assert run.returncode != 0
    assert "apt-get install python3-venv" in run.stderr


def test_help_lists_what_can_be_done(checkout: Path) -> None:
    run = make(checkout)
    assert run.returncode == 0
    assert {"demo", "setup", "test", "lint", "soak", "bench", "lock"} <= set(run.stdout.split())
