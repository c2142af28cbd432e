"""Every route × every role × {nobody's, missing}: what the table says happens, and never a server error."""

from collections.abc import Callable
from pathlib import Path

import pytest
from litestar import Litestar

from brokerage.app import documented_routes
from brokerage.domain.access import PERMISSIONS, SUPPORTER_RIGHTS, has_permission
from brokerage.domain.people import Organisation, Person, Role
from tests.cast import Browser, Cast, post

TABLE = Path(__file__).parents[1] / "docs" / "permissions.md"
REACH_WORDS = {
    "own": "own",
    "organisation": "their organisation's",
    "scope": "in scope",
    "funded": "funded",
    "any": "yes",
}


def permission_table() -> str:
    """The permission table as the documentation shows it."""
    roles = list(Role)
    lines = [
        "# Who may do what",
        "",
        "Made from `src/brokerage/domain/access.py` by `tools/write_permissions.py`; a test sees that they agree.",
        "",
        "| action | " + " | ".join(role.value for role in roles) + " | supporters need |",
        "|---|" + "---|" * (len(roles) + 1),
    ]
    for action, rule in sorted(PERMISSIONS.items()):
        cells = [REACH_WORDS[rule[role].value] if role in rule else "" for role in roles]
        right = SUPPORTER_RIGHTS[action].value if action in SUPPORTER_RIGHTS else ""
        lines.append(f"| {action} | " + " | ".join(cells) + f" | {right} |")
    return "\n".join(lines) + "\n"


def test_the_published_table_is_the_one_in_force() -> None:
    assert TABLE.read_text(encoding="utf-8") == permission_table()


def test_every_route_asks_for_a_permission_that_exists_or_is_public(app: Litestar) -> None:
    unknown = {(path, permission) for _, path, permission in documented_routes(app) if permission not in PERMISSIONS}
    assert {permission for _, permission in unknown} == {"public"}


def everyone(cast: Cast) -> dict[Role, tuple[Person, Organisation | None]]:
    return {
        Role.BROKER: (cast.broker, cast.brokerage),
        Role.CLIENT: (cast.client_person, None),
        Role.SUPPORTER: (cast.supporter, None),
        Role.PROVIDER: (cast.provider_person, cast.provider),
        Role.FUNDER: (cast.funder_person, cast.funder),
    }


def filled(path: str, value: str) -> str:
    """The path with every parameter replaced."""
    parts = [value if part.startswith("{") else part for part in path.split("/")]
    return "/".join(parts)


def closed_routes(app: Litestar, prefix: str) -> list[tuple[str, str, str]]:
    """Every route of pages ("") or of the API that is not public."""
    return [
        (method, path, permission)
        for method, path, permission in documented_routes(app)
        if permission != "public" and path.startswith("/api/") == bool(prefix) and path != "/sign-out"
    ]


@pytest.mark.sqlite
def test_who_is_not_signed_in_reaches_no_page_and_no_data(app: Litestar, browse: Callable[..., Browser]) -> None:
    browser = browse()
    for method, path, _ in closed_routes(app, ""):
        address = filled(path, "missing")
        if method == "GET":
            answer = browser.get(address, follow_redirects=False)
            assert answer.status_code == 302, address
            assert answer.headers["location"].startswith("/sign-in"), address
        elif method == "POST":
            assert post(browser, address, {}).status_code == 302, address
    for method, path, _ in closed_routes(app, "api"):
        assert browser.request(method, filled(path, "missing")).status_code == 401, path


def test_a_role_without_the_permission_is_refused_on_every_page_and_nothing_ever_breaks(
    app: Litestar, browse: Callable[..., Browser], cast: Cast
) -> None:
    for role, (person, _) in everyone(cast).items():
        browser = browse(person)
        for method, path, permission in closed_routes(app, ""):
            address = filled(path, "missing")
            answer = browser.get(address, follow_redirects=False) if method == "GET" else post(browser, address, {})
            if not has_permission(role, permission):
                assert answer.status_code == 403, f"{role} {method} {path}: {answer.status_code}"
            assert answer.status_code < 500, f"{role} {method} {path}: {answer.status_code}"


def test_a_role_without_the_permission_is_refused_by_the_api_and_nothing_ever_breaks(
    app: Litestar, call_api: Callable[..., Browser], cast: Cast
) -> None:
    for role, (person, organisation) in everyone(cast).items():
        program = call_api(person, role, organisation)
        for method, path, permission in closed_routes(app, "api"):
            answer = program.request(method, filled(path, "missing"))
            if not has_permission(role, permission):
                assert answer.status_code == 403, f"{role} {method} {path}: {answer.status_code}"
            assert answer.status_code < 500, f"{role} {method} {path}: {answer.status_code}"
            if answer.status_code >= 400:
                assert answer.headers["content-type"].startswith("application/problem+json"), path


def test_another_organisations_client_and_a_missing_one_look_alike_on_every_page(
    app: Litestar, browse: Callable[..., Browser], cast: Cast
) -> None:
    browser = browse(cast.broker)
    for method, path, _ in closed_routes(app, ""):
        if method != "GET" or "{client_id:str}" not in path:
            continue
        theirs = browser.get(filled(path, cast.other_client.id), follow_redirects=False)
        missing = browser.get(filled(path, "cli_missing"), follow_redirects=False)
        assert theirs.status_code == missing.status_code, path
        assert theirs.text.replace(cast.other_client.id, "cli_missing") == missing.text, path
