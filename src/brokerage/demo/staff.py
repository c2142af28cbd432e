"""Names and people of the demo market. All of them are made up."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from brokerage.demo.town import Service, Town, Trade, slots_of
from brokerage.optimizer.market import Absence, Worker

PLACES = ("Lane", "Hill", "Quay", "Mill", "Green", "Court")
TRIES_FOR_A_NEW_NAME = 50


@dataclass(slots=True)
class Draw:
    """One run of the generator: its random numbers, and the names given so far so that few come twice."""

    random: Random
    town: Town
    _people: set[str] = field(default_factory=set)
    _words: list[str] = field(default_factory=list)

    def person_name(self, gender: str) -> str:
        """First and last name, not given before unless the town has run out of them."""
        name = ""
        for _ in range(TRIES_FOR_A_NEW_NAME):
            first = self.random.choice(self.town.female if gender == "female" else self.town.male)
            name = f"{first} {self.random.choice(self.town.surnames)}"
            if name not in self._people:
                break
        self._people.add(name)
        return name

    def provider_word(self) -> str:
        """The first words of a provider's name; starts again at the first when all are given."""
        if not self._words:
            words = list(self.town.first_words)
            self._words = self.random.sample(words, len(words)) + [f"{w} {p}" for p in PLACES for w in words]
        return self._words.pop(0)


def draw_worker(draw: Draw, trade: Trade, worker_id: str) -> Worker:
    """Someone with a name, a gender, languages, skills and, mostly, a shift; one in eight goes on holiday."""
    random = draw.random
    gender = "female" if random.random() < 0.68 else "male"
    name = draw.person_name(gender)
    wanted = random.randint(1, max(1, len(trade.skills) - 1)) if trade.skills else 0
    return Worker(
        id=worker_id,
        name=name,
        skills=tuple(sorted({*trade.all_skills, *random.sample(trade.skills, wanted)})),
        languages=_languages(draw, name.split()[0]),
        gender=gender,
        availability=slots_of(draw.town.shifts[random.choice(trade.shifts)]),
        absences=_holidays(random, draw.town),
    )


def workers_for(draw: Draw, service: Service, team: tuple[Worker, ...]) -> tuple[Worker, ...]:
    """Those of a team who can do a service; nobody can: the first two are trained. On nights, on night shifts."""
    able = [worker for worker in team if set(service.all_skills) <= set(worker.skills)] or list(team[:2])
    trained = [replace(worker, skills=tuple(sorted({*worker.skills, *service.all_skills}))) for worker in able]
    if not service.shifts:
        return tuple(trained)
    hours = [slots_of(draw.town.shifts[draw.random.choice(service.shifts)]) for _ in trained[:4]]
    return tuple(replace(worker, availability=slots) for worker, slots in zip(trained, hours, strict=False))


def _languages(draw: Draw, first_name: str) -> tuple[str, ...]:
    second = draw.town.speaks.get(first_name)
    chance = draw.random.random()
    if second and chance < 0.8:
        return ("english", second)
    return ("english", "british_sign_language") if chance > 0.92 else ("english",)


def _holidays(random: Random, town: Town) -> tuple[Absence, ...]:
    if random.random() >= 0.125:
        return ()
    first = date(town.years[1], 1, 4) + timedelta(days=random.randrange(0, 330))
    last = first + timedelta(days=random.choice((6, 9, 13)))
    return (Absence(first.isoformat(), last.isoformat(), reason="Holiday"),)
