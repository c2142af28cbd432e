"""What can go wrong, as a caller sees it.

BrokerageError
├── NotFound     not there, or not yours to see: the two look exactly alike
├── NotAllowed   you may see it, but not do this
├── Invalid      the input breaks a rule; `problems` names each place
├── Conflict     it changed meanwhile, or the state does not allow this
├── TooLate      the time for this has passed
└── Outside      another service failed; `is_permanent` says whether trying again makes sense
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: `pointer` is a JSON pointer or field name, `message` says what to do."""

    pointer: str
    message: str


class BrokerageError(Exception):
    """Base of all errors that people see. `code` is stable, `title` is one plain sentence."""

    code = "error"

    def __init__(self, title: str, *, code: str | None = None, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(title)
        self.title = title
        self.problems = problems
        if code is not None:
            self.code = code


class NotFound(BrokerageError):
    """Not there, or not yours to see."""

    code = "not_found"

    def __init__(self, title: str = "We can't find that.") -> None:
        super().__init__(title)


class NotAllowed(BrokerageError):
    """You may see it, but not do this."""

    code = "not_allowed"


class Invalid(BrokerageError):
    """The input breaks a rule."""

    code = "invalid"


class Conflict(BrokerageError):
    """It changed meanwhile, or its state does not allow this."""

    code = "conflict"


class TooLate(BrokerageError):
    """The time for this has passed."""

    code = "too_late"


class Outside(BrokerageError):
    """Another service failed."""

    code = "outside"

    def __init__(self, title: str, *, is_permanent: bool) -> None:
        super().__init__(title)
        self.is_permanent = is_permanent


def invalid(pointer: str, message: str) -> Invalid:
    """One broken rule in one place."""
    return Invalid(message, problems=(Problem(pointer, message),))
