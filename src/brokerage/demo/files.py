"""The demo data as committed files: the town's market and the five clients' briefs, as they are drawn."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec

from brokerage.demo.lean import lean, market_json
from brokerage.demo.market import DEMO_SEED, generate_market
from brokerage.demo.stories import NAMES, brief_of_story, load_story
from brokerage.demo.town import Size

# The briefs that are committed ask about the week after this day.
TOLD_ON = date(2026, 11, 24)
NOTES = "Demo data: {name} is invented."


def write_market(path: Path, size: Size, seed: int = DEMO_SEED) -> int:
    """The market as a JSON file; how many offers it has."""
    market = generate_market(size, seed)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(market_json(market))
    return len(market.offers)


def write_briefs(folder: Path) -> tuple[Path, ...]:
    """Each demo client's brief as a JSON file in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = tuple(folder / f"{name}.json" for name in NAMES)
    for name, path in zip(NAMES, paths, strict=True):
        path.write_bytes(brief_json(name))
    return paths


def brief_json(name: str) -> bytes:
    """A demo client's brief for the committed week."""
    story = load_story(name)
    brief = replace(brief_of_story(story, TOLD_ON), notes=NOTES.format(name=story.name))
    return msgspec.json.format(msgspec.json.encode(lean(brief)), indent=2) + b"\n"
