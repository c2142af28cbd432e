"""Whatever a program sends, the API answers without a server error and says plainly what was wrong."""

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from litestar import Litestar
from schemathesis.core.result import Ok

from brokerage.domain.people import Organisation, Person, Role
from tests.cast import Browser, Cast

CASES_PER_OPERATION = 3
GENERATED = settings(
    max_examples=CASES_PER_OPERATION,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def people(cast: Cast) -> list[tuple[Role, Person, Organisation | None]]:
    return [
        (Role.BROKER, cast.broker, cast.brokerage),
        (Role.CLIENT, cast.client_person, None),
        (Role.PROVIDER, cast.provider_person, cast.provider),
    ]


@pytest.mark.parametrize("number", [0, 1, 2], ids=["broker", "client", "provider"])
def test_no_generated_request_breaks_the_api(
    app: Litestar, cast: Cast, call_api: Callable[..., Browser], number: int
) -> None:
    role, person, organisation = people(cast)[number]
    program = call_api(person, role, organisation)
    schema = schemathesis.openapi.from_dict(program.get("/api/docs/openapi.json").json())
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    assert len(operations) > 1
    for operation in operations:
        try_operation(operation, program)


def try_operation(operation: Any, program: Browser) -> None:
    """A few generated requests to one operation."""

    @GENERATED
    @given(case=operation.as_strategy())
    def holds(case: Any) -> None:
        sent = case.as_transport_kwargs(base_url="http://testserver.local")
        sent["headers"] = {**sent.get("headers", {}), "Authorization": program.headers["Authorization"]}
        sent.pop("cookies", None)
        if sent.get("files"):  # the test client can't send a field that is a number
            sent["files"] = [(name, (None, str(part[1]))) for name, part in sent["files"]]
        if isinstance(sent.get("data"), str | bytes):
            sent["content"] = sent.pop("data")
        answer = program.request(**sent)
        assert answer.status_code < 500, f"{case.method} {sent['url']}: {answer.status_code}\n{sent}"
        leads_out = not str(answer.request.url.path).startswith("/api/")  # an id of ".." does
        if answer.status_code >= 400 and not leads_out:
            what = f"{case.method} {answer.request.url}: {answer.status_code} {answer.text[:200]}"
            assert answer.headers["content-type"].startswith("application/problem+json"), what

    holds()
