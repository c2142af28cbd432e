"""The end of the audit chain, held while a row is added."""

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from brokerage.domain.audit import FIRST_HASH, AuditHead


def locked_head(session: Session) -> AuditHead:
    """The head row, locked until the transaction ends. The very first writers may race to make it: one does."""
    head = session.get(AuditHead, 1, with_for_update=True)
    if head is not None:
        return head
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(AuditHead).values(id=1, sequence=0, hash=FIRST_HASH).on_conflict_do_nothing())
    return session.get_one(AuditHead, 1, with_for_update=True)
