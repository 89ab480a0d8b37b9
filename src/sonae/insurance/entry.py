"""A contract entered by a person: which terms are asked for, in which steps, and the contract that comes of the answers.

``typed`` maps the path of each term to what was typed for it, and ``page:PATH`` to the page where it stands in the wording.
"""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import tomli_w

from sonae.faults import Fault, InputError
from sonae.insurance import policy, typed
from sonae.insurance.policy import Policy
from sonae.insurance.terms import ITEMS, PAGE, Term, steps, terms
from sonae.insurance.wording import SCHEMA, SECTIONS, STEPS
from sonae.values import Text

Typed = Mapping[str, str]
Table = dict[str, Any]
ORDERS = {
    "rate_first": (
        "eligible",
        "unit_cap",
        "pay_rate",
        "item_sublimit",
        "deductible",
        "section_limit",
        "policy_aggregate",
    ),
    "deductible_first": tuple(step for step in STEPS["expense"] if step != "sum_section"),
}
FLAT = "sections.expense.flat_rate"  # not asked for: a contract that has it keeps it
ANY_PERIOD: Table = {
    "period": {key: date(2026, 4, day) for key, day in (("start", 1), ("end", 2), ("first_inception", 1))}
}  # while the days are still open, so that the rest can be looked at


def of_policy(contract: Policy) -> dict[str, str]:
    """A contract as it would have been typed."""
    shown = {path: _shown(contract, term) for path, term in terms().items()}
    if shown["period.first_inception"] == shown["period.start"]:
        shown["period.first_inception"] = ""
    flat = {FLAT: str(contract.term(FLAT))} if contract.term(FLAT) is not None else {}
    return (
        {path: value for path, value in shown.items() if value}
        | flat
        | {
            f"{PAGE}{path}": page
            for path, term in terms().items()
            if term.paged and (shown[path] or not path.startswith(ITEMS)) and (page := contract.page(path))
        }
    )


def _shown(contract: Policy, term: Term) -> str:
    value = contract.term(term.path)
    if term.path.startswith(ITEMS) and value is None and not term.path.endswith(("sublimit", "person", "corporation")):
        listed = contract.term(term.path.rpartition(".")[0]) is not None and contract.term(FLAT) is None
        return "100" if listed else ""
    if term.path == "sections.expense.order":
        return _order_name(contract.order("expense"))
    if value is None or value == "unlimited":
        return ""
    shows: dict[str, Callable[[Any], str]] = {
        "flag": lambda given: "yes" if given else "no",
        "yen": lambda given: f"{given:,}",
        "share": lambda given: f"{Decimal(given) * 100:f}".rstrip("0").rstrip(".") if given else "0",
        "day": lambda given: f"{given.year:04}-{given.month:02}-{given.day:02}",
        "codes": ",".join,
    }
    return shows.get(term.kind, str)(value)


def _order_name(order: tuple[str, ...]) -> str:
    return next((name for name, own in ORDERS.items() if own == order), "as_written" if order else "")


def contract(given: Typed, *, name: str, version: int, base: Policy | None = None) -> str:
    """The contract as text of schema ``sonae.policy/1``; what ``base`` says beyond the form is kept.

    Raises InputError with every fault: ``field`` is the path of the term (``page:PATH`` of a page), ``value`` as typed.
    """
    table, faults = _checked(given, name, version, base)
    if faults:
        raise InputError(faults)
    return tomli_w.dumps(table)


def faults_of(given: Typed, step: str, base: Policy | None = None) -> tuple[Fault, ...]:
    """What is wrong or still open in one step, whatever the others say."""
    own = {term.path for one in steps() if one.id == step for term in one.terms}
    return tuple(fault for fault in _checked(given, "-", 1, base)[1] if fault.field.removeprefix(PAGE) in own)


def _checked(given: Typed, name: str, version: int, base: Policy | None) -> tuple[Table, list[Fault]]:
    faults: list[Fault] = []
    values = dict(_values(given, faults))
    table = _table(values, base)
    table |= {"schema": SCHEMA, "id": name, "version": version}
    _pages(table, given, faults)
    try:
        policy.parse(tomli_w.dumps(ANY_PERIOD | table if faults else table))
    except InputError as error:
        said = {fault.field for fault in faults}
        placed = [_placed(fault) for fault in error.faults]
        faults += [fault for fault in placed if fault.field not in said]
    return table, [replace(fault, file="", line=None) for fault in faults]


def _values(given: Typed, faults: list[Fault]) -> Iterator[tuple[str, Any]]:
    """The value of every term that counts: those of a section that was not bought are left out."""
    bought = {section: _yes(given.get(f"sections.{section}.enabled", "")) for section in SECTIONS}
    for path, term in terms().items():
        if term.section and not path.endswith(".enabled") and not bought[term.section]:
            continue
        words_typed = given.get(path, "")
        if not words_typed.strip():
            if term.needed or _half_entered(given, path):
                faults.append(Fault(_MISSING, _remedy(term), field=path))
            continue
        try:
            yield path, _value(term, words_typed)
        except InputError as error:
            faults += [replace(fault, field=path) for fault in error.faults]


_MISSING = Text("まだ入っていません", "is still open")
_ASK = Text("わからないときは、代理店に聞いてください", "Ask the agency if you do not know")


def _remedy(term: Term) -> Text:
    return Text(term.hint.ja.rstrip("。"), term.hint.en.rstrip(".")) if term.hint.ja else _ASK


def _half_entered(given: Typed, path: str) -> bool:
    """A limit for a cost that has no pay rate: one of the two is missing."""
    head, _, last = path.rpartition(".")
    keys = ("sublimit", "cap.person", "cap.corporation")
    return (
        head.startswith(ITEMS)
        and last == "rate"
        and any(given.get(f"{head}.{key}", "").strip() for key in keys)
        and not given.get(FLAT, "")
    )


def _yes(value: str) -> bool:
    return typed.plain(value).lower() in typed.YES


def _value(term: Term, given: str) -> typed.Value:
    if term.kind in ("choice", "codes"):
        return (typed.choice if term.kind == "choice" else typed.codes)(given, term.choices)
    read: Callable[[str], typed.Value] = getattr(typed, term.kind)
    return read(given)


def _table(values: Mapping[str, Any], base: Policy | None) -> Table:
    """The file's table: what was typed laid over the contract it was typed from."""
    table: Table = deepcopy(dict(base.terms)) if base else {}
    before = {path: base.term(path) for path in terms()} if base else {}
    for path, term in terms().items():
        if term.section and not values.get(f"sections.{term.section}.enabled"):
            continue  # what was not bought stays as it was
        value = values.get(path)
        if isinstance(value, date) and isinstance(before.get(path), datetime) and before[path].date() == value:
            continue  # the same day: the hour of the contract stays
        _put(table, path, value)
    _complete(table, values, base)
    return table


def _put(table: Table, path: str, value: object) -> None:
    *above, last = path.split(".")
    for key in above:
        inner = table.setdefault(key, {})
        table = inner if isinstance(inner, dict) else {}
    if value is None:
        table.pop(last, None)
    else:
        table[last] = value


def _complete(table: Table, values: Mapping[str, Any], base: Policy | None) -> None:
    """What follows from the answers: the order of the steps, what shares the limit, the first day of a first contract."""
    sections = table.setdefault("sections", {})
    for section in SECTIONS:
        sections.setdefault(section, {})["enabled"] = bool(values.get(f"sections.{section}.enabled"))
    for section in (name for name in SECTIONS if sections[name]["enabled"]):
        _ordered(sections[section], section, values, base)
    if items := sections["expense"].get("items"):
        listed = base.term(ITEMS, {}) if base and "flat_rate" in sections["expense"] else {}
        sections["expense"]["items"] = {item: own for item, own in items.items() if "rate" in own or item in listed}
    table["period"].setdefault("first_inception", table["period"].get("start"))
    if "amount" in table.get("policy_aggregate", {}):
        shares = [section for section in SECTIONS if sections[section]["enabled"]]
        table["policy_aggregate"] = {"shares": shares, "basis": "period"} | table["policy_aggregate"]
    _without_empty(table)


def _ordered(own: Table, section: str, values: Mapping[str, Any], base: Policy | None) -> None:
    kept = list(base.order(section)) if base else []
    own["order"] = kept or [step for step in STEPS[section] if step != "sum_section"]
    if section == "expense":
        chosen = ORDERS.get(values.get("sections.expense.order", "rate_first"))
        own["order"] = list(chosen) if chosen else own["order"]
        own["basis"] = "discovery"
        if "days" in own.get("response_window", {}):
            own["response_window"].setdefault("starts", "first_notice_to_insurer")
    if section == "bi":
        own["basis"] = "occurrence"
        own["waiting"] = {"trigger": "strictly_greater", "apportion": "pro_rata_hours"} | own["waiting"]
        own["extra_expense"].setdefault("order", list(STEPS["extra_expense"]))
    if section == "liability":
        own.setdefault("retroactive", "unlimited")
        own["deductible"] = {"per": "claim", "on": "damages"} | own["deductible"]


def _without_empty(table: Table) -> None:
    """TOML knows no nothing: empty tables and values that are not there are left out."""
    for key, value in list(table.items()):
        if isinstance(value, dict):
            _without_empty(value)
        if value is None or value == {}:
            del table[key]


def _pages(table: Table, given: Typed, faults: list[Fault]) -> None:
    """The page of every term that has one; what holds terms has their page when all of them have one."""
    pages: dict[str, str] = {}
    for path in [path for path, term in terms().items() if term.paged]:
        try:
            page = typed.text(given.get(f"{PAGE}{path}", ""))
        except InputError as error:
            faults += [replace(fault, field=f"{PAGE}{path}") for fault in error.faults]
            continue
        if page:
            pages[path] = page
    known = Policy("", 1, date.min, date.min, date.min, frozenset(), table, "")
    for around in sorted({head for path in terms() for head in _heads(path)}):
        inside = [path for path, term in terms().items() if term.paged and path.startswith(f"{around}.")]
        said = [pages.get(path, "") for path in inside if known.term(path) is not None]
        if said and all(said):
            pages[around] = said[0]
    table.setdefault("source", {}).pop("pages", None)
    table["source"] |= {"pages": pages} if pages else {}


def _heads(path: str) -> Iterator[str]:
    """Everything that holds a term, from the section on.

    >>> list(_heads("sections.bi.waiting.hours"))
    ['sections.bi', 'sections.bi.waiting']
    """
    parts = path.split(".")
    return (".".join(parts[:k]) for k in range(2 if parts[0] == "sections" else 1, len(parts)))


def _placed(fault: Fault) -> Fault:
    """A fault of the file at the term that was asked for."""
    known = terms()
    field = fault.field.split("[")[0]
    near = next((path for path in known if path.startswith(f"{field}.")), field)
    return replace(fault, field=field if field in known else near)


def assumed(contract_read: Policy) -> tuple[Term, ...]:
    """The terms of what was bought that no page is known for: shown amber, to be checked."""
    return tuple(
        term
        for path, term in terms().items()
        if term.paged
        and contract_read.term(path) is not None
        and not contract_read.page(path)
        and (not term.section or contract_read.bought(term.section))
    )
