"""The first line of every use case: may this person do this to that?"""

from brokerage.domain.access import Actor, Subject, may
from brokerage.domain.errors import NotAllowed, NotFound
from brokerage.domain.people import Client

# What a person must be allowed to do before "you may not" tells them nothing new.
_SEEING = {
    "client": "client.see",
    "package": "package.see",
    "consultation": "consultation.see",
    "budget": "budget.see",
    "offer": "offer.see",
}


class Denied(NotAllowed):
    """A refusal, with what the audit needs to know of it."""

    def __init__(self, actor: Actor, action: str, subject: Subject) -> None:
        super().__init__("You are not allowed to do this.")
        self.actor, self.action, self.subject = actor, action, subject


class Hidden(NotFound):
    """A refusal that looks exactly like something that is not there."""

    def __init__(self, actor: Actor, action: str, subject: Subject) -> None:
        super().__init__()
        self.actor, self.action, self.subject = actor, action, subject


def require(actor: Actor, action: str, subject: Subject) -> None:
    """Pass if allowed. Raises `Hidden` (404) where the actor may not see the subject, `Denied` (403) where they may."""
    if may(actor, action, subject):
        return
    if may(actor, _SEEING.get(subject.kind, "client.see"), subject):
        raise Denied(actor, action, subject)
    raise Hidden(actor, action, subject)


def client_subject(client: Client, kind: str = "client", id: str | None = None) -> Subject:
    """The subject for a client or for something that belongs to one."""
    return Subject(
        kind=kind,
        id=id or client.id,
        organisation_id=client.organisation_id,
        client_id=client.id,
        funder_id=client.funder_id,
    )
