"""Every API controller of the house, one a room, under /api/v1."""

from litestar.types import ControllerRouterHandler

from brokerage.api.account import AccountApi
from brokerage.api.challenges import ChallengesApi
from brokerage.api.funder import FunderApi
from brokerage.api.packages import PackagesApi
from brokerage.api.proposals import RunsApi


def routes() -> list[ControllerRouterHandler]:
    """The controllers."""
    return [AccountApi, FunderApi, RunsApi, PackagesApi, ChallengesApi]
