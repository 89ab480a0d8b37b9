"""The claim pack (請求の書類一式): what an insurer's adjuster asks for, from one case as it stood at one moment, as files of a ZIP."""

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from html import escape
from typing import Any

from sonae.catalogue import Catalogue
from sonae.incident import costs, notices, signed_zip
from sonae.incident.calendar import in_japan, moment_words
from sonae.incident.notices import Sent
from sonae.incident.record import Cost
from sonae.incident.response import Response
from sonae.incident.signed_zip import Piece
from sonae.insurance import words
from sonae.insurance.policy import Policy
from sonae.report import claim_summary, incidents, recoveries
from sonae.report.claim_words import CHECKLIST, FILES, HEADINGS, INDEX, KINDS, STAGES
from sonae.report.workbook import workbook
from sonae.values import Lang

Row = Sequence[str | int]


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything that the files are made of. ``record`` is the case as ``sonae.incident/1``, ``log`` the extract of the log with its head."""

    company: str
    response: Response
    policies: tuple[Policy, ...]
    sent: tuple[Sent, ...]
    record: str
    log: Mapping[str, Any]
    lang: Lang

    @property
    def made_at(self) -> datetime:
        """The moment as of which everything is told."""
        return self.response.now


def pieces(pack: Pack, catalogue: Catalogue, evidence: Sequence[Piece] = ()) -> list[Piece]:
    """All files in their order, the index first. ``evidence`` are the files themselves, where they go along.

    The same pack gives the same bytes.
    """
    tables: list[tuple[str, list[Row]]] = [
        ("timeline.csv", _timeline(pack)),
        ("ledger.csv", _ledger(pack)),
        ("duties.csv", _duties(pack)),
        ("evidence.csv", _evidence(pack)),
        ("custody.csv", _custody(pack)),
        ("notices.csv", _notices(pack)),
        ("outages.csv", _outages(pack)),
        ("hours.csv", _hours(pack)),
    ]
    named = partial(_named, pack.lang)
    made = [
        named("summary.pdf", claim_summary.pdf(pack)),
        *(named(name, _csv(HEADINGS[name][pack.lang], rows)) for name, rows in tables),
        named("ledger.xlsx", workbook(HEADINGS["ledger.csv"][pack.lang], _ledger(pack), pack.made_at)),
        *(piece for policy in pack.policies for piece in _contract(pack, policy, catalogue)),
        *(
            signed_zip.of_text(
                f"notices/{number:02}-{sent.kind}.txt", notices.title(sent.kind).of(pack.lang), sent.text
            )
            for number, sent in enumerate(pack.sent, start=1)
        ),
        named("incident.toml", pack.record.encode()),
        named("log.json", signed_zip.canonical(pack.log)),
        *evidence,
    ]
    return [named("index.html", _index(pack, made).encode()), *made]


def about(pack: Pack, catalogue: Catalogue) -> dict[str, Any]:
    """What the manifest says beside the list of files."""
    from sonae import __version__

    incident = pack.response.incident
    return {
        "case": incident.id,
        "company": pack.company,
        "lang": pack.lang,
        "policies": [policy.name for policy in pack.policies],
        "made_by": {"sonae": __version__, "content": catalogue.version},
    }


def _named(lang: Lang, name: str, data: bytes) -> Piece:
    return signed_zip.of_bytes(name, FILES[name].of(lang), data)


def _contract(pack: Pack, policy: Policy, catalogue: Catalogue) -> Iterable[Piece]:
    """The contract as entered, the claim under it, and the calculation step by step."""
    name, named = policy.name.replace("@", "-v"), FILES["policies"].of(pack.lang)
    yield signed_zip.of_text(f"policies/{name}.toml", f"{named} {policy.name}", policy.text)
    incident, now = pack.response.incident, pack.made_at
    text = costs.claim_text(incident, policy, now)
    meter = costs.meter(incident, policy, now)
    claim = costs.exported(incident, policy, now)
    if meter is None or claim is None:
        return
    document = recoveries.recovery_document(meter.recovery, policy, [claim], catalogue, now)
    yield signed_zip.of_text(f"claims/{name}.toml", f"{FILES['claims'].of(pack.lang)} {policy.name}", text)
    yield signed_zip.of_bytes(
        f"trace/{name}.json", f"{FILES['trace'].of(pack.lang)} {policy.name}", signed_zip.canonical(document)
    )


def _timeline(pack: Pack) -> list[Row]:
    events = sorted(pack.response.incident.events, key=lambda event: event.at)
    kinds = {kind: text.of(pack.lang) for kind, text in KINDS.items()}
    return [(_iso(event.at), kinds[event.kind], event.text, event.source) for event in events]


def _ledger(pack: Pack) -> list[Row]:
    lang = pack.lang
    return [
        (
            cost.id,
            _iso(cost.at),
            cost.what,
            words.section(cost.section).of(lang),
            words.item(cost.item).of(lang),
            cost.payee,
            cost.amount,
            cost.tax,
            STAGES[cost.stage].of(lang),
            cost.consent,
            "" if cost.units is None else cost.units,
            "" if cost.hours is None else cost.hours,
            _left_out(cost, lang),
        )
        for cost in sorted(pack.response.incident.ledger, key=lambda cost: cost.at)
    ]


def _left_out(cost: Cost, lang: Lang) -> str:
    """Why a line is thought not to be covered."""
    codes = [cost.exclusion] if cost.exclusion else []
    codes += ["betterment"] if cost.better else []
    codes += ["contractual_penalty"] if cost.promised else []
    return " / ".join(words.reason(f"excluded:{code}").of(lang) for code in codes)


def _duties(pack: Pack) -> list[Row]:
    return [
        (
            duty.rule.title.of(pack.lang),
            duty.partner,
            incidents.KINDS[duty.kind].of(pack.lang),
            _iso(duty.due),
            incidents.STATES[duty.state].of(pack.lang),
            _iso(duty.closed.at) if duty.closed else "",
            duty.closed.proof or duty.closed.reason if duty.closed else "",
            duty.closed.by if duty.closed else "",
            incidents.STATUSES[duty.rule.status].of(pack.lang),
        )
        for duty in pack.response.duties
    ]


def _evidence(pack: Pack) -> list[Row]:
    return [
        (
            piece.id,
            piece.title,
            piece.sha256,
            "" if piece.size is None else piece.size,
            _iso(piece.taken_at),
            piece.collected_by,
        )
        for piece in pack.response.incident.exhibits
    ]


def _custody(pack: Pack) -> list[Row]:
    return [
        (_iso(entry.at), entry.evidence, entry.holder, entry.place, entry.purpose)
        for entry in pack.response.incident.custody
    ]


def _notices(pack: Pack) -> list[Row]:
    return [
        (
            f"{number:02}-{sent.kind}.txt",
            notices.title(sent.kind).of(pack.lang),
            _iso(sent.sent_at),
            sent.proof,
            sent.sha256,
        )
        for number, sent in enumerate(pack.sent, start=1)
    ]


def _outages(pack: Pack) -> list[Row]:
    return [(entry.system, _iso(entry.since), _iso(entry.until)) for entry in pack.response.incident.outages]


def _hours(pack: Pack) -> list[Row]:
    return [(_iso(hour.at), hour.usual, hour.real, hour.saved) for hour in pack.response.incident.hours]


def _iso(moment: datetime | None) -> str:
    return "" if moment is None else in_japan(moment).isoformat(timespec="minutes")


def _csv(headings: Sequence[str], rows: Iterable[Row]) -> bytes:
    """A table that Excel opens in Japanese, and in which no cell can become a formula."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(headings)
    table.writerows([safe(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def safe(cell: str | int) -> str | int:
    """A cell that a table program takes for what it is.

    >>> safe("=1+1"), safe(-5), safe("a")
    ("'=1+1", -5, 'a')
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def checklist(pack: Pack) -> list[tuple[str, bool]]:
    """What a claim usually asks for, and whether this pack holds it."""
    incident = pack.response.incident
    held: Mapping[str, Callable[[], bool]] = {
        "timeline": lambda: bool(incident.events),
        "cause": lambda: incident.findings.get("cause", notices.CHECKING).word == "known",
        "people": lambda: notices.findings(incident)["people"].word in ("known", "not_affected"),
        "invoices": lambda: bool(incident.ledger) and all(cost.stage != "ordered" for cost in incident.ledger),
        "paid": lambda: bool(incident.ledger) and all(cost.stage == "paid" for cost in incident.ledger),
        "consents": lambda: bool(incident.ledger) and all(cost.consent for cost in incident.ledger),
        "hours": lambda: bool(incident.hours),
        "outage": lambda: bool(incident.outages),
        "overtime": lambda: any(cost.hours for cost in incident.ledger),
        "reports": lambda: any(duty.closed and duty.closed.proof for duty in pack.response.duties),
        "evidence": lambda: bool(incident.exhibits),
        "policy": lambda: bool(pack.policies),
    }
    return [(CHECKLIST[name].of(pack.lang), check()) for name, check in held.items()]


def _index(pack: Pack, made: Sequence[Piece]) -> str:
    """The first page: what lies here, and what is still missing. It needs no other file and loads nothing."""
    lang, say = pack.lang, {key: escape(text.of(pack.lang)) for key, text in INDEX.items()}
    files = "".join(
        f'<li><a href="{escape(piece.name)}">{escape(piece.name)}</a> {escape(piece.what)}</li>' for piece in made
    )
    papers = "".join(f"<li>{'✓' if held else '□'} {escape(title)}</li>" for title, held in checklist(pack))
    title = f"{say['title']} {escape(pack.company)}"
    digest = hashlib.sha256(pack.record.encode()).hexdigest()
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{_CSS}</style></head><body><main><h1>{title}</h1>"
        f"<p>{escape(pack.response.incident.title)}<br>{escape(moment_words(pack.made_at, lang))} {say['as_of']}</p>"
        f"<p>{say['estimate']}</p><h2>{say['files']}</h2><ul>{files}</ul>"
        f"<h2>{say['papers']}</h2><ul class=papers>{papers}</ul><p>{say['own_list']}</p>"
        f"<h2>{say['proof']}</h2><p>{say['verify']}</p><p><code>sonae incident verify claim-pack.zip</code></p>"
        f"<p>SHA-256 (incident.toml) <code>{digest}</code></p></main></body></html>\n"
    )


_CSS = (
    "body{font:16px/1.7 'BIZ UDPGothic','Hiragino Sans','Noto Sans JP',sans-serif;color:#1a1a1a;background:#fff;margin:0}"
    "main{max-width:48rem;margin:auto;padding:1rem}code{word-break:break-all}ul.papers{list-style:none;padding:0}@page{size:A4;margin:16mm}"
)
