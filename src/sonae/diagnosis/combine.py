"""Answers of several people to the same question, as one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sonae.measure import Choice


@dataclass(frozen=True, slots=True)
class Combined:
    """One item as several people answered it: who said what, and the one answer that follows."""

    item: str
    said: tuple[tuple[str, Choice], ...]
    choice: Choice

    @property
    def agreed(self) -> bool:
        """Whether all said the same."""
        return len({choice for _, choice in self.said}) == 1


def combine(choices: Iterable[Choice]) -> Choice:
    """The one answer of a company whose parts answered differently: done only where all do it, not done where nobody does.

    Who does not know counts as not doing it, except where nobody knows. Raises ValueError without any answer.

    >>> combine([Choice.DONE, Choice.NOT_DONE]), combine([Choice.UNKNOWN, Choice.NOT_DONE])
    (<Choice.PARTLY: 'partly'>, <Choice.NOT_DONE: 'not_done'>)
    """
    found = set(choices)
    if not found:
        raise ValueError("nobody has answered")
    if len(found) == 1:
        return found.pop()
    return Choice.NOT_DONE if found <= {Choice.NOT_DONE, Choice.UNKNOWN} else Choice.PARTLY


def together(replies: Sequence[tuple[str, Mapping[str, Choice]]], order: Sequence[str]) -> tuple[Combined, ...]:
    """Every item that anybody answered, in ``order``; ``replies`` are names with their answers.

    >>> together([("総務", {"SD-01": Choice.DONE}), ("工場", {"SD-01": Choice.PARTLY})], ["SD-01"])[0].choice
    <Choice.PARTLY: 'partly'>
    """
    found = []
    for item in order:
        said = tuple((name, given[item]) for name, given in replies if item in given)
        if said:
            found.append(Combined(item, said, combine(choice for _, choice in said)))
    return tuple(found)
