"""Measures a company can take, and how far each one is in place."""

from enum import StrEnum


class Choice(StrEnum):
    """One of the four answers to a question."""

    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"
    UNKNOWN = "unknown"
