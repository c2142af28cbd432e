"""Where the form for a need starts from: how long and how often each kind of help usually is."""

from dataclasses import dataclass

from brokerage.web.times_of_day import ALL_DAYS

WORKDAYS = (0, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Usual:
    """The usual visit of a kind of help. Only a start: every figure can be changed in the form."""

    title: str = ""
    minutes: int = 60
    times_best: int = 1
    times_least: int = 0
    parts: tuple[str, ...] = ()
    days: tuple[int, ...] = ALL_DAYS
    times_per_day: int = 1


USUAL = Usual()
_DAILY_CARE = Usual("Help to wash and dress", 45, 7, 7, ("morning",))
_NIGHT = Usual("Someone there at night", 540, 7, 7, ("night",))
_GROUP = Usual("A group to go to", 120, 1, 0, ("morning", "afternoon"), WORKDAYS)
_THERAPY = Usual("Therapy", 60, 1, 0, ("morning", "afternoon"), WORKDAYS)
_HOME = Usual("Help in the house", 120, 1, 0, ("morning", "afternoon"), WORKDAYS)
_WORK = Usual("Help towards a job", 120, 2, 1, ("morning", "afternoon"), WORKDAYS)
_BY_CATEGORY: dict[str, Usual] = {
    "personal_care": _DAILY_CARE,
    "self_care": _DAILY_CARE,
    "high_intensity_care": _DAILY_CARE,
    "personal_assistant": Usual("My own assistant", 120, 5, 3),
    "medicine": Usual("Help with medicines", 30, 14, 14, ("morning", "evening"), times_per_day=2),
    "companionship": Usual("Company", 60, 2, 1, ("afternoon",)),
    "sitting": Usual("A break for my carer", 180, 1, 1, ("afternoon",)),
    "home_help": _HOME,
    "domestic": _HOME,
    "garden_and_repairs": Usual("Garden and small repairs", 60, 1, 0, ("morning", "afternoon"), WORKDAYS),
    "meals": Usual("A hot meal", 30, 5, 3, ("midday",), WORKDAYS),
    "night_waking": _NIGHT,
    "night_sleep_in": _NIGHT,
    "sleepover": _NIGHT,
    "respite_stay": Usual("A night away", 1080, 1),
    "short_stay": Usual("A night away", 1080, 1),
    "day_centre": Usual("A day out with others", 300, 2, 1, (), WORKDAYS),
    "community_group": _GROUP,
    "group_activity": _GROUP,
    "art_group": Usual("An art group", 120, 1, 0, (), WORKDAYS),
    "music_group": Usual("A music group", 90, 1),
    "sport_group": Usual("Sport and movement", 60, 1),
    "job_coach": _WORK,
    "supported_work": Usual("A work placement", 240, 2, 1, (), WORKDAYS),
    "employment": _WORK,
    "learning": Usual("A class", 120, 1, 0, (), WORKDAYS),
    "going_out": Usual("Someone to go out with", 120, 2, 1),
    "community_access": Usual("Someone to go out with", 120, 2, 1),
    "transport": Usual("A lift", 30, 2, 1),
    "physiotherapy": _THERAPY,
    "occupational_therapy": _THERAPY,
    "speech_therapy": _THERAPY,
    "psychology": _THERAPY,
    "counselling": Usual("Someone to talk to", 60, 1, 0),
    "advocacy": Usual("Someone to speak up with me", 60, 1),
}


def usual_for(category: str) -> Usual:
    """The usual visit of that kind of help, or one hour once a week."""
    return _BY_CATEGORY.get(category, USUAL)
