"""Every page controller of the house, one a room."""

from litestar.types import ControllerRouterHandler

from brokerage.web.account import AccountPages
from brokerage.web.approvals import ApprovalPages
from brokerage.web.availability import AvailabilityPages
from brokerage.web.budgets import BudgetPages
from brokerage.web.challenges import ChallengePages
from brokerage.web.clients import ClientPages, MyWordsPages
from brokerage.web.consultations import ConsultationPages
from brokerage.web.funder import FunderPages
from brokerage.web.health import HealthPages
from brokerage.web.market import MarketPages
from brokerage.web.my_week import MyWeekPages
from brokerage.web.needs import NeedPages
from brokerage.web.offer_imports import OfferImportPages
from brokerage.web.offers import OfferPages
from brokerage.web.packages import PackagePages
from brokerage.web.printing import PrintPages
from brokerage.web.proposals import ProposalPages
from brokerage.web.requests import RequestPages
from brokerage.web.sign_in import SignInPages
from brokerage.web.styleguide import StyleguidePages
from brokerage.web.supporters import SupporterPages
from brokerage.web.visits import VisitPages
from brokerage.web.workers import WorkerPages


def routes() -> list[ControllerRouterHandler]:
    """The controllers, in the order of a person's day."""
    return [
        SignInPages,
        AccountPages,
        ClientPages,
        MyWordsPages,
        ConsultationPages,
        NeedPages,
        BudgetPages,
        MyWeekPages,
        ProposalPages,
        PackagePages,
        VisitPages,
        ApprovalPages,
        ChallengePages,
        PrintPages,
        SupporterPages,
        OfferPages,
        OfferImportPages,
        AvailabilityPages,
        WorkerPages,
        RequestPages,
        MarketPages,
        FunderPages,
        HealthPages,
        StyleguidePages,
    ]
