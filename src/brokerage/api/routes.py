"""Every API controller of the house, one a room, under /api/v1."""

from litestar.types import ControllerRouterHandler

from brokerage.api.account import AccountApi
from brokerage.api.funder import FunderApi


def routes() -> list[ControllerRouterHandler]:
    """The controllers."""
    return [AccountApi, FunderApi]
