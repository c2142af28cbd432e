"""A small market and a client who said what she wants: what tests of proposals and packages start from."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy.orm import Session

from brokerage.domain.access import Actor
from brokerage.domain.budgets import Budget, BudgetState, Purse
from brokerage.domain.consultations import SaidAs, Sentence
from brokerage.domain.needs import Goal, Need
from brokerage.domain.packages import Package, PackageVersion
from brokerage.domain.people import Client, Role
from brokerage.domain.rulepacks import load_rulepack
from brokerage.optimizer.brief import Way, Window
from brokerage.optimizer.market import Market, Offer, Provider, Rate, RateCard, Slot, Worker
from brokerage.store.engine import Engines
from brokerage.store.market_cache import MarketCache
from brokerage.store.market_saving import save_market
from brokerage.usecases.package_views import PackageView
from brokerage.usecases.packages import see_package
from brokerage.usecases.proposal_runs import Workshop, run_proposal
from brokerage.usecases.proposals import start_run
from tests.cast import Cast, SetClock, actor_for

MONDAY = date(2027, 1, 4)
DAYTIME = tuple(Slot(weekday, 420, 1260) for weekday in range(7))
GETTING_UP = "I want to get up when I like, not when the rota says."
JOB = "I want a job with real wages."


def small_market() -> Market:
    """Two home care providers with named workers, one of them dearer, and one job coach."""
    pack = load_rulepack("england")
    bands = tuple(dict.fromkeys(window.band for window in pack.band_windows()))

    def card(name: str, hour_minor: int) -> RateCard:
        return RateCard(name, tuple(Rate(band, "hour", ((60, hour_minor),)) for band in bands))

    def offer(name: str, provider: str, category: str, hour_minor: int, *workers: Worker) -> Offer:
        return Offer(
            name, provider, f"Service {name}", category, card(f"card-{name}", hour_minor), DAYTIME, workers=workers
        )

    return Market(
        currency="GBP",
        bands=pack.band_windows(),
        providers=(Provider("alder", "Alder Care"), Provider("birch", "Birch Care"), Provider("coach", "Job Coaches")),
        offers=(
            offer("alder-care", "alder", "personal_care", 2400, Worker("amina", "Amina"), Worker("ben", "Ben")),
            offer("birch-care", "birch", "personal_care", 2800, Worker("cleo", "Cleo")),
            offer("coach-job", "coach", "employment", 3600, Worker("dov", "Dov")),
        ),
    )


def tell(session: Session, client: Client, text: str) -> Sentence:
    """A sentence that the client said."""
    sentence = Sentence(
        client_id=client.id, said_by_name=client.name, said_as=SaidAs.CLIENT, text=text, said_on=date(2026, 11, 20)
    )
    session.add(sentence)
    session.flush()
    return sentence


def write_down(session: Session, client: Client, *, weekly_minor: int = 40_000) -> None:
    """Two goals, a need for each, and a budget for a year of `weekly_minor` a week."""
    up, job = tell(session, client, GETTING_UP), tell(session, client, JOB)
    goals = [
        Goal(client_id=client.id, sentence_id=up.id, weight=60, enough_points=None),
        Goal(client_id=client.id, sentence_id=job.id, weight=40, enough_points=None),
    ]
    session.add_all(goals)
    session.flush()
    session.add_all(
        [
            Need(
                client_id=client.id, sentence_id=up.id, title="Getting up", goal_ids=(goals[0].id,),
                ways=(Way("personal_care", (60,)),), times_best=5, times_least=3, is_must=True,
                windows=(Window((0, 1, 2, 3, 4), 420, 660),),
            ),
            Need(
                client_id=client.id, sentence_id=job.id, title="Job coaching", goal_ids=(goals[1].id,),
                ways=(Way("employment", (60, 120)),), times_best=2, windows=(Window((1, 3), 780, 1020),),
            ),
        ]
    )  # fmt: skip
    budget = Budget(
        client_id=client.id, state=BudgetState.FINAL, starts_on=MONDAY, ends_on=date(2028, 1, 2),
        total_minor=weekly_minor * 53, contingency_minor=weekly_minor, management="broker",
    )  # fmt: skip
    budget.purses = [Purse(name="Care and life", total_minor=weekly_minor * 52)]
    session.add(budget)
    session.flush()


@dataclass(frozen=True)
class Plans:
    """Ana with her wishes, the market, and everything that makes plans of them."""

    cast: Cast
    session: Session
    engines: Engines
    clock: SetClock
    cache: MarketCache

    @property
    def workshop(self) -> Workshop:
        """What runs are worked on with."""
        return Workshop(self.engines, self.clock, self.cache, ThreadPoolExecutor(1), seconds=2.0)

    def actor(self, role: Role) -> Actor:
        """The broker, client, supporter, provider or funder of the cast."""
        people = {
            Role.BROKER: (self.cast.broker, self.cast.brokerage),
            Role.CLIENT: (self.cast.client_person, None),
            Role.SUPPORTER: (self.cast.supporter, None),
            Role.PROVIDER: (self.cast.provider_person, self.cast.provider),
            Role.FUNDER: (self.cast.funder_person, self.cast.funder),
        }
        person, organisation = people[role]
        return actor_for(self.session, self.clock, person, role, organisation)

    def propose(self) -> PackageView:
        """The package that a broker's run makes."""
        run = start_run(self.session, self.actor(Role.BROKER), self.clock, self.cast.client.id, starts_on=MONDAY)
        self.session.commit()
        run_proposal(self.workshop, run.run_id)
        self.session.expire_all()
        package = self.session.query(Package).filter_by(client_id=self.cast.client.id).one()
        view = see_package(self.session, self.actor(Role.BROKER), self.clock, package.id)
        self.session.rollback()
        return view

    def head(self, package_id: str) -> PackageVersion:
        """The head as it stands in the database."""
        self.session.rollback()
        package = self.session.get(Package, package_id, populate_existing=True)
        assert package is not None
        version = self.session.get(PackageVersion, package.head_version_id)
        assert version is not None
        return version


@pytest.fixture
def plans(cast: Cast, session: Session, engines: Engines, clock: SetClock) -> Plans:
    """A market, a client who said what she wants, a budget."""
    save_market(session, small_market(), rulepack="england", now=clock.now())
    write_down(session, cast.client)
    session.commit()
    return Plans(cast, session, engines, clock, MarketCache())


@pytest.fixture
def proposed(plans: Plans) -> PackageView:
    """The first version of Ana's package."""
    return plans.propose()


