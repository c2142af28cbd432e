"""A made-up market of care and support, the same for the same seed: `generate_market("town")`."""

from dataclasses import dataclass
from random import Random

from brokerage.demo.rates import drawn, rate_card
from brokerage.demo.staff import Draw, draw_worker, workers_for
from brokerage.demo.town import Service, Size, Trade, load_town, slots_of
from brokerage.domain.holidays import public_holidays
from brokerage.domain.rulepacks import load_rulepack
from brokerage.optimizer.market import BlockDiscount, Market, Offer, Provider, Slot, Worker

DEMO_SEED = 20261124
NOTES = "Demo data. {town} does not exist; every provider, worker and price in it is made up."


@dataclass(frozen=True, slots=True)
class Team:
    """People of one provider who work in some areas. Its offers' ids begin with `id`."""

    id: str
    areas: tuple[str, ...]
    workers: tuple[Worker, ...]


def generate_market(size: Size = "town", seed: int = DEMO_SEED) -> Market:
    """A market of a size: small about 80 offers, town at least 400, county at least 5,000. Ids are stable."""
    town = load_town()
    draw = Draw(Random(f"{seed}:{size}"), town)  # noqa: S311 - a demo market is drawn, not a secret
    pack = load_rulepack(town.rulepack)
    providers: list[Provider] = []
    offers: list[Offer] = []
    for trade in town.trades:
        for number in range(1, trade.providers[size] + 1):
            provider, sole = _provider(draw, trade, f"{trade.id}-{number}")
            providers.append(provider)
            offers += _offers(draw, trade, provider, _teams(draw, trade, provider, sole, trade.teams.get(size, 1)))
    holidays = tuple(holiday.on.isoformat() for holiday in public_holidays(pack, town.years))
    notes = NOTES.format(town=town.name)
    return Market(pack.currency, pack.band_windows(), tuple(providers), tuple(offers), holidays, notes=notes)


def _provider(draw: Draw, trade: Trade, provider_id: str) -> tuple[Provider, Worker | None]:
    random = draw.random
    sole = draw_worker(draw, trade, f"{provider_id}-w1") if trade.is_self_employed else None
    name = sole.name if sole else f"{draw.provider_word()} {random.choice(trade.endings)}"
    most = drawn(random, *trade.most_weekly_minutes, step=60) if trade.most_weekly_minutes else None
    reliability = random.randint(*trade.reliability_permille)
    return Provider(provider_id, f"{name} (demo)", reliability, most, trade.is_self_employed), sole


def _teams(draw: Draw, trade: Trade, provider: Provider, sole: Worker | None, count: int) -> list[Team]:
    every = draw.town.areas
    shuffled = draw.random.sample(every, len(every))
    share = 4 if sole else len(every) // count
    teams = []
    for number in range(count):
        team_id = f"{provider.id}-t{number + 1}"
        areas = () if trade.is_venue else tuple(sorted(shuffled[number * share : (number + 1) * share]))
        size = draw.random.randint(*trade.staff)
        workers = (sole,) if sole else tuple(draw_worker(draw, trade, f"{team_id}-w{i + 1}") for i in range(size))
        teams.append(Team(team_id, areas, workers))
    return teams


def _offers(draw: Draw, trade: Trade, provider: Provider, teams: list[Team]) -> list[Offer]:
    chosen = [service for service in trade.services if draw.random.randrange(100) < service.percent]
    offers = []
    for team in teams:
        titles = [
            (service, title)
            for service in chosen or trade.services[:1]
            for title in draw.random.sample(service.titles, min(service.copies, len(service.titles)))
        ]
        for number, (service, title) in enumerate(titles, start=1):
            offer_id = f"{team.id}-{service.category}-{number}"
            offers.append(_offer(draw, trade, service, team, provider.id, offer_id, title))
    return offers


def _offer(
    draw: Draw, trade: Trade, service: Service, team: Team, provider_id: str, offer_id: str, title: str
) -> Offer:
    random = draw.random
    workers = workers_for(draw, service, team.workers)
    sessions = _sessions(random, service)
    least, discount = _order(random, service)
    return Offer(
        id=offer_id,
        provider_id=provider_id,
        service=title,
        category=service.category,
        rate_card=rate_card(random, trade, service, f"{offer_id}-rates", draw.town.valid_from),
        availability=() if sessions else slots_of(draw.town.patterns[service.pattern]),
        sessions=sessions,
        areas=team.areas,
        skills=tuple(sorted({*trade.all_skills, *service.all_skills})),
        languages=("english",),
        workers=workers,
        headcount=0 if trade.is_venue else 1,
        capacity_at_once=random.randint(6, 24) if trade.is_venue else max(1, len(workers)),
        min_visit_minutes=service.shortest_minutes,
        max_visit_minutes=max(service.longest_minutes, service.session_minutes),
        min_weekly_minutes=least,
        notice_hours=random.choice((24, 24, 48, 72)),
        discount=discount,
        tags=service.tags,
        uses=dict(service.uses),
    )


def _order(random: Random, service: Service) -> tuple[int, BlockDiscount | None]:
    least = random.choice(service.least_weekly_minutes)
    if not service.can_discount:
        return least, None
    if random.random() < 0.3:
        least = random.choice((60, 120, 240))
    if random.random() < 0.35:
        return least, BlockDiscount(random.choice((420, 600, 840)), random.choice((3, 5, 8)))
    return least, None


def _sessions(random: Random, service: Service) -> tuple[Slot, ...]:
    if not service.session_starts:
        return ()
    weekdays = sorted(random.sample(range(6 if service.days_open < 5 else 7), service.days_open))
    start = random.choice(service.session_starts)
    return tuple(Slot(day, start, start + service.session_minutes) for day in weekdays)
