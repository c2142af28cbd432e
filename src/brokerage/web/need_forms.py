"""The forms of goals, needs, wishes and own help: from rows to fields and from fields to drafts."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypedDict

from brokerage.domain.drafts import (
    ArrangementDraft,
    GoalDraft,
    NeedDraft,
    SlotDraft,
    WayDraft,
    WindowDraft,
    WishDraft,
    retyped,
)
from brokerage.domain.needs import AnyWish, BanWish, GapWish, LikeWish, LimitWish, MaxPeopleWish, WorkerWish
from brokerage.usecases.need_views import ArrangementView, GoalView, NeedView, WishView
from brokerage.web.forms import Form
from brokerage.web.need_defaults import USUAL, usual_for
from brokerage.web.times_of_day import fields_of_slots, fields_of_windows, slots_of, stretches, windows_of

Fields = dict[str, Any]
YES = "yes"
NO_DATE = date(1, 1, 1)


class Words(TypedDict):
    """The sentence a form rests on: one that was picked, or one that is written now."""

    sentence_id: str
    sentence: str


def words_of(form: Form) -> Words:
    """Which sentence it comes from."""
    return {"sentence_id": form.text("sentence_id"), "sentence": form.text("sentence")}


def goal_fields(goal: GoalView) -> Fields:
    """A goal as form fields."""
    return {"sentence_id": goal.sentence_id, "weight": str(goal.weight)}


def goal_draft(form: Form) -> GoalDraft:
    """The goal that the form asks for."""
    message = "Choose how much it matters, from 0 (not now) to 100 (most)."
    return GoalDraft(**words_of(form), weight=form.number("weight", message, high=100, empty=50))


def new_need_fields(category: str, is_known: bool) -> Fields:
    """What the form starts from for a kind of help, so that little is left to fill in."""
    usual = usual_for(category) if is_known else USUAL
    return {
        "category": category,
        "title": usual.title,
        "durations": str(usual.minutes),
        "times_best": str(usual.times_best),
        "times_least": str(usual.times_least),
        "times_per_day": str(usual.times_per_day),
        "windows": list(usual.parts),
        "weekdays": [str(day) for day in usual.days],
    }


def need_fields(need: NeedView) -> Fields:
    """A need as form fields."""
    fields: Fields = {
        "sentence_id": need.sentence_id,
        "title": need.title,
        "goal_ids": list(need.goal_ids),
        "times_best": str(need.times_best),
        "times_least": str(need.times_least),
        "is_must": YES if need.is_must else "",
        "skills": ", ".join(need.skills),
        "workers_at_once": str(need.workers_at_once),
        "named_task": need.named_task,
        "times_per_day": str(need.times_per_day),
        "gap_minutes": str(need.gap_minutes or ""),
    }
    for i, way in enumerate(need.ways):
        place = "" if i == 0 else f"_{i}"
        fields[f"category{place}"] = way.category
        fields[f"durations{place}"] = ", ".join(map(str, way.durations))
        fields[f"effect_points{place}"] = str(way.effect_points)
    times = fields_of_windows(need.windows)
    best = fields_of_windows(need.preferred) if need.preferred else {}
    fields |= times if times is not None else {"keep_times": YES, "weekdays": [str(day) for day in range(7)]}
    fields |= {"preferred": best["windows"]} if best and best["windows"] else {}
    if need.preferred and "preferred" not in fields:
        fields["keep_preferred"] = YES
    return fields


def need_draft(form: Form, kept: NeedView | None) -> NeedDraft:
    """The need that the form asks for. `kept` gives the times that the form can't show."""
    days = _days(form)
    windows = windows_of(stretches(form.all("windows"), *_exact(form)), days)
    best = form.all("preferred")
    preferred = windows_of(stretches(best, None, None), days) if best else ()
    if kept is not None and form.flag("keep_times"):
        windows = retyped(kept.windows, tuple[WindowDraft, ...])
    if kept is not None and form.flag("keep_preferred") and not best:
        preferred = retyped(kept.preferred, tuple[WindowDraft, ...])
    return NeedDraft(
        **words_of(form),
        title=form.text("title"),
        ways=_ways(form),
        goal_ids=tuple(form.all("goal_ids")),
        times_best=form.number("times_best", "Write how often a week is best, such as 3.", high=99),
        times_least=form.number("times_least", "Write how often at least, such as 1.", high=99, empty=0),
        is_must=form.flag("is_must"),
        windows=windows,
        preferred=preferred,
        skills=_names(form, "skills"),
        workers_at_once=form.number("workers_at_once", "Choose 1 to 4 people at once.", high=9, empty=1),
        times_per_day=form.number("times_per_day", "Choose 1 to 12 times a day.", high=99, empty=1),
        gap_minutes=form.number("gap_minutes", "Write the gap in minutes, such as 240.", high=1440, empty=0),
        named_task=form.text("named_task"),
    )


def wish_fields(wish: WishView, names: Mapping[str, str]) -> Fields:
    """A wish as form fields. `names`: of what it is about, by id."""
    fields: Fields = {"sentence_id": wish.sentence_id, "kind": wish_kind(wish.content)}
    match wish.content:
        case BanWish() | LikeWish() as about:
            fields |= {"target": about.target, "target_id": about.target_id}
            fields |= {"category": about.target_id if about.target == "category" else ""}
            fields |= {"target_name": names.get(about.target_id, about.target_id)}
            if isinstance(about, LikeWish):
                fields |= {"direction": "more" if about.weight > 0 else "less", "weight": str(abs(about.weight))}
        case MaxPeopleWish(count=count):
            fields["count"] = str(count)
        case WorkerWish() as who:
            fields |= {"attribute": who.attribute, "value": who.value, "need_ids": list(who.need_ids)}
            fields |= {"is_must": YES if who.is_must else "", "weight": str(who.weight)}
        case GapWish(need_ids=(first, second), minutes=minutes):
            fields |= {"first_need": first, "second_need": second, "minutes": str(minutes)}
        case LimitWish(name=name, capacity=capacity):
            fields |= {"name": name, "capacity": str(capacity)}
    return fields


def wish_kind(content: AnyWish) -> str:
    """The name of the kind of wish, as in its JSON."""
    return str(type(content).__struct_config__.tag)


def wish_draft(form: Form, kind: str, target_id: str) -> WishDraft | None:
    """The wish that the form asks for, or None where the form can't be read. `target_id`: found by the name given."""
    content = _wish_content(form, kind, target_id)
    if content is None or form.problems:
        return None
    return WishDraft(**words_of(form), content=content)


def arrangement_fields(row: ArrangementView) -> Fields:
    """Own help as form fields."""
    fields: Fields = {
        "sentence_id": row.sentence_id, "who": row.who, "categories": list(row.categories),
        "max_weekly_minutes": f"{Decimal(row.max_weekly_minutes) / 60:.4f}".rstrip("0").rstrip("."),
        "skills": ", ".join(row.skills), "languages": ", ".join(row.languages), "gender": row.gender or "",
        "is_own_effort": YES if row.is_own_effort else "", "consent_given_by": row.consent_given_by,
        "consent_on": row.consent_on.isoformat(), "consent_until": row.consent_until.isoformat(),
    }  # fmt: skip
    times = fields_of_slots(row.availability)
    return fields | (times if times is not None else {"keep_times": YES})


def arrangement_draft(form: Form, kept: ArrangementView | None) -> ArrangementDraft:
    """The own help that the form tells of."""
    slots = slots_of(stretches(form.all("windows"), *_exact(form)), _days(form))
    if kept is not None and form.flag("keep_times"):
        slots = retyped(kept.availability, tuple[SlotDraft, ...])
    for name, message in (
        ("consent_on", "Write the day they said yes."),
        ("consent_until", "Write until when it is agreed. It can be renewed."),
    ):
        if not form.text(name):
            form.refuse(name, message)
    return ArrangementDraft(
        **words_of(form),
        who=form.text("who"),
        categories=tuple(form.all("categories")),
        availability=slots,
        max_weekly_minutes=_hours(form, "max_weekly_minutes"),
        skills=_names(form, "skills"),
        languages=_names(form, "languages"),
        gender=form.text("gender") or None,
        is_own_effort=form.flag("is_own_effort"),
        consent_given_by=form.text("consent_given_by"),
        consent_on=form.date("consent_on") or NO_DATE,
        consent_until=form.date("consent_until") or NO_DATE,
    )


def _wish_content(form: Form, kind: str, target_id: str) -> AnyWish | None:
    match kind:
        case "ban" | "like":
            target: Any = form.text("target")
            if not target_id:
                return None
            if kind == "ban":
                return BanWish(target=target, target_id=target_id)
            weight = form.number("weight", "Choose how much, from 1 to 100.", low=1, high=100, empty=50)
            return LikeWish(
                target=target, target_id=target_id, weight=-weight if form.text("direction") == "less" else weight
            )
        case "max_people":
            return MaxPeopleWish(count=form.number("count", "Write a number from 1 to 100.", low=1, high=100))
        case "worker_wish":
            return _worker_wish(form)
        case "gap":
            minutes = form.number("minutes", "Write the gap in minutes, such as 240 for 4 hours.", low=1, high=1440)
            return GapWish(need_ids=(_choice(form, "first_need"), _choice(form, "second_need")), minutes=minutes)
        case "limit":
            name = form.text(
                "name", required="Write what there should not be too much of, such as journeys.", longest=60
            )
            capacity = form.number("capacity", "Write the most there may be in a week, such as 4.", high=10**6)
            return LimitWish(name=name, capacity=capacity)
    return None


def _worker_wish(form: Form) -> WorkerWish | None:
    attribute: Any = form.text("attribute")
    if attribute not in {"gender", "language", "skill"}:
        form.refuse("attribute", "Choose what this is about.")
        return None
    value = form.text("value", required="Write what they should be, speak or know.", longest=60)
    weight = form.number("weight", "Choose how much it matters, from 0 to 100.", high=100, empty=50)
    return WorkerWish(
        attribute=attribute,
        value=value,
        need_ids=tuple(form.all("need_ids")),
        is_must=form.flag("is_must"),
        weight=weight,
    )


def _choice(form: Form, name: str) -> str:
    return form.text(name, required="Choose a need.")


def _ways(form: Form) -> tuple[WayDraft, ...]:
    ways = []
    for i in range(10):
        place = "" if i == 0 else f"_{i}"
        category = form.text(f"category{place}")
        if category:
            effect = form.number(f"effect_points{place}", "Choose 0 to 1000; 100 is usual.", high=1000, empty=100)
            ways.append(
                WayDraft(category=category, durations=_durations(form, f"durations{place}"), effect_points=effect)
            )
    return tuple(ways)


def _durations(form: Form, name: str) -> tuple[int, ...]:
    words = form.text(name).replace(",", " ").replace(" or ", " ").split()
    if len(words) > 10 or not all(word.isascii() and word.isdecimal() and 0 < len(word) < 6 for word in words):
        form.refuse(name, "Write minutes, such as 45, or 30, 45, 60 where any of these will do.")
        return ()
    return tuple(dict.fromkeys(int(word) for word in words))


def _days(form: Form) -> tuple[int, ...]:
    return tuple(sorted({int(day) for day in form.all("weekdays") if day in {"0", "1", "2", "3", "4", "5", "6"}}))


def _exact(form: Form) -> tuple[int | None, int | None]:
    return form.minute("earliest"), form.minute("latest")


def _names(form: Form, name: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(part.strip() for part in form.text(name).split(",") if part.strip()))
    if any(len(one) > 60 for one in names):
        form.refuse(name, "Keep each to 60 letters, with commas between them.")
        return ()
    return names


def _hours(form: Form, name: str) -> int:
    try:
        minutes = Decimal(form.text(name).replace(",", ".")) * 60
    except InvalidOperation:
        minutes = Decimal(-1)
    if not minutes.is_finite() or not 0 < minutes <= 14 * 1440:
        form.refuse(name, "Write hours, such as 4 or 1.5.")
        return 0
    return int(minutes)
