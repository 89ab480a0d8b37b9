"""What other small companies answer, as far as it is in print. No distribution of totals is, so none is shown."""

from dataclasses import dataclass
from functools import cache

from sonae.content import reader
from sonae.values import Text


@dataclass(frozen=True, slots=True)
class PeerShare:
    """The share of surveyed companies that do an item fully or partly; ``firms`` companies answered."""

    item: str
    share: float
    firms: int
    title: Text
    status: str
    source: tuple[str, ...]
    date: str


@cache
def shares() -> dict[str, PeerShare]:
    """Published shares by item, for the five items that were surveyed.

    Source: IPA survey of small and medium enterprises, fiscal year 2024.

    >>> shares()["SD-01"].share, shares()["SD-01"].firms
    (0.73, 4191)
    >>> "SD-03" in shares()
    False
    """
    content = reader.toml("diagnosis", "peers")
    title, firms = reader.text(content, "title"), content["survey"]["firms"]
    about = (firms, title, content["status"], tuple(content["source"]), content["date"])
    return {record["item"]: PeerShare(record["item"], record["share"], *about) for record in content["share"]}
