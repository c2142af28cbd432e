"""What makes the details of a client usable."""

from datetime import date

from brokerage.domain.drafts import Draft, Line, Text
from brokerage.domain.errors import Problem
from brokerage.domain.rulepacks import rulepack_names


class ClientDraft(Draft, frozen=True, kw_only=True):
    """Details of a client. `known_as` empty: the first word of the name."""

    name: Line
    reference: Line
    area: Line
    known_as: Line = ""
    born_on: date | None = None
    rulepack: Line = "england"
    story: Text = ""
    communication: Text = ""
    wants_easy_read: bool = False


LENGTHS = {"name": 200, "known_as": 100, "reference": 40, "area": 40, "story": 2000, "communication": 1000}


def client_problems(draft: ClientDraft, today: date) -> list[Problem]:
    """What is wrong, field by field."""
    wanted = {
        "name": "Write the person's name.",
        "reference": "Give a reference, such as AD-2711. It must be new.",
        "area": "Write the area they live in. Providers say which areas they serve.",
    }
    problems = [Problem(name, message) for name, message in wanted.items() if not getattr(draft, name).strip()]
    problems += [
        Problem(name, f"Keep this to {most:,} letters.")
        for name, most in LENGTHS.items()
        if len(getattr(draft, name)) > most
    ]
    if draft.born_on is not None and not date(1900, 1, 1) <= draft.born_on <= today:
        problems.append(Problem("born_on", "Write the date of birth, or leave it empty."))
    if draft.rulepack not in rulepack_names():
        problems.append(Problem("rulepack", f"Choose one of: {', '.join(rulepack_names())}."))
    return problems
