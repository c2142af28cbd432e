"""What is depended on is locked by hash, has a reason, and comes from nowhere in particular."""

import re
import tomllib
from functools import cache
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.tree import ROOT

LOCKS = ("runtime", "dev")


@cache
def project() -> dict[str, Any]:
    """The project file."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def lock_text(name: str) -> str:
    """A lock as it is written."""
    return (ROOT / "requirements" / f"{name}.lock").read_text()


@cache
def locked(name: str) -> set[tuple[str, str]]:
    """Package and version; a package has two where newer Pythons take another."""
    pins = re.findall(r"^([A-Za-z0-9_.\-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", lock_text(name), re.MULTILINE)
    return {(canonicalize_name(package), version) for package, version in pins}


def versions(name: str, package: str) -> list[str]:
    """The locked versions of a package."""
    return [version for locked_package, version in locked(name) if locked_package == canonicalize_name(package)]


def asked_for(*groups: str) -> list[Requirement]:
    """What the project file asks for, the service and these groups included."""
    table = project()
    lines = [*table["project"]["dependencies"], *table["project"]["optional-dependencies"]["service"]]
    for group in groups:
        lines += [line for line in table["dependency-groups"][group] if isinstance(line, str)]
    return [Requirement(line) for line in lines]


def test_the_locks_hold_what_the_project_asks_for() -> None:
    for name, groups in (("runtime", ("build",)), ("dev", ("build", "dev"))):
        wrong = [
            str(requirement)
            for requirement in asked_for(*groups)
            if not any(map(requirement.specifier.contains, versions(name, requirement.name)))
        ]
        assert wrong == [], f"requirements/{name}.lock is behind pyproject.toml: make lock"


def test_the_development_lock_holds_everything_of_the_runtime_lock() -> None:
    assert locked("runtime") <= locked("dev")


def test_every_locked_package_has_a_hash() -> None:
    for name in LOCKS:
        entries = re.split(r"\n(?=[A-Za-z])", lock_text(name).strip())
        assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
        assert len(entries) == len(locked(name))


def test_the_locks_name_no_place_to_fetch_from() -> None:
    for text in (*map(lock_text, LOCKS), (ROOT / "package-lock.json").read_text()):
        assert re.findall(r"(?m)^\s*(?:--(?:extra-)?index-url|--find-links|-f |-i |\"resolved\").*", text) == []


def test_every_dependency_says_why_it_is_there() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    tables = re.findall(r"(?ms)^(?:dependencies|service|build|dev) = \[\n(.*?)^\]", text)
    lines = [line for table in tables for line in table.splitlines() if line.strip().startswith('"')]
    assert len(lines) == len(asked_for("build", "dev"))
    assert [line for line in lines if not re.search(r",\s+# \S", line)] == []


def test_every_exception_from_a_rule_says_why() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    ignores = re.search(r"(?ms)^ignore = \[\n(.*?)^\]", text)
    assert ignores is not None
    assert [line for line in ignores[1].splitlines() if "#" not in line] == []
