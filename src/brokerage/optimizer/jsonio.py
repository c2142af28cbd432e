"""JSON in and out, strict: unknown fields and wrong types are refused by the path they stand at.

`BadInput` carries a path such as `$.needs[2].windows[0]` and a reason in plain words. What the types cannot say
(ids that must exist, windows that must hold a visit) is in `validate`.
"""

from typing import Any, Literal

import msgspec
from msgspec import inspect

from brokerage.optimizer.brief import Brief
from brokerage.optimizer.edits import Edit
from brokerage.optimizer.market import Market
from brokerage.optimizer.proposal import Proposal

SchemaName = Literal["brief", "market", "proposal", "edits"]
SCHEMA_TYPES: dict[SchemaName, Any] = {
    "brief": Brief, "market": Market, "proposal": Proposal, "edits": tuple[Edit, ...],
}  # fmt: skip
DRAFT = "https://json-schema.org/draft/2020-12/schema"
PLAIN_WORDS = {
    "`int`": "a whole number", "`float`": "a number with a decimal point", "`str`": "text", "`bool`": "true or false",
    "`array`": "a list", "`object`": "an object", "`null`": "null",
}  # fmt: skip


class BadInput(ValueError):
    """A document that is not what its schema says. `path` as in `$.needs[2]`, `reason` in plain words."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


def load_brief(data: bytes) -> Brief:
    """A brief from UTF-8 JSON. Raises BadInput."""
    loaded: Brief = _load(data, Brief)
    return loaded


def load_market(data: bytes) -> Market:
    """A market from UTF-8 JSON. Raises BadInput."""
    loaded: Market = _load(data, Market)
    return loaded


def load_proposal(data: bytes) -> Proposal:
    """A proposal from UTF-8 JSON. Raises BadInput."""
    loaded: Proposal = _load(data, Proposal)
    return loaded


def load_edits(data: bytes) -> tuple[Edit, ...]:
    """Edits from a UTF-8 JSON array. Raises BadInput."""
    loaded: tuple[Edit, ...] = _load(data, tuple[Edit, ...])
    return loaded


def dump(value: object, *, indent: int = 0) -> bytes:
    """UTF-8 JSON of a brief, market, proposal, edits, or lists of them; fields in the order of the types."""
    encoded = msgspec.json.encode(value)
    return msgspec.json.format(encoded, indent=indent) if indent else encoded


def schema(name: SchemaName) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a document; objects allow no fields but those named."""
    if name not in SCHEMA_TYPES:
        raise KeyError(f"no schema called {name!r}: there is {', '.join(SCHEMA_TYPES)}")
    made = msgspec.json.schema(SCHEMA_TYPES[name])
    for definition in made.get("$defs", {}).values():
        if definition.get("type") == "object" and "properties" in definition:
            definition["additionalProperties"] = False
    return {"$schema": DRAFT, "title": f"brokerage {name}", **made}


def _load(data: bytes, wanted: Any) -> Any:
    try:
        raw = msgspec.json.decode(data)
    except RecursionError as error:
        raise BadInput("$", "is nested too deeply") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadInput("$", f"is not JSON: {error}") from error
    _refuse_unknown(raw, inspect.type_info(wanted), "$")
    try:
        return msgspec.convert(raw, wanted)
    except msgspec.ValidationError as error:
        raise _bad_input(str(error)) from error


def _bad_input(message: str) -> BadInput:
    reason, _, path = message.partition(" - at `")
    for word, plain in PLAIN_WORDS.items():
        reason = reason.replace(word, plain)
    return BadInput(path.rstrip("`") or "$", reason[:1].lower() + reason[1:])


def _refuse_unknown(value: Any, kind: inspect.Type, path: str) -> None:
    """Msgspec ignores unknown fields of dataclasses; a misspelt wish must not vanish."""
    if isinstance(kind, inspect.Metadata):
        _refuse_unknown(value, kind.type, path)
    elif isinstance(kind, inspect.UnionType):
        for member in kind.types:
            if _could_be(value, member):
                _refuse_unknown(value, member, path)
    elif isinstance(kind, inspect.DataclassType | inspect.StructType) and isinstance(value, dict):
        _refuse_fields(value, kind, path)
    elif isinstance(kind, inspect.VarTupleType) and isinstance(value, list) and not _is_plain(kind.item_type):
        for index, item in enumerate(value):
            _refuse_unknown(item, kind.item_type, f"{path}[{index}]")


def _refuse_fields(value: dict[str, Any], kind: inspect.DataclassType | inspect.StructType, path: str) -> None:
    known = {field.encode_name: field.type for field in kind.fields}
    tag = kind.tag_field if isinstance(kind, inspect.StructType) else None
    for name, item in value.items():
        if name in known:
            _refuse_unknown(item, known[name], f"{path}.{name}")
        elif name != tag:
            raise BadInput(f"{path}.{name}", f"is not a field here: there is {', '.join(sorted(known))}")


def _could_be(value: Any, kind: inspect.Type) -> bool:
    if isinstance(kind, inspect.StructType) and isinstance(value, dict):
        return value.get(kind.tag_field or "") == kind.tag
    return not isinstance(kind, inspect.NoneType)


def _is_plain(kind: inspect.Type) -> bool:
    return isinstance(kind, inspect.IntType | inspect.StrType | inspect.LiteralType)
