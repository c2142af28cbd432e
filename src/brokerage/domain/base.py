"""What every table shares: naming of constraints, identifiers, UTC times, enums as strings."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import DateTime, Dialect, Enum, MetaData, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column

ID_LENGTH = 64


class Base(DeclarativeBase):
    """The one registry of tables. Constraint names follow one convention so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. Stored in UTC, comes back aware on both databases; a time without a zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times; hand the driver UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone can't be stored: {value.isoformat()}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the base class's signature
        """Give back an aware time in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def new_id(prefix: str) -> str:
    """A fresh identifier that says what it is: `cli_3f2a…`, 24 characters or so, safe in URLs."""
    return f"{prefix}_{uuid4().hex[:20]}"


def id_column(prefix: str) -> MappedColumn[str]:
    """Primary key with a prefix."""
    return mapped_column(String(ID_LENGTH), primary_key=True, default=lambda: new_id(prefix))


def enum_column(kind: type[StrEnum], **options: Any) -> MappedColumn[Any]:
    """An enum stored as its value and given back as the enum, never as a bare string."""
    column_type = Enum(
        kind,
        native_enum=False,
        values_callable=lambda members: [member.value for member in members],
        length=40,
        create_constraint=True,
        name=kind.__name__.lower(),
        validate_strings=True,
    )
    return mapped_column(column_type, **options)
