"""Every API controller of the house, one a room, under /api/v1."""

from litestar.types import ControllerRouterHandler

from brokerage.api.account import AccountApi
from brokerage.api.approvals import ApprovalsApi
from brokerage.api.asking import AskingApi
from brokerage.api.availability import AvailabilityApi
from brokerage.api.budgets import BudgetsApi
from brokerage.api.challenges import ChallengesApi
from brokerage.api.clients import ClientsApi
from brokerage.api.consultations import ConsultationsApi, SentencesApi
from brokerage.api.funder import FunderApi
from brokerage.api.market import MarketApi, RequestsApi
from brokerage.api.needs import ArrangementsApi, GoalsApi, MattersApi, NeedsApi, WishesApi
from brokerage.api.offers import OffersApi
from brokerage.api.packages import PackagesApi
from brokerage.api.proposals import RunsApi
from brokerage.api.workers import WorkersApi


def routes() -> list[ControllerRouterHandler]:
    """The controllers."""
    return [
        AccountApi,
        ClientsApi,
        ConsultationsApi,
        SentencesApi,
        MattersApi,
        GoalsApi,
        NeedsApi,
        WishesApi,
        ArrangementsApi,
        BudgetsApi,
        FunderApi,
        RunsApi,
        PackagesApi,
        ApprovalsApi,
        AskingApi,
        ChallengesApi,
        MarketApi,
        OffersApi,
        AvailabilityApi,
        WorkersApi,
        RequestsApi,
    ]
