"""Structured logs, one JSON line an event, without personal data."""

import logging

import structlog

# Names of fields that may hold what people said or who they are; they are dropped wherever they come from.
PERSONAL = frozenset({"name", "email", "phone", "text", "sentence", "words", "address", "token", "password"})


def configure_logs(level: str) -> None:
    """JSON lines to standard output from the level up."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            _drop_personal,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
        ),
        cache_logger_on_first_use=False,
    )


def _drop_personal(_logger: object, _method: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    return {key: value for key, value in event.items() if key not in PERSONAL}
