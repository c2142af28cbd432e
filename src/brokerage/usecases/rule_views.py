"""The rules of a brief that people can take back, in words."""

from datetime import date, timedelta

from brokerage.domain.words import WEEKDAYS, clock_time
from brokerage.optimizer.brief import Brief, Exclusion, Pin
from brokerage.usecases.package_views import RuleView


def weekday_names(brief: Brief) -> tuple[str, ...]:
    """The weekday of every day of the horizon."""
    starts_on = date.fromisoformat(brief.starts_on)
    return tuple(WEEKDAYS[(starts_on + timedelta(days=day)).weekday()] for day in range(brief.day_count))


def rule_views(brief: Brief) -> tuple[RuleView, ...]:
    """Bans, most people, gaps, wishes about who comes, likes, removed visits and kept ones."""
    views = [RuleView(ban.id, "ban", ban.sentence or "Someone you do not want", ban.sentence) for ban in brief.bans]
    if brief.max_people is not None:
        most = brief.max_people
        views.append(RuleView(most.id, "max_people", most_people_words(most.count), most.sentence))
    views += [RuleView(gap.id, "gap", gap.sentence or "A pause between visits", gap.sentence) for gap in brief.gaps]
    views += [
        RuleView(wish.id, "worker_wish", wish.sentence or f"{wish.attribute}: {wish.value}", wish.sentence)
        for wish in brief.worker_wishes
    ]
    views += [RuleView(like.id, "like", like.sentence or "A like", like.sentence) for like in brief.likes]
    views += [RuleView(out.id, "exclusion", _about("Taken out", out, brief), "") for out in brief.exclusions]
    views += [RuleView(pin.id, "pin", _about("Kept", pin, brief), "") for pin in brief.pins]
    views += [
        RuleView(help.id, "arrangement", f"Help by {help.who}, until {help.consent_until}", help.sentence)
        for help in brief.arrangements
    ]
    return tuple(views)


def most_people_words(count: int) -> str:
    """At most one person, at most 4 different people."""
    return "At most one person" if count == 1 else f"At most {count} different people"


def _about(verb: str, rule: Pin | Exclusion, brief: Brief) -> str:
    title = next((need.title for need in brief.needs if need.id == rule.need_id), "")
    names = weekday_names(brief)
    day = names[rule.day] if rule.day < len(names) else ""
    at = f" at {clock_time(rule.start_minute)}" if rule.start_minute is not None else ""
    return f"{verb}: {title}, {day}{at}"
