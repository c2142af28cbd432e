"""Reading form fields: text, numbers, money, dates, times, each with a message when it can't be read."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from litestar.params import URLEncodedBody

from brokerage.domain.errors import Invalid, Problem

FormBody = URLEncodedBody[dict[str, Any]]
"""The body of a posted form, as handlers declare it: `data: FormBody`, then `Form(data)`."""

LONGEST_TEXT = 4000


class Form:
    """The fields of one posted form. Readers note each problem and go on; `check()` raises them all together."""

    def __init__(self, data: Mapping[str, Any] | None) -> None:
        self.data = data or {}
        self.problems: list[Problem] = []

    def text(self, name: str, *, required: str | None = None, longest: int = LONGEST_TEXT) -> str:
        """The field's text, trimmed, without control characters; `required` is the message when it is empty."""
        given = self.data.get(name, "")
        last = str(given[-1] if isinstance(given, list) else given)
        value = "".join(sign for sign in last if sign.isprintable() or sign in "\n\t").strip()
        if required and not value:
            self.refuse(name, required)
        if len(value) > longest:
            self.refuse(name, f"Use at most {longest} characters here; this has {len(value)}.")
        return value

    def all(self, name: str) -> list[str]:
        """Every value of a field that can be ticked more than once."""
        value = self.data.get(name, [])
        return [str(item) for item in value] if isinstance(value, list) else [str(value)]

    def flag(self, name: str) -> bool:
        """True if the box was ticked."""
        return bool(self.text(name))

    def number(self, name: str, message: str, *, low: int = 0, high: int = 10**9, empty: int | None = None) -> int:
        """A whole number from `low` to `high`; `empty` is what an empty field means, if it may be empty."""
        text = self.text(name)
        if not text and empty is not None:
            return empty
        if text.lstrip("-").isascii() and text.lstrip("-").isdecimal() and len(text) < 12 and low <= int(text) <= high:
            return int(text)
        self.refuse(name, message)
        return low

    def money_minor(
        self, name: str, message: str = "Write an amount such as 250 or 250.50.", *, empty: int | None = None
    ) -> int:
        """An amount with at most two decimals, in minor units. `empty`: what an empty field means, if it may be."""
        text = self.text(name).replace(",", "").lstrip("£$ ")
        if not text and empty is not None:
            return empty
        try:
            amount = Decimal(text) * 100
        except InvalidOperation:
            amount = Decimal(-1)
        if not amount.is_finite() or amount != amount.to_integral_value() or not 0 <= amount <= 10**12:
            self.refuse(name, message)
            return 0
        return int(amount)

    def date(self, name: str, message: str = "Write the date as year-month-day, such as 2027-06-30.") -> date | None:
        """A date, or None when the field is empty."""
        text = self.text(name)
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.refuse(name, message)
            return None

    def minute(self, name: str, message: str = "Write a time such as 08:30.") -> int | None:
        """Minutes after midnight from HH:MM (24:00 is 1440), or None when the field is empty."""
        text = self.text(name)
        if not text:
            return None
        hour, _, part = text.partition(":")
        if (
            hour.isdecimal()
            and part.isdecimal()
            and len(text) <= 5
            and int(part) < 60
            and int(hour) * 60 + int(part) <= 1440
        ):
            return int(hour) * 60 + int(part)
        self.refuse(name, message)
        return None

    def refuse(self, pointer: str, message: str) -> None:
        """Note a problem with a field."""
        self.problems.append(Problem(pointer, message))

    def check(self) -> None:
        """Raise `Invalid` with everything noted so far."""
        if self.problems:
            raise Invalid("Some of this needs mending.", problems=tuple(self.problems))
