"""A problem of a document and where it stands, shared by the checks of briefs and markets."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

Found = Iterator[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Problem:
    """A JSON pointer such as `/needs/2/windows/0`, and a sentence that says what is wrong and what to do.
    A warning does not stop the solver: a ban on a provider who has left the market bans nobody.
    """

    pointer: str
    message: str
    is_warning: bool = False


def duplicates(pointer: str, ids: Iterable[str]) -> Found:
    """A problem for every id that an earlier item of the list has."""
    seen: set[str] = set()
    for index, item_id in enumerate(ids):
        if item_id in seen:
            yield f"{pointer}/{index}/id", f"The id {item_id} is used twice: give each its own."
        seen.add(item_id)


def is_date(text: str) -> bool:
    """Whether an ISO text is a day of the calendar that a horizon can start from or end on."""
    try:
        date.fromisoformat(text) + timedelta(days=60)
        date.fromisoformat(text) - timedelta(days=60)
    except (ValueError, OverflowError):
        return False
    return True
