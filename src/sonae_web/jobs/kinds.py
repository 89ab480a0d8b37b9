"""What can be done outside a request. A word declares its kinds in its ``work.py``; nothing else can be run by a row."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sonae_web.jobs.running import Work

KINDS: dict[str, "Kind"] = {}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of work. ``title`` is a message id; ``page`` the name of the page that shows what came of it."""

    id: str
    title: str
    page: str
    run: "Callable[[Work], Any]"


def kind(id: str, title: str, page: str) -> "Callable[[Callable[[Work], Any]], Callable[[Work], Any]]":  # noqa: A002
    """Declare the function that does a kind of work; what it returns must be JSON and is kept with the job.

    ``id`` is "word.verb", ``title`` a message marked with ``gettext_noop``.
    """

    def declare(run: "Callable[[Work], Any]") -> "Callable[[Work], Any]":
        KINDS[id] = Kind(id, title, page, run)
        return run

    return declare
