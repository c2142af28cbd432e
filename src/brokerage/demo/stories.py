"""Five invented clients, read from seeds/clients, as the rows that a real conversation would leave behind."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from brokerage.demo.town import Data, Hours, slots_of
from brokerage.domain.briefs import build_brief
from brokerage.domain.budgets import Budget, BudgetState, Purse
from brokerage.domain.consultations import Consultation, ConsultationState, SaidAs, Sentence
from brokerage.domain.errors import Invalid, NotFound
from brokerage.domain.needs import AnyWish, Arrangement, GapWish, Goal, Need, Wish, WorkerWish
from brokerage.domain.people import Client
from brokerage.domain.points import indicative_budget
from brokerage.domain.rulepacks import load_rulepack, seeds_path
from brokerage.optimizer.brief import Brief, Way, Window

NAMES = ("asha", "winston", "dot", "joel", "sana")
BUDGET_WEEKS = 52
Percent = Annotated[int, Meta(ge=0, le=100)]


class Said(Data, frozen=True):
    """A sentence, who said it (`by`) and in what part (`as`)."""

    id: str
    by: str
    text: str
    said_as: SaidAs = msgspec.field(name="as", default=SaidAs.CLIENT)


class StoryGoal(Data, frozen=True):
    """As `domain.needs.Goal`."""

    id: str
    sentence: str
    weight: int
    enough_points: int | None = None


class StoryNeed(Data, frozen=True):
    """As `domain.needs.Need`."""

    id: str
    title: str
    sentence: str
    goals: tuple[str, ...]
    ways: tuple[Way, ...]
    times_best: int
    times_least: int = 0
    is_must: bool = False
    windows: tuple[Window, ...] = (Window(),)
    preferred: tuple[Window, ...] = ()
    skills: tuple[str, ...] = ()
    workers_at_once: int = 1
    times_per_day: int = 1
    gap_minutes: int = 0
    named_task: str = ""


class StoryWish(Data, frozen=True):
    """As `domain.needs.Wish`; needs inside it are named as in the story."""

    id: str
    sentence: str
    content: AnyWish


class StoryArrangement(Data, frozen=True):
    """As `domain.needs.Arrangement`; consent ends `consent_weeks` after today."""

    id: str
    who: str
    sentence: str
    categories: tuple[str, ...]
    availability: tuple[Hours, ...]
    max_weekly_minutes: int
    consent_given_by: str
    consent_weeks: int
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("english",)
    gender: str | None = None
    is_own_effort: bool = False


class StorySupporter(Data, frozen=True):
    """Someone with an account of their own and a scope from the client."""

    name: str
    email: str
    relation: str
    rights: tuple[Literal["see", "ask", "edit", "approve"], ...]
    basis: Literal["consent", "power_of_attorney", "court_deputy"] = "consent"


class StoryPurse(Data, frozen=True):
    """As `domain.budgets.Purse`, but by the week."""

    id: str
    name: str
    kind: str
    weekly_minor: int
    sentence: str = ""
    categories: tuple[str, ...] = ()


class StoryBudget(Data, frozen=True):
    """Purses, and what is kept back on top of them, in percent of them."""

    contingency_percent: Percent
    reason: str
    purses: tuple[StoryPurse, ...]


class Story(Data, frozen=True):
    """One invented client. Dates count from the day the demo is made: `held_days_ago`, `consent_weeks`."""

    schema: Literal["brokerage-demo-client-1"]
    id: str
    reference: str
    name: str
    known_as: str
    email: str
    born_on: date
    area: str
    story: str
    communication: str
    management: str
    held_days_ago: int
    levels: dict[str, int]
    sentences: tuple[Said, ...]
    goals: tuple[StoryGoal, ...]
    needs: tuple[StoryNeed, ...]
    wishes: tuple[StoryWish, ...]
    arrangements: tuple[StoryArrangement, ...]
    supporters: tuple[StorySupporter, ...]
    budget: StoryBudget
    wants_easy_read: bool = False
    rulepack: str = "england"


@dataclass(frozen=True, slots=True)
class StoryRows:
    """Everything that a story puts into the database, not yet in a session. Ids begin with the story's."""

    client: Client
    consultation: Consultation
    sentences: tuple[Sentence, ...]
    goals: tuple[Goal, ...]
    needs: tuple[Need, ...]
    wishes: tuple[Wish, ...]
    arrangements: tuple[Arrangement, ...]
    budget: Budget


@cache
def load_story(name: str) -> Story:
    """The story of seeds/clients/<name>.toml. Invalid names the file and the key."""
    path = seeds_path() / "clients" / f"{name}.toml"
    if name not in NAMES:
        raise NotFound(f"There is no demo client called “{name}”. Choose one of: {', '.join(NAMES)}.")
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Story)
    except msgspec.DecodeError as error:
        raise Invalid(f"{path.name}: {error}") from error


def brief_of_story(story: Story, today: date) -> Brief:
    """The brief for the week after `today`, by the same rules as a real client's."""
    rows = rows_of(story, today)
    purses = rows.budget.purses
    starts_on = next_monday(today)
    return build_brief(
        rows.client, rows.goals, rows.needs, rows.wishes, rows.arrangements, rows.budget, purses, starts_on
    )


def next_monday(today: date) -> date:
    """The Monday after a day: plans start with a week."""
    return today + timedelta(days=7 - today.weekday())


def rows_of(story: Story, today: date) -> StoryRows:
    """The story as rows. Dates count from `today`; the budget runs 52 weeks from the next Monday."""
    held_on = today - timedelta(days=story.held_days_ago)
    client = _client(story)
    consultation = Consultation(
        id=f"{story.id}-talk", client_id=client.id, held_on=held_on, state=ConsultationState.CLOSED
    )
    sentences = {
        said.id: Sentence(
            id=f"{story.id}-said-{said.id}", client_id=client.id, consultation_id=consultation.id, position=position,
            said_by_name=said.by, said_as=said.said_as, text=said.text, said_on=held_on,
        )
        for position, said in enumerate(story.sentences)
    }  # fmt: skip
    return StoryRows(
        client,
        consultation,
        tuple(sentences.values()),
        tuple(_goal(story, goal, i, sentences) for i, goal in enumerate(story.goals)),
        tuple(_need(story, need, i, sentences) for i, need in enumerate(story.needs)),
        tuple(_wish(story, wish, i, sentences) for i, wish in enumerate(story.wishes)),
        tuple(_arrangement(story, row, i, sentences, today) for i, row in enumerate(story.arrangements)),
        _budget(story, today, {said.id: said.text for said in story.sentences}),
    )


def _client(story: Story) -> Client:
    pack = load_rulepack(story.rulepack)
    return Client(
        id=story.id, reference=story.reference, name=story.name, known_as=story.known_as, born_on=story.born_on,
        area=story.area, currency=pack.currency, rulepack=pack.id, time_zone=pack.time_zone, story=story.story,
        communication=story.communication, wants_easy_read=story.wants_easy_read, is_demo=True,
    )  # fmt: skip


def _common(story: Story, kind: str, row: Any, position: int, sentences: dict[str, Sentence]) -> dict[str, Any]:
    sentence = sentences[row.sentence]
    return {
        "id": f"{story.id}-{kind}-{row.id}",
        "client_id": story.id,
        "sentence_id": sentence.id,
        "sentence": sentence,
        "position": position,
    }


def _goal(story: Story, goal: StoryGoal, position: int, sentences: dict[str, Sentence]) -> Goal:
    common = _common(story, "goal", goal, position, sentences)
    return Goal(**common, weight=goal.weight, enough_points=goal.enough_points)


def _need(story: Story, need: StoryNeed, position: int, sentences: dict[str, Sentence]) -> Need:
    values = msgspec.structs.asdict(need)
    for name in ("id", "sentence", "goals"):
        values.pop(name)
    goal_ids = tuple(f"{story.id}-goal-{goal}" for goal in need.goals)
    return Need(**_common(story, "need", need, position, sentences), goal_ids=goal_ids, **values)


def _wish(story: Story, wish: StoryWish, position: int, sentences: dict[str, Sentence]) -> Wish:
    content = wish.content
    if isinstance(content, WorkerWish | GapWish):
        need_ids: Any = tuple(f"{story.id}-need-{need}" for need in content.need_ids)
        content = msgspec.structs.replace(content, need_ids=need_ids)
    return Wish(**_common(story, "wish", wish, position, sentences), content=content)


def _arrangement(
    story: Story, row: StoryArrangement, position: int, sentences: dict[str, Sentence], today: date
) -> Arrangement:
    return Arrangement(
        **_common(story, "help", row, position, sentences),
        who=row.who, categories=row.categories, availability=slots_of(row.availability),
        max_weekly_minutes=row.max_weekly_minutes, skills=row.skills, languages=row.languages, gender=row.gender,
        is_own_effort=row.is_own_effort, consent_given_by=row.consent_given_by,
        consent_on=today - timedelta(days=story.held_days_ago),
        consent_until=today + timedelta(weeks=row.consent_weeks),
    )  # fmt: skip


def _budget(story: Story, today: date, texts: dict[str, str]) -> Budget:
    starts_on = next_monday(today)
    spendable = BUDGET_WEEKS * sum(purse.weekly_minor for purse in story.budget.purses)
    contingency = spendable * story.budget.contingency_percent // 100
    rules = load_rulepack(story.rulepack).points
    indicative = indicative_budget(rules, story.levels) if rules else None
    purses = [
        Purse(
            id=f"{story.id}-purse-{purse.id}", name=purse.name, kind=purse.kind, categories=purse.categories,
            total_minor=BUDGET_WEEKS * purse.weekly_minor, sentence=texts.get(purse.sentence, ""), position=position,
        )
        for position, purse in enumerate(story.budget.purses)
    ]  # fmt: skip
    return Budget(
        id=f"{story.id}-budget", client_id=story.id, state=BudgetState.FINAL, starts_on=starts_on,
        ends_on=starts_on + timedelta(weeks=BUDGET_WEEKS, days=-1), total_minor=spendable + contingency,
        contingency_minor=contingency, management=story.management, levels=story.levels,
        points=indicative.points if indicative else 0,
        indicative_weekly_minor=indicative.weekly_minor if indicative else 0, reason=story.budget.reason, purses=purses,
    )  # fmt: skip
