"""A network of suppliers and customers as packed records, and its one memory-mapped file.

16 bytes a firm, 8 bytes a link, links of one supplier next to each other. Who the firms are stands apart (``<file>.ids``) and may be left
out: every calculation works without it. Processes and machines that open the same file share its pages.
"""

import hashlib
import json
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sonae.faults import Fault, InputError
from sonae.table import unreadable
from sonae.values import Text

FIRM = np.dtype(
    [
        ("first", "i4"),
        ("last", "i4"),
        ("size", "f4"),
        ("score", "i1"),
        ("industry", "u1"),
        ("prefecture", "u1"),
        ("spare", "u1"),
    ]
)
LINK = np.dtype([("chance", "f4"), ("to", "i4")])
NO_SCORE = -128
MOST_LINKS = 2**31 - 2
MAGIC = b"SONAENET"
FORMAT = 1
ALIGNED = 64

Records = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """``firms`` (FIRM) and ``links`` (LINK: the supplier's share of what the customer buys, and the customer's row).

    ``probability`` of each link, ``direct`` chance and ``loss`` in yen of each firm are empty unless they were given. ``origin`` is
    ``synthetic`` or ``table``; ``facts`` say how it was made and how it hangs together.
    """

    firms: Records
    links: Records
    probability: NDArray[np.float32]
    direct: NDArray[np.float64]
    loss: NDArray[np.int64]
    origin: str
    facts: Mapping[str, Any]
    file: str = ""
    sha256: str = ""

    @property
    def synthetic(self) -> bool:
        return self.origin == "synthetic"

    def suppliers(self) -> NDArray[np.int32]:
        """The supplier's row of every link."""
        return np.repeat(np.arange(len(self.firms), dtype=np.int32), self.firms["last"] - self.firms["first"])


@dataclass(frozen=True, slots=True, eq=False)
class Traits:
    """What is known of each firm besides its links, by row; ``score`` is NO_SCORE and ``prefecture`` 0 where unknown."""

    size: NDArray[np.float32]
    score: NDArray[np.int8]
    industry: NDArray[np.uint8]
    prefecture: NDArray[np.uint8]
    direct: NDArray[np.float64]
    loss: NDArray[np.int64]

    @staticmethod
    def unknown(firms: int, industry: int) -> "Traits":
        return Traits(
            np.ones(firms, np.float32),
            np.full(firms, NO_SCORE, np.int8),
            np.full(firms, industry, np.uint8),
            np.zeros(firms, np.uint8),
            np.empty(0),
            np.empty(0, np.int64),
        )


def build(
    traits: Traits,
    suppliers: NDArray[np.int32],
    customers: NDArray[np.int32],
    weights: NDArray[np.float32] | None = None,
    probability: NDArray[np.float32] | None = None,
    *,
    origin: str,
    made: Mapping[str, Any],
) -> Network:
    """Pack firms and links, which come sorted by supplier and customer, without self-links and doubles.

    A link without ``weights`` counts 1; shares of a customer's suppliers add up to 1.

    >>> net = build(Traits.unknown(3, 0), np.array([0, 0], np.int32), np.array([1, 2], np.int32), origin="table", made={})
    >>> net.firms["last"].tolist(), net.links["to"].tolist(), net.facts["max_links"]
    ([2, 2, 2], [1, 2], {'in': 1, 'out': 2})
    """
    from sonae.supplier import shells

    count = len(traits.size)
    if len(customers) > MOST_LINKS:
        raise ValueError(f"at most {MOST_LINKS:,} links")
    ends = np.cumsum(np.bincount(suppliers, minlength=count))
    firms = np.zeros(count, FIRM)
    firms["last"] = ends
    firms["first"][1:] = ends[:-1]
    for name in ("size", "score", "industry", "prefecture"):
        firms[name] = getattr(traits, name)
    bought = np.bincount(customers, weights, minlength=count).astype(np.float32)
    links = np.empty(len(customers), LINK)
    links["to"] = customers
    links["chance"] = (1 if weights is None else weights) / bought[customers]
    inward = np.bincount(customers, minlength=count)
    facts = {
        **made,
        "max_links": {"in": int(inward.max(initial=0)), "out": int((firms["last"] - firms["first"]).max(initial=0))},
        "shells": shells.shares(firms["first"], ends, customers),
    }
    given = np.empty(0, np.float32) if probability is None else probability
    return Network(firms, links, given, traits.direct, traits.loss, origin, facts)


def _sections(network: Network) -> list[tuple[str, NDArray[Any]]]:
    parts = (("firms", network.firms), ("links", network.links), ("probability", network.probability))
    return [*parts, ("direct", network.direct), ("loss", network.loss)]


def save(network: Network, path: str | Path, ids: Sequence[str] = (), names: Sequence[str] = ()) -> str:
    """Write the file, and ``<path>.ids`` if there are ids; returns the SHA-256 of the file. Raises OSError, leaving nothing behind."""
    sections = _sections(network)
    places, place = {}, 0
    for name, data in sections:
        places[name] = [place, len(data)]
        place += -(-data.nbytes // ALIGNED) * ALIGNED
    head = {
        "format": FORMAT,
        "origin": network.origin,
        "facts": dict(network.facts),
        "sections": places,
        "ids": bool(ids),
    }
    text = json.dumps(head, ensure_ascii=False, sort_keys=True).encode()
    text += b" " * (-(len(MAGIC) + 8 + len(text)) % ALIGNED)
    target = Path(os.path.realpath(path))
    draft = target.with_name(f".sonae.{secrets.token_hex(8)}")
    digest = hashlib.sha256()
    try:
        with draft.open("xb") as stream:
            for piece in (
                MAGIC,
                len(text).to_bytes(8, "little"),
                text,
                *(part for _, data in sections for part in _aligned(data)),
            ):
                stream.write(piece)
                digest.update(piece)
            stream.flush()
            os.fsync(stream.fileno())
        if ids:
            _save_ids(target, ids, names)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return digest.hexdigest()


def _aligned(data: NDArray[Any]) -> tuple[Any, bytes]:
    return data.view(np.uint8).data if len(data) else b"", bytes(-data.nbytes % ALIGNED)


def _save_ids(target: Path, ids: Sequence[str], names: Sequence[str]) -> None:
    draft = target.with_name(f".sonae.{secrets.token_hex(8)}")
    try:
        with draft.open("x", encoding="utf-8") as stream:
            stream.writelines(f"{one}\t{names[k].replace(chr(9), ' ') if names else ''}\n" for k, one in enumerate(ids))
        draft.replace(f"{target}.ids")
    finally:
        draft.unlink(missing_ok=True)


def load(path: str | Path) -> Network:
    """Open a network file; its arrays are mapped, not read. Raises InputError: missing, another kind of file, cut off, damaged."""
    file = str(path)
    try:
        with Path(path).open("rb") as stream:
            start = stream.read(len(MAGIC) + 8)
            length = int.from_bytes(start[len(MAGIC) :], "little")
            text = stream.read(length) if start.startswith(MAGIC) and length < 1 << 24 else b""
            size = stream.seek(0, os.SEEK_END)
    except (OSError, ValueError) as error:
        raise InputError([unreadable(error, file)]) from error
    head = _head(text, file)
    return _mapped(head, Path(path), len(MAGIC) + 8 + length, size)


_NOT_A_NETWORK = Text("取引網のファイルではありません", "is not a network file")
_MAKE_ONE = Text(
    "sonae supplier network か sonae supplier import で作ってください",
    "Make one with sonae supplier network or supplier import",
)
_CUT = Text("ファイルが途中で切れているか、壊れています", "is cut off or damaged")


def _head(text: bytes, file: str) -> dict[str, Any]:
    try:
        head = json.loads(text)
        right = head["format"] == FORMAT and isinstance(head["sections"], dict)
    except (ValueError, KeyError, TypeError) as error:
        raise InputError([Fault(_NOT_A_NETWORK, _MAKE_ONE, file=file)]) from error
    if not right:
        raise InputError([Fault(_NOT_A_NETWORK, _MAKE_ONE, file=file)])
    return dict(head)


_TYPES = {"firms": FIRM, "links": LINK, "probability": np.dtype("f4"), "direct": np.dtype("f8"), "loss": np.dtype("i8")}


def _mapped(head: dict[str, Any], path: Path, offset: int, size: int) -> Network:
    arrays = {}
    try:
        for name, kind in _TYPES.items():
            place, count = head["sections"][name]
            if min(place, count) < 0 or offset + place + count * kind.itemsize > size:
                raise InputError([Fault(_CUT, _MAKE_ONE, file=str(path))])
            where = offset + place
            arrays[name] = np.memmap(path, kind, "c", where, (count,)).view(np.ndarray) if count else np.empty(0, kind)
        network = Network(
            **arrays, origin=str(head["origin"]), facts=head["facts"], file=str(path), sha256=_digest(path)
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError([Fault(_CUT, _MAKE_ONE, file=str(path))]) from error
    if not _sound(network):
        raise InputError([Fault(_CUT, _MAKE_ONE, file=str(path))])
    return network


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sound(network: Network) -> bool:
    """Whether no index leads outside: kernels do not look again."""
    firms, links = network.firms, network.links
    first, last, to = firms["first"], firms["last"], links["to"]
    if (
        not len(firms)
        or first[0] != 0
        or last[-1] != len(links)
        or (first[1:] != last[:-1]).any()
        or (first > last).any()
    ):
        return False
    if len(links) and (to.min() < 0 or to.max() >= len(firms)):
        return False
    chances = (links["chance"], network.probability, network.direct)
    lengths = all(len(given) in (0, len(own)) for given, own in _pairs(network))
    from sonae.supplier import parameters

    known = int(firms["industry"].max()) < len(parameters.trades().ids)
    return lengths and known and all(not len(c) or (c.min() >= 0 and c.max() <= 1) for c in chances)


def _pairs(network: Network) -> tuple[tuple[NDArray[Any], NDArray[Any]], ...]:
    return (network.probability, network.links), (network.direct, network.firms), (network.loss, network.firms)


def ids_of(path: str | Path, rows: Sequence[int]) -> dict[int, str]:
    """Ids of some rows from ``<path>.ids``, none if that file is not there."""
    wanted, found = set(rows), {}
    try:
        with Path(f"{path}.ids").open(encoding="utf-8") as stream:
            for row, line in enumerate(stream):
                if row in wanted:
                    found[row] = line.rstrip("\n").split("\t")[0]
    except OSError:
        return {}
    return found
