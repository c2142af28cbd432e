"""Rate cards of the demo market: short visits cost more by the minute, so do evenings, weekends and holidays."""

from random import Random

from brokerage.demo.town import Service, Trade
from brokerage.optimizer.market import Rate, RateCard

SLEEP_IN = "sleep_in"
# Permille of the weekday price, from..to. Self-employed people mostly ask the same at any time of the week.
AGENCY_BANDS = {"evening": (1000, 1080), "night": (1150, 1350), "saturday": (1060, 1120), "sunday": (1060, 1180)}
OWN_BANDS = {"evening": (1000, 1050), "night": (1100, 1250), "saturday": (1000, 1100), "sunday": (1000, 1150)}
HOLIDAY = (1500, 2000)
EVERY_BAND = ("weekday", "evening", "night", "saturday", "sunday", "public_holiday")


def rate_card(random: Random, trade: Trade, service: Service, card_id: str, valid_from: str) -> RateCard:
    """A card for one offer; prices drawn from the service's range, rounded to 5 or 50 pence."""
    price = drawn(random, *service.price_minor, step=50 if service.unit in ("session", "night") else 5)
    if service.unit == "hour":
        rates = _hourly(random, trade, service, price)
    elif service.unit == "waking":
        holiday = rounded(price * random.randint(*HOLIDAY) // 1000, 5)
        rates = tuple(Rate(b, "hour", ((60, holiday if b == "public_holiday" else price),)) for b in EVERY_BAND)
    elif service.unit == "night" and not trade.is_venue:
        rates = (Rate(SLEEP_IN, "night", ((0, price),)),)
    else:
        rates = (Rate("weekday", service.unit, ((0, price),)),)
    comes_home = service.unit == "hour" and "out" not in service.tags
    fee = random.choice((0, 0, 0, 80, 120, 150)) if comes_home and not trade.is_venue else 0
    return RateCard(card_id, rates, travel_fee_minor=fee, valid_from=valid_from)


def drawn(random: Random, low: int, high: int, step: int) -> int:
    """A whole number from low to high on a grid of `step`."""
    return rounded(random.randint(low, high), step)


def rounded(value: int, step: int) -> int:
    """To the nearest multiple of `step`, halves up."""
    return (value + step // 2) // step * step


def _hourly(random: Random, trade: Trade, service: Service, price: int) -> tuple[Rate, ...]:
    bands = OWN_BANDS if trade.is_self_employed else AGENCY_BANDS
    permille = {"weekday": 1000} | {band: random.randint(*span) for band, span in bands.items()}
    if trade.is_self_employed or random.random() < 0.85:
        permille["public_holiday"] = random.randint(*HOLIDAY)
    half = service.half_hour_permille
    return tuple(Rate(band, "hour", _points(service, price * share // 1000, half)) for band, share in permille.items())


def _points(service: Service, hour: int, half_permille: int) -> tuple[tuple[int, int], ...]:
    points = [(30, rounded(hour * half_permille // 1000, 5)), (60, rounded(hour, 5))]
    if service.shortest_minutes < 30:
        points.insert(0, (15, rounded(points[0][1] * 650 // 1000, 5)))
    return tuple(points)
