"""Who a token acts for, as JSON."""

from dataclasses import dataclass

from litestar import Controller, get

from brokerage.given import GivenActor


@dataclass(frozen=True, slots=True)
class WhoAmI:
    """The actor behind a token."""

    person_id: str
    name: str
    role: str
    organisation_id: str | None


class AccountApi(Controller):
    """The caller's own account."""

    path = "/me"
    tags = ("account",)

    @get(permission="account.see", sync_to_thread=False)
    def who_am_i(self, actor: GivenActor) -> WhoAmI:
        """Who this token acts for, and in what role."""
        return WhoAmI(actor.person_id, actor.name, actor.role.value, actor.organisation_id)
