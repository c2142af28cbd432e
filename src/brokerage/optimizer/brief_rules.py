"""The rules of a brief one by one, each with the person's sentence, and briefs without some of them."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Literal

from brokerage.optimizer.brief import Brief, Need, Window
from brokerage.optimizer.market import Market

RuleKind = Literal[
    "must_have", "must_choice", "pin", "ban", "exclusion", "gap", "need_gap", "max_people", "worker_wish", "window",
    "skill", "two_at_once", "money", "limit",
]  # fmt: skip
ENOUGH_MONEY = 10**11
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class BriefRule:
    """One rule of a brief: its kind, the id of what it stands on, a plain text and the person's own sentence."""

    kind: RuleKind
    rule_id: str
    text: str
    sentence: str = ""

    @property
    def key(self) -> tuple[RuleKind, str]:
        """What tells it from every other rule of the brief."""
        return self.kind, self.rule_id


RuleKey = tuple[RuleKind, str]


def rules_of(market: Market, brief: Brief) -> list[BriefRule]:
    """Every rule that could stand in the way of a must-have or a pin, must-haves first."""
    rules = [
        BriefRule("must_have", n.id, f"{title(n)} at least {_times(n.times_least)}", n.sentence)
        for n in brief.needs
        if n.is_must and n.times_least
    ]
    rules += [BriefRule("must_choice", c.id, f"One of: {c.title}", c.sentence) for c in brief.choices if c.is_must]
    titles = {need.id: title(need) for need in brief.needs}
    rules += [BriefRule("pin", p.id, f"Keep: {titles.get(p.need_id, p.need_id)}", p.sentence) for p in brief.pins]
    for need in brief.needs:
        rules += _need_rules(need)
    names = _names(market)
    for ban in brief.bans:
        name = names.get((ban.target, ban.target_id), ban.target_id)
        rules.append(BriefRule("ban", ban.id, f"Never {name}", ban.sentence))
    for exclusion in brief.exclusions:
        text = f"Not this visit: {titles.get(exclusion.need_id, exclusion.need_id)}"
        rules.append(BriefRule("exclusion", exclusion.id, text, exclusion.sentence))
    for gap in brief.gaps:
        text = f"{minutes(gap.minutes)} between {' and '.join(titles.get(n, n) for n in gap.need_ids)}"
        rules.append(BriefRule("gap", gap.id, text, gap.sentence))
    for wish in brief.worker_wishes:
        if wish.is_must:
            rules.append(BriefRule("worker_wish", wish.id, f"Only {wish.attribute} {wish.value}", wish.sentence))
    if brief.max_people is not None:
        most = brief.max_people
        rules.append(BriefRule("max_people", most.id, f"At most {most.count} different people", most.sentence))
    rules += [BriefRule("limit", x.id, f"{x.name}: at most {x.capacity}", x.sentence) for x in brief.limits]
    rules += [BriefRule("money", p.id, f"The money in {p.name}", p.sentence) for p in brief.purses]
    return rules


def _need_rules(need: Need) -> list[BriefRule]:
    rules = []
    if need.windows != (Window(),):
        rules.append(BriefRule("window", need.id, f"{title(need)} {_when(need)}", need.sentence))
    if need.skills:
        text = f"{title(need)} by someone who can: {', '.join(need.skills)}"
        rules.append(BriefRule("skill", need.id, text, need.sentence))
    if need.workers_at_once > 1:
        text = f"{title(need)} by {need.workers_at_once} at once"
        rules.append(BriefRule("two_at_once", need.id, text, need.sentence))
    if need.gap_minutes:
        text = f"{minutes(need.gap_minutes)} from one {title(need)} to the next"
        rules.append(BriefRule("need_gap", need.id, text, need.sentence))
    return rules


def without(brief: Brief, dropped: AbstractSet[RuleKey]) -> Brief:
    """The brief with some rules taken back. Money that is dropped is as good as endless."""
    if not dropped:
        return brief

    def ids(kind: RuleKind) -> set[str]:
        return {rule_id for each, rule_id in dropped if each == kind}

    most = brief.max_people
    return replace(
        brief,
        needs=tuple(_loosened(need, dropped) for need in brief.needs),
        choices=tuple(replace(c, is_must=False) if c.id in ids("must_choice") else c for c in brief.choices),
        pins=tuple(rule for rule in brief.pins if rule.id not in ids("pin")),
        bans=tuple(rule for rule in brief.bans if rule.id not in ids("ban")),
        exclusions=tuple(rule for rule in brief.exclusions if rule.id not in ids("exclusion")),
        gaps=tuple(rule for rule in brief.gaps if rule.id not in ids("gap")),
        worker_wishes=tuple(rule for rule in brief.worker_wishes if rule.id not in ids("worker_wish")),
        limits=tuple(rule for rule in brief.limits if rule.id not in ids("limit")),
        purses=tuple(replace(p, amount_minor=ENOUGH_MONEY) if p.id in ids("money") else p for p in brief.purses),
        max_people=None if most is not None and most.id in ids("max_people") else most,
    )


def _loosened(need: Need, dropped: AbstractSet[RuleKey]) -> Need:
    changes: dict[str, object] = {}
    if ("must_have", need.id) in dropped:
        changes |= {"is_must": False, "times_least": 0}
    if ("window", need.id) in dropped:
        changes |= {"windows": (Window(latest_end_minute=2880),)}
    if ("skill", need.id) in dropped:
        changes |= {"skills": ()}
    if ("two_at_once", need.id) in dropped:
        changes |= {"workers_at_once": 1}
    if ("need_gap", need.id) in dropped:
        changes |= {"gap_minutes": 0}
    return replace(need, **changes) if changes else need  # type: ignore[arg-type]


def title(need: Need) -> str:
    """What a need is called."""
    return need.title or need.id


def minutes(count: int) -> str:
    """90 as '1 hour 30 minutes'."""
    hours, rest = divmod(count, 60)
    parts = [_count(hours, "hour")] if hours else []
    return " ".join([*parts, *([_count(rest, "minute")] if rest or not hours else [])])


def clock(minute: int) -> str:
    """570 as 09:30; after midnight it begins anew."""
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"


def _when(need: Need) -> str:
    parts = []
    for window in need.windows:
        days = "" if len(window.weekdays) == 7 else f" on {', '.join(DAY_NAMES[d] for d in window.weekdays)}"
        parts.append(f"between {clock(window.earliest_minute)} and {clock(window.latest_end_minute)}{days}")
    return " or ".join(parts)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _names(market: Market) -> dict[tuple[str, str], str]:
    names: dict[tuple[str, str], str] = {("provider", p.id): p.name for p in market.providers}
    for offer in market.offers:
        names["offer", offer.id] = offer.service
        names.update({("worker", worker.id): worker.name for worker in offer.workers})
        names["category", offer.category] = offer.category.replace("_", " ")
    return names
