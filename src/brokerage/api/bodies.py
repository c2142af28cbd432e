"""Reading JSON bodies strictly: no unknown field, no text where a number belongs; and what refusals look like."""

from dataclasses import dataclass, field
from typing import TypeVar

import msgspec
from litestar.openapi.datastructures import ResponseSpec

from brokerage.domain.errors import Invalid, invalid
from brokerage.optimizer.edits import Edit
from brokerage.optimizer.jsonio import BadInput, load_edits

T = TypeVar("T")


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A JSON object whose every field is known."""


@dataclass(frozen=True, slots=True)
class PlaceToMend:
    """One thing that is wrong, and where."""

    pointer: str
    message: str


@dataclass(frozen=True, slots=True)
class ProblemDetails:
    """A refusal (RFC 9457)."""

    type: str
    title: str
    status: int
    problems: list[PlaceToMend] = field(default_factory=list)


def refusals(*statuses: int) -> dict[int, ResponseSpec]:
    """The refusals of a route, for the API's description: those that every route has, and these."""
    return {
        status: ResponseSpec(ProblemDetails, description=REASONS[status], media_type="application/problem+json")
        for status in sorted({401, 403, 404, *statuses})
    }


REASONS = {
    400: "The request can't be read",
    401: "No token, or one that counts no more",
    403: "Not for this role",
    404: "Not there, or not yours to see",
    409: "It changed meanwhile, or its state does not allow this",
    422: "Some of it needs mending: each problem has its place",
}


def read_strictly(body: bytes, kind: type[T]) -> T:
    """The body as that type. Invalid names the place; the lax reading that comes before accepts more."""
    try:
        return msgspec.json.decode(body, type=kind, strict=True)
    except msgspec.ValidationError as error:
        reason, _, path = str(error).partition(" - at `")
        raise invalid(path.rstrip("`") or "$", reason) from error
    except msgspec.DecodeError as error:
        raise Invalid("The body is not JSON.") from error


def read_edits(raw: msgspec.Raw) -> tuple[Edit, ...]:
    """Edits from the JSON array. Invalid names the place of the first thing that is not an edit."""
    try:
        return load_edits(bytes(raw))
    except BadInput as error:
        raise invalid(f"edits{error.path.removeprefix('$')}", error.reason) from error
