"""What has to hold on every page, whatever it shows."""

import os
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
SMALLEST_TARGET_PX = 24


@cache
def axe_source() -> str:
    """The accessibility checker, as its package ships it."""
    return AXE.read_text(encoding="utf-8")


def assert_accessible(page: Page) -> None:
    """axe-core finds nothing to object to; else every finding, with the element and what to mend."""
    # Through the debugger, which no content security policy forbids.
    page.evaluate(axe_source())
    found = page.evaluate("rules => axe.run(document, { runOnly: rules, resultTypes: ['violations'] })", list(RULES))
    findings = "\n".join(_described(violation) for violation in found["violations"])
    assert not findings, f"{page.url} at {page.viewport_size}:\n{findings}"


def _described(violation: dict[str, Any]) -> str:
    places = "\n".join(
        f"    {' '.join(map(str, node['target']))}\n      {node['html'][:200]}\n      {node['failureSummary']}"
        for node in violation["nodes"]
    )
    return f"- {violation['id']} ({violation['impact']}): {violation['help']}\n{places}"


def assert_no_sideways_scroll(page: Page, width_px: int = 320) -> None:
    """At this width nothing is cut off and nobody has to scroll sideways; the page keeps its size afterwards."""
    before = page.viewport_size
    page.set_viewport_size({"width": width_px, "height": 800})
    beyond = page.evaluate(
        """() => {
          const scrolls = element => element && element !== document.body
            && (["auto", "scroll"].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
          return [...document.querySelectorAll("body *")]
            .filter(element => element.getBoundingClientRect().right > window.innerWidth + 1)
            .filter(element => element.checkVisibility() && !scrolls(element.parentElement))
            .map(element => element.outerHTML.slice(0, 120));
        }"""
    )
    if before is not None:
        page.set_viewport_size(before)
    assert not beyond, f"{page.url} is wider than {width_px} px:\n" + "\n".join(beyond)


def assert_targets_are_large_enough(page: Page) -> None:
    """Everything that can be pressed is at least 24 px high and wide, but for links inside a sentence."""
    small = page.evaluate(
        """least => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary")]
          .filter(element => element.checkVisibility() && getComputedStyle(element).display !== "inline")
          .filter(element => !element.labels?.length)
          .map(element => [element.outerHTML.slice(0, 120), element.getBoundingClientRect()])
          .filter(([, box]) => box.width > 1 && (box.width < least || box.height < least))
          .map(([html, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${html}`)""",
        SMALLEST_TARGET_PX,
    )
    assert not small, f"{page.url} has targets under {SMALLEST_TARGET_PX} px:\n" + "\n".join(small)


def take_picture(page: Page, name: str) -> None:
    """Write docs/pictures/NAME.png, only where BROKERAGE_WRITE_PICTURES=1 asks for it."""
    if os.environ.get("BROKERAGE_WRITE_PICTURES") == "1":
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png", full_page=True, animations="disabled")
