"""Front-end files are the very ones that their packages ship, and nothing is served that has no licence beside it."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, text_files

SERVED = ROOT / "src/brokerage/web/static/vendor"
FOLDERS = (SERVED, ROOT / "tests/browser/vendor")


@pytest.mark.parametrize("folder", FOLDERS, ids=["served", "for tests"])
def test_every_vendored_file_is_as_its_manifest_says(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    found = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert found == {name: row["sha256"] for name, row in manifest.items()}


@pytest.mark.parametrize("folder", FOLDERS, ids=["served", "for tests"])
def test_every_vendored_version_is_the_locked_one(folder: Path) -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    manifest = json.loads((folder / "manifest.json").read_text())
    assert {name: row["version"] for name, row in manifest.items()} == {
        name: lock[f"node_modules/{row['package']}"]["version"] for name, row in manifest.items()
    }


def test_every_icon_that_a_page_asks_for_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (SERVED / "icons.svg").read_text()))
    pages = [text for path, text in text_files() if path.suffix == ".html"]
    use = re.compile(r"""\bicon\(\s*["']([\w-]+)["']|icons\.svg#([\w-]+)""")
    asked = {name for text in pages for names in use.findall(text) for name in names if name}
    assert asked - drawn == set()
