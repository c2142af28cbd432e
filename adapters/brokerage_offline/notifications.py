"""Messages as text files in a folder, one each, for demos and development."""

import re
from pathlib import Path
from typing import Protocol

from brokerage.ports.notifications import Message


class HasDataFolder(Protocol):
    """The one setting this adapter needs."""

    @property
    def data_folder(self) -> Path:
        """Where files of this installation live."""
        ...


class OfflineNotifier:
    """Writes each message to `folder`/KEY.txt. The same key overwrites: delivered once."""

    is_offline = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: Message) -> None:
        """Write the file whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"[^A-Za-z0-9_.-]", "_", message.key)
        draft = self.folder / f".{name}.part"
        draft.write_text(
            f"To: {message.to_name} <{message.to_address}>\nSubject: {message.subject}\n\n{message.text}\n",
            encoding="utf-8",
        )
        draft.replace(self.folder / f"{name}.txt")


def build(settings: HasDataFolder) -> OfflineNotifier:
    """The adapter as the entry point names it: messages go to `data_folder`/outbox."""
    return OfflineNotifier(settings.data_folder / "outbox")
