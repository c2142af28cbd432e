"""The checks themselves find what they are for."""

import pytest
from playwright.sync_api import Page

from tests.browser.checks import assert_accessible, assert_no_sideways_scroll, assert_targets_are_large_enough


@pytest.fixture
def spoilt(page: Page) -> Page:
    """A page that is fine, to be spoilt by the test."""
    page.goto("/sign-in")
    return page


def test_a_picture_without_words_is_found(spoilt: Page) -> None:
    spoilt.evaluate("document.querySelector('main').append(document.createElement('img'))")
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(spoilt)


def test_a_page_that_is_too_wide_is_found(spoilt: Page) -> None:
    spoilt.evaluate(
        "const wide = document.createElement('p'); wide.append('wide'); wide.style.minWidth = '900px';"
        "document.querySelector('main').append(wide)"
    )
    with pytest.raises(AssertionError, match="wider than 320 px"):
        assert_no_sideways_scroll(spoilt)


def test_a_button_too_small_for_a_thumb_is_found(spoilt: Page) -> None:
    spoilt.evaluate(
        "const small = document.createElement('button'); document.querySelector('main').append(small);"
        "small.style.cssText = 'display:block;min-width:0;min-height:0;width:12px;height:12px;padding:0'"
    )
    with pytest.raises(AssertionError, match="12x12"):
        assert_targets_are_large_enough(spoilt)
