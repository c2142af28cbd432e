"""Templates keep to what no browser would tell: no style or script of their own, only icons that there are."""

import re
from pathlib import Path

import pytest

import brokerage.web

WEB = Path(brokerage.web.__file__).parent
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
SPRITE = (WEB / "static/vendor/icons.svg").read_text(encoding="utf-8")
KIND = '"(?:primary|secondary|quiet|danger)", '
ICONS = (
    re.compile(r'(?:\bicon\(|icon_name=)"([a-z0-9-]+)"'),
    re.compile(r'link_button\([^()]*?' + KIND + '"([a-z0-9-]+)"'),
    re.compile(r'\bbutton\([^()]*?' + KIND + '"[^"]*", "[^"]*", "([a-z0-9-]+)"'),
    re.compile(r'\bpost\([^()]*?' + KIND + '"([a-z0-9-]+)"'),
)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(WEB)))
def test_no_template_carries_style_or_script_of_its_own(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert re.findall(r"""\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:""", text) == []


def test_every_icon_that_a_page_names_is_in_the_sprite() -> None:
    there = set(re.findall(r'<symbol id="([^"]+)"', SPRITE))
    pictures = re.search(r"set pictures = \{(.*?)\}", (WEB / "templates/components/week.html").read_text(), re.DOTALL)
    assert pictures is not None
    wanted = set(re.findall(r': "([a-z0-9-]+)"', pictures[1]))
    for template in TEMPLATES:
        text = template.read_text(encoding="utf-8")
        wanted |= {name for pattern in ICONS for name in pattern.findall(text)}
    assert wanted - there == set()


def test_the_script_stays_short_enough_to_read() -> None:
    assert len((WEB / "static/js/app.js").read_text(encoding="utf-8").splitlines()) <= 60
