"""Imports only go down the stairs; the solver is a library on its own."""

import subprocess
import sys

import pytest

from tests.house.tree import ROOT

OTHERS = ("sqlalchemy", "litestar", "polars", "pydantic", "jinja2", "brokerage.domain", "brokerage.settings")


def fresh_interpreter(source: str) -> str:
    """What the source prints in an interpreter that has loaded nothing yet."""
    run = subprocess.run([sys.executable, "-c", source], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_importing_the_solver_loads_no_database_no_web_framework_and_no_data_frames() -> None:
    loaded = fresh_interpreter("import sys, brokerage.optimizer; print(*sys.modules, sep='\\n')").split()
    assert "brokerage.optimizer" in loaded
    assert [name for name in loaded if name.startswith(OTHERS)] == []


@pytest.mark.parametrize("module", ["brokerage.domain", "brokerage.store", "brokerage.usecases"])
def test_the_floors_below_the_web_load_no_web_framework(module: str) -> None:
    source = f"""
import importlib, pkgutil, sys
floor = importlib.import_module({module!r})
for room in pkgutil.walk_packages(floor.__path__, floor.__name__ + "."):
    if not room.name.endswith(".env"):
        importlib.import_module(room.name)
print(*sys.modules, sep="\\n")
"""
    loaded = fresh_interpreter(source).split()
    assert [name for name in loaded if name.startswith(("litestar", "uvicorn", "rich_click"))] == []
