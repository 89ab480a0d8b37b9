"""Plain words for the codes of policies, claims and results, from ``content/insurance/codes.toml``."""

from collections.abc import Mapping
from typing import Any

from sonae.content import reader
from sonae.values import Text


def reason(code: str) -> Text:
    """Why yen are not paid.

    >>> reason("waiting").ja, reason("excluded:ransom").en
    ('待機時間の分', 'excluded: ransom')
    """
    word, _, detail = code.partition(":")
    text = _of("reason", word)
    if not detail:
        return text
    inner = exclusion(detail)
    return Text(f"{text.ja}（{inner.ja}）", f"{text.en}: {inner.en}")


def exclusion(code: str) -> Text:
    """What a contract leaves out; an item of cost may be left out too."""
    return _of("exclusion" if code in _codes()["exclusion"] else "item", code)


def remark(code: str) -> Text:
    """A sentence without money."""
    return _of("remark", code)


def item(code: str) -> Text:
    """A kind of cost."""
    return _of("item", code)


def section(code: str) -> Text:
    """A part of a contract."""
    return _of("section", code)


def step(code: str) -> Text:
    """One step of a calculation; a gate is named by its reason.

    >>> step("deductible").en, step("gate:bi_not_bought").en
    ('less the deductible', 'business interruption was not bought')
    """
    gate = code.removeprefix("gate:")
    return _of("step", code) if gate == code else reason(gate)


def disclaimer() -> Text:
    """The sentence that stands beside every amount of insurance."""
    return _of("disclaimer", "text")


def payable(name: str) -> Text:
    """What a line of a calculation is about, from its id such as ``e1/bi/lost_profit``.

    >>> payable("e1/bi/lost_profit").en, payable("e1/expense").en
    ('e1: lost profit', 'e1: incident expenses')
    """
    event, _, rest = name.partition("/")
    part, _, detail = rest.partition("/")
    if part not in _codes()["section"]:
        return Text(name, name)
    inner = item(detail) if detail in _codes()["item"] else section(part)
    return Text(f"{event}：{inner.ja}", f"{event}: {inner.en}")


def term(path: str) -> Text:
    """A term of a contract by its path; the path itself where it has no words.

    >>> term("sections.bi.waiting").ja, term("exclusions").en
    ('休業の損害の待機時間', 'exclusions')
    """
    known, parts = _codes()["term"], path.split(".")
    own = _of("term", parts[-1]) if parts[-1] in known else _of("term", parts[0]) if parts[0] in known else None
    if parts[0] != "sections":
        return own or Text(path, path)
    part = section(parts[1])
    return Text(f"{part.ja}の{own.ja}", f"{part.en}: {own.en}") if own else part


def discount(kinds: str) -> Text:
    """Discounts by their kinds, joined with +; kinds of the contract's own keep their name."""
    own = [_of("discount", kind) if kind in _codes()["discount"] else Text(kind, kind) for kind in kinds.split("+")]
    return Text("・".join(text.ja for text in own), ", ".join(text.en for text in own))


def _codes() -> Mapping[str, Any]:
    return reader.toml("insurance", "codes")


def _of(table: str, code: str) -> Text:
    entry = _codes()[table][code]
    return Text(entry["ja"], entry["en"])
