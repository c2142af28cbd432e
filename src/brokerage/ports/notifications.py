"""The socket for messages to people: an adapter delivers them by e-mail, text or not at all (offline)."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one address. `key` is the same for the same message, so that a retry is not a second one."""

    key: str
    to_address: str
    to_name: str
    subject: str
    text: str


class Notifier(Protocol):
    """Delivers messages. Raises `domain.errors.Outside` with `is_permanent` where it can't."""

    is_offline: bool

    def send(self, message: Message) -> None:
        """Deliver the message, at least once; the same key is delivered once."""
        ...
