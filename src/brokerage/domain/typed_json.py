"""A JSON column that holds typed values: checked on the way in, given back as their own types."""

from typing import Any

import msgspec
from sqlalchemy import JSON, Dialect, TypeDecorator


class TypedJson(TypeDecorator[Any]):
    """`TypedJson(tuple[Slot, ...])` takes and gives exactly that. ValueError for anything that the type does not allow.

    The types must be immutable (frozen dataclasses, structs, tuples): a change inside a value would go unnoticed.
    """

    impl = JSON
    cache_ok = False

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002 - the base class's signature
        """Builtins, once they are known to fit the type."""
        builtins = msgspec.to_builtins(value)
        msgspec.convert(builtins, self.kind)
        return builtins

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002 - the base class's signature
        """The typed value."""
        return msgspec.convert(value, self.kind)

    def coerce_compared_value(self, op: Any, value: Any) -> Any:  # noqa: ARG002 - the base class's signature
        """Nothing is compared inside the JSON."""
        return self
