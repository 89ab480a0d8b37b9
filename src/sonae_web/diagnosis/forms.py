"""Answers as they arrive from a page: only the shape is checked here."""

from collections.abc import Mapping

from sonae import diagnosis
from sonae.measure import Choice


class BadAnswerError(ValueError):
    """An item or a choice that no page of ours offers."""


def answers_in(posted: Mapping[str, str]) -> dict[str, Choice]:
    """The answers among the posted fields. Raises BadAnswerError for an item or choice that does not exist."""
    questionnaire = diagnosis.load()
    known = {**questionnaire.questions, **questionnaire.supplements}
    found = {key: value for key, value in posted.items() if key.startswith(("SD-", "SP-")) and value}
    for item, value in found.items():
        if item not in known or value not in set(Choice):
            raise BadAnswerError(f"{item}={value}")
    return {item: Choice(value) for item, value in found.items()}
