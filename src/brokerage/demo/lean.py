"""JSON that people can read in a diff: fields that hold their default are left out, one provider or offer a line."""

from dataclasses import MISSING, fields, is_dataclass
from typing import Any

import msgspec

from brokerage.optimizer.market import Market


def lean(value: Any) -> Any:
    """Plain lists and objects of frozen dataclasses, without fields that hold their default (`schema` stays)."""
    if is_dataclass(value):
        return {f.name: lean(getattr(value, f.name)) for f in fields(value) if _is_told(value, f)}
    if isinstance(value, list | tuple):
        return [lean(item) for item in value]
    if isinstance(value, dict):
        return {key: lean(item) for key, item in value.items()}
    return value


def market_json(market: Market) -> bytes:
    """A market as JSON, one provider or offer a line; reads back to an equal market."""
    plain = lean(market)
    rows = {key: plain.pop(key) for key in ("providers", "offers")}
    head = msgspec.json.encode(plain)[:-1]
    lists = [
        b'"' + key.encode() + b'":[\n' + b",\n".join(msgspec.json.encode(row) for row in value) + b"]"
        for key, value in rows.items()
    ]
    return head + b",\n" + b",\n".join(lists) + b"}\n"


def _is_told(value: Any, field: Any) -> bool:
    if field.name == "schema":
        return True
    default = field.default if field.default_factory is MISSING else field.default_factory()
    return bool(getattr(value, field.name) != default)
