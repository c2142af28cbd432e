"""Documents in and out: what is misspelt or of the wrong type is refused where it stands."""

import json

import jsonschema
import pytest

from brokerage.optimizer.brief import Brief, Goal, MaxPeople, Need, Way, Window
from brokerage.optimizer.edits import Edit, Keep, SetMaxPeople
from brokerage.optimizer.jsonio import BadInput, dump, load_brief, load_edits, load_market, load_proposal, schema
from brokerage.optimizer.market import BandWindow, Market, Offer, Provider, Rate, RateCard, Slot
from brokerage.optimizer.proposal import Proposal

NEED = Need("n", "Wash", "I wash at eight", ("g",), (Way("care", (30,)),), 7, windows=(Window((0, 1), 420, 600),))
BRIEF = Brief("b", "GBP", "2026-01-05", (Goal("g", "Be clean"),), (NEED,), max_people=MaxPeople("m", "not many", 3))
CARD = RateCard("c", (Rate("weekday", "hour", ((60, 2700),)),))
MARKET = Market(
    "GBP",
    (BandWindow("weekday", ("weekday",)),),
    (Provider("p", "P"),),
    (Offer("o", "p", "Care", "care", CARD, availability=(Slot(0, 0, 1440),)),),
)
PROPOSAL = Proposal("b", "GBP", "best", "optimal", (), (), (), (), (), (), 0, 0)
EDITS: tuple[Edit, ...] = (Keep(("v",)), SetMaxPeople(None))


def document(**changes: object) -> bytes:
    return json.dumps({**json.loads(dump(BRIEF)), **changes}).encode()


def test_every_document_comes_back_as_it_went() -> None:
    assert load_brief(dump(BRIEF)) == BRIEF
    assert load_market(dump(MARKET, indent=2)) == MARKET
    assert load_proposal(dump(PROPOSAL)) == PROPOSAL
    assert load_edits(dump(EDITS)) == EDITS


@pytest.mark.parametrize(
    ("changes", "path", "words"),
    [
        ({"gaols": []}, "$.gaols", "not a field"),
        ({"max_people": {"id": "m", "sentence": "", "count": 3, "cuont": 1}}, "$.max_people.cuont", "not a field"),
        ({"goals": [{"id": "g", "sentence": "x", "weight": 101}]}, "$.goals[0].weight", "<= 100"),
        ({"goals": [{"id": "g", "sentence": "x", "weight": 1.0}]}, "$.goals[0].weight", "a whole number"),
        ({"goals": [{"id": "g", "sentence": "x", "weight": True}]}, "$.goals[0].weight", "true or false"),
        ({"goals": [{"sentence": "x"}]}, "$.goals[0]", "missing required field"),
        ({"needs": [{"id": "n", "windows": [{"weekdayz": [1]}]}]}, "$.needs[0].windows[0].weekdayz", "not a field"),
        ({"grid_minutes": 7}, "$.grid_minutes", "7"),
        ({"starts_on": "5 January"}, "$.starts_on", "matching"),
        ({"currency": None}, "$.currency", "null"),
    ],
)
def test_a_wrong_field_is_named_by_its_path(changes: dict[str, object], path: str, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        load_brief(document(**changes))
    assert caught.value.path == path
    assert words in caught.value.reason


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe", b"[]", b"[" * 100_000, b"null", b'{"a":1}{'])
def test_what_is_not_a_brief_is_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(BadInput, match=r"^\$"):
        load_brief(data)


def test_an_edit_with_a_misspelt_field_or_kind_is_refused() -> None:
    with pytest.raises(BadInput, match=r"\$\[1\]\.visits"):
        load_edits(b'[{"kind":"keep","visit_ids":[]},{"kind":"let_go","visits":[]}]')
    with pytest.raises(BadInput, match=r"\$\[0\]\.kind"):
        load_edits(b'[{"kind":"kepe"}]')


@pytest.mark.parametrize(
    ("name", "value"), [("brief", BRIEF), ("market", MARKET), ("proposal", PROPOSAL), ("edits", EDITS)]
)
def test_the_published_schema_accepts_what_we_write_and_nothing_more(name: str, value: object) -> None:
    published = schema(name)  # type: ignore[arg-type]
    validator = jsonschema.Draft202012Validator(published)
    written = json.loads(dump(value))
    validator.validate(written)
    (written[0] if isinstance(written, list) else written)["unknown"] = 1
    assert not validator.is_valid(written)
