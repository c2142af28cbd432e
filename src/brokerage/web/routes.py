"""Every page controller of the house, one a room."""

from litestar.types import ControllerRouterHandler

from brokerage.web.account import AccountPages
from brokerage.web.funder import FunderPages
from brokerage.web.health import HealthPages
from brokerage.web.sign_in import SignInPages
from brokerage.web.styleguide import StyleguidePages
from brokerage.web.supporters import SupporterPages


def routes() -> list[ControllerRouterHandler]:
    """The controllers, in the order of a person's day."""
    return [SignInPages, AccountPages, SupporterPages, FunderPages, HealthPages, StyleguidePages]
