"""A service on sale by one provider: its terms, its state, and the rules of both."""

from datetime import datetime
from enum import StrEnum

import msgspec
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from brokerage.domain.base import Base, UtcDateTime, enum_column, new_id
from brokerage.domain.errors import Conflict, Problem
from brokerage.domain.market import MARKET_ID_LENGTH, Provider, Words
from brokerage.domain.rulepacks import Rulepack
from brokerage.domain.typed_json import TypedJson
from brokerage.domain.words import is_plain
from brokerage.optimizer.market import Absence, BlockDiscount, Minutes, Slot

LONGEST_LIST = 40
LONGEST_WORD = 60
NOT_PLAIN = "This holds signs that can't be shown. Type it again."


class OfferState(StrEnum):
    """Whether an offer can be proposed."""

    DRAFT = "draft"
    LISTED = "listed"
    WITHDRAWN = "withdrawn"


class OfferSource(StrEnum):
    """How an offer came in. A directory entry stays a draft until someone prices it."""

    FORM = "form"
    API = "api"
    FILE = "file"
    DIRECTORY = "directory"


class Offer(Base):
    """One service of a provider. Fields as in `optimizer.market.Offer`; prices are in its rate cards.

    `external_code` is the provider's own, once per provider: the same code sent again means the same offer.
    """

    __tablename__ = "offers"
    __table_args__ = (UniqueConstraint("provider_id", "external_code"),)
    id: Mapped[str] = mapped_column(String(MARKET_ID_LENGTH), primary_key=True, default=lambda: new_id("off"))
    provider_id: Mapped[str] = mapped_column(ForeignKey("providers.id"), index=True)
    state: Mapped[OfferState] = enum_column(OfferState, default=OfferState.DRAFT, index=True)
    source: Mapped[OfferSource] = enum_column(OfferSource, default=OfferSource.FORM)
    external_code: Mapped[str | None] = mapped_column(String(100))
    service: Mapped[str] = mapped_column(String(300))
    category: Mapped[str] = mapped_column(String(MARKET_ID_LENGTH), index=True)
    description: Mapped[str] = mapped_column(String(2000), default="")
    areas: Mapped[Words] = mapped_column(TypedJson(Words), default=())
    skills: Mapped[Words] = mapped_column(TypedJson(Words), default=())
    languages: Mapped[Words] = mapped_column(TypedJson(Words), default=())
    tags: Mapped[Words] = mapped_column(TypedJson(Words), default=())
    availability: Mapped[tuple[Slot, ...]] = mapped_column(TypedJson(tuple[Slot, ...]), default=())
    absences: Mapped[tuple[Absence, ...]] = mapped_column(TypedJson(tuple[Absence, ...]), default=())
    sessions: Mapped[tuple[Slot, ...]] = mapped_column(TypedJson(tuple[Slot, ...]), default=())
    headcount: Mapped[int] = mapped_column(default=1)
    capacity_at_once: Mapped[int] = mapped_column(default=1)
    min_visit_minutes: Mapped[int] = mapped_column(default=30)
    max_visit_minutes: Mapped[int] = mapped_column(default=1440)
    min_weekly_minutes: Mapped[int] = mapped_column(default=0)
    max_weekly_minutes: Mapped[int | None]
    travel_minutes: Mapped[int] = mapped_column(default=0)
    notice_hours: Mapped[int] = mapped_column(default=24)
    discount: Mapped[BlockDiscount | None] = mapped_column(TypedJson(BlockDiscount | None), default=None)
    uses: Mapped[dict[str, int]] = mapped_column(TypedJson(dict[str, int]), default=dict)
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    provider: Mapped[Provider] = relationship()


class OfferWorker(Base):
    """A named worker does this offer. `position` keeps the order that the provider gave.

    `availability` and `skills` where they differ for this offer (nights, say); None: as the worker's own.
    """

    __tablename__ = "offer_workers"
    offer_id: Mapped[str] = mapped_column(ForeignKey("offers.id"), primary_key=True)
    worker_id: Mapped[str] = mapped_column(ForeignKey("workers.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)
    availability: Mapped[tuple[Slot, ...] | None] = mapped_column(TypedJson(tuple[Slot, ...] | None), default=None)
    skills: Mapped[Words | None] = mapped_column(TypedJson(Words | None), default=None)


class OfferTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a provider says of an offer, however it comes in. `headcount` 0: a place to go, nobody comes."""

    service: str
    category: str
    description: str = ""
    areas: Words = ()
    skills: Words = ()
    languages: Words = ()
    tags: Words = ()
    headcount: int = 1
    capacity_at_once: int = 1
    min_visit_minutes: Minutes = 30
    max_visit_minutes: Minutes = 1440
    min_weekly_minutes: Minutes = 0
    max_weekly_minutes: Minutes | None = None
    travel_minutes: Minutes = 0
    notice_hours: int = 24
    discount: BlockDiscount | None = None
    external_code: str | None = None


def terms_problems(terms: OfferTerms, pack: Rulepack) -> list[Problem]:
    """What is wrong with the terms, field by field."""
    is_known = any(terms.category == category.id for category in pack.categories)
    found = [
        (not terms.service.strip(), "service", "Write what the service is called."),
        (len(terms.service) > 200, "service", "Use at most 200 characters for the name."),
        (len(terms.description) > 2000, "description", "Use at most 2,000 characters here."),
        (not is_known, "category", "Choose a kind of help from the list."),
        (not 0 <= terms.headcount <= 50, "headcount", "Write how many people come: 0 (a place to go) to 50."),
        (not 1 <= terms.capacity_at_once <= 1000, "capacity_at_once", "Write how many visits at once: 1 to 1,000."),
        (terms.min_visit_minutes < 5, "min_visit_minutes", "The shortest visit is at least 5 minutes."),
        (
            terms.max_visit_minutes < terms.min_visit_minutes,
            "max_visit_minutes",
            "The longest visit is shorter than the shortest. Change one of them.",
        ),
        (
            terms.max_weekly_minutes is not None and terms.max_weekly_minutes < terms.min_weekly_minutes,
            "max_weekly_minutes",
            "The most in a week is less than the least. Change one of them.",
        ),
        (not 0 <= terms.notice_hours <= 8760, "notice_hours", "Write the notice in hours: 0 to 8,760."),
        (terms.travel_minutes > 240, "travel_minutes", "Write travel time in minutes: 0 to 240."),
        (len(terms.external_code or "") > 100, "external_code", "Use at most 100 characters for your own code."),
        (not is_plain(terms.service), "service", NOT_PLAIN),
        (not is_plain(terms.description), "description", NOT_PLAIN),
        (not is_plain(terms.external_code or ""), "external_code", NOT_PLAIN),
    ]
    problems = [Problem(pointer, message) for is_wrong, pointer, message in found if is_wrong]
    return problems + _list_problems(terms)


def listing_problems(offer: Offer, has_prices: bool) -> list[Problem]:
    """What an offer still lacks before it can be listed for sale."""
    problems = []
    if not has_prices:
        problems.append(Problem("rates", "Add prices first: an offer without prices can't be listed."))
    if not offer.availability and not offer.sessions:
        problems.append(Problem("availability", "Say first when you can do this: without times it can't be listed."))
    return problems


def apply_terms(offer: Offer, terms: OfferTerms) -> None:
    """Write the terms into the offer."""
    for name in terms.__struct_fields__:
        setattr(offer, name, getattr(terms, name))
    offer.service = terms.service.strip()
    offer.external_code = terms.external_code or None


def terms_of(offer: Offer) -> OfferTerms:
    """The terms as they stand."""
    return OfferTerms(**{name: getattr(offer, name) for name in OfferTerms.__struct_fields__})


def check_version(found: int, expected: int | None) -> None:
    """Conflict if someone else changed it after the reader last saw it. `expected` None: whatever it is now."""
    if expected is not None and expected != found:
        raise Conflict("Someone else changed this while you had it open. Look at it again, then make your change.")


def is_word(word: str) -> bool:
    """True for a skill, language, area or tag that can be kept."""
    return bool(word.strip()) and len(word) <= LONGEST_WORD and is_plain(word)


def _list_problems(terms: OfferTerms) -> list[Problem]:
    problems = []
    for name in ("areas", "skills", "languages", "tags"):
        words: Words = getattr(terms, name)
        if len(words) > LONGEST_LIST:
            problems.append(Problem(name, f"Name at most {LONGEST_LIST} here."))
        if not all(is_word(word) for word in words):
            problems.append(Problem(name, f"Each name has 1 to {LONGEST_WORD} characters."))
    return problems
