"""What every adapter of the notifications port keeps to."""

from collections.abc import Callable
from pathlib import Path

import pytest

from brokerage.ports.notifications import Message, Notifier
from brokerage_offline.notifications import OfflineNotifier

Delivered = Callable[[], list[str]]
Adapter = tuple[Notifier, Delivered]

MESSAGE = Message(
    key="sign-in/../../1",
    to_address="ana@example.org",
    to_name="Ana «Ż»",
    subject="Your sign-in link",
    text="Hello Ana,\nopen this link.",
)


def offline(folder: Path) -> Adapter:
    """The adapter that keeps messages as files."""
    outbox = folder / "outbox"
    return OfflineNotifier(outbox), lambda: [path.read_text(encoding="utf-8") for path in sorted(outbox.iterdir())]


@pytest.fixture(params=[offline], ids=["offline"])
def adapter(request: pytest.FixtureRequest, tmp_path: Path) -> Adapter:
    build: Callable[[Path], Adapter] = request.param
    return build(tmp_path)


def test_a_message_arrives_whole(adapter: Adapter) -> None:
    notifier, delivered = adapter
    notifier.send(MESSAGE)
    [text] = delivered()
    for part in (MESSAGE.to_address, MESSAGE.to_name, MESSAGE.subject, MESSAGE.text):
        assert part in text


def test_the_same_key_is_delivered_once(adapter: Adapter) -> None:
    notifier, delivered = adapter
    notifier.send(MESSAGE)
    notifier.send(MESSAGE)
    assert len(delivered()) == 1


def test_no_key_leads_out_of_the_adapters_own_place(adapter: Adapter, tmp_path: Path) -> None:
    notifier, delivered = adapter
    notifier.send(MESSAGE)
    assert len(delivered()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["outbox"]


def test_a_stand_in_says_that_it_is_one(adapter: Adapter) -> None:
    notifier, _ = adapter
    assert notifier.is_offline is isinstance(notifier, OfflineNotifier)
