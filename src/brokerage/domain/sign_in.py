"""Signing in: one-use links, server-side sessions, tokens for programs. Only hashes of secrets are stored."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from brokerage.domain.base import Base, UtcDateTime, enum_column, id_column
from brokerage.domain.people import Role


class SignInLink(Base):
    """A link that signs one person in, once, for a short time."""

    __tablename__ = "sign_in_links"
    id: Mapped[str] = id_column("lnk")
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class WebSession(Base):
    """One browser, one person, one role. A new one at each sign-in; ended on the server at sign-out."""

    __tablename__ = "web_sessions"
    id: Mapped[str] = id_column("ses")
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[Role] = enum_column(Role)
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ApiToken(Base):
    """A secret with which a program acts for one person in one role, until it expires or is revoked."""

    __tablename__ = "api_tokens"
    id: Mapped[str] = id_column("tok")
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[Role] = enum_column(Role)
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def new_secret() -> tuple[str, str]:
    """A fresh secret of 256 bits and the hash under which it is kept."""
    secret = secrets.token_urlsafe(32)
    return secret, hash_secret(secret)


def hash_secret(secret: str) -> str:
    """SHA-256: enough for secrets that are random and long, and fast enough for every request."""
    return hashlib.sha256(secret.encode()).hexdigest()
