"""The summary of a claim pack as a PDF of a few pages: what happened, what it cost, what was told to whom, what proves it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sonae import __version__
from sonae.incident import costs, guards, notices
from sonae.incident.calendar import in_japan, moment_words
from sonae.insurance import words
from sonae.report import incidents
from sonae.report import pdf as compiler
from sonae.report.claim_words import STAGES
from sonae.values import Text, yen_exact

if TYPE_CHECKING:
    from sonae.report.claim_pack import Pack

MOST_ROWS = 200  # of a table on paper; the CSV files hold all of them
WIDEST, NARROWEST = 30, 6

TITLE = Text("事故と費用のまとめ（保険の請求用）", "Summary of the incident and its costs, for the claim")
SECTIONS = {
    "facts": Text("何が起きたか", "What happened"),
    "timeline": Text("時系列", "Time line"),
    "costs": Text("費用", "Costs"),
    "payout": Text("保険の見込み（試算・目安）", "What insurance would pay (an estimate)"),
    "lost": Text("止まった時間と売上", "Standstill and sales"),
    "duties": Text("知らせた相手と期限", "Who was told, and by when"),
    "notices": Text("送った知らせ", "Notices sent"),
    "evidence": Text("証拠", "Evidence"),
    "missing": Text("まだそろっていない書類", "Papers still missing"),
    "rules": Text("この書類について", "About this paper"),
}
NONE = Text("まだありません。", "None yet.")


def pdf(pack: Pack) -> bytes:
    """The summary as PDF/UA-1 and PDF/A-2b. The same pack gives the same bytes."""
    return compiler.write("sheet.typ", _data(pack), pack.made_at)


def _data(pack: Pack) -> dict[str, Any]:
    lang, made, incident = pack.lang, in_japan(pack.made_at), pack.response.incident
    total = sum(cost.amount for cost in incident.ledger)
    headline = Text(
        f"費用の合計（税抜き）{yen_exact(total, 'ja')}", f"Costs so far, without tax: {yen_exact(total, 'en')}"
    )
    return {
        "lang": lang,
        "labels": {"sources": SECTIONS["rules"].of(lang)},
        "title": TITLE.of(lang),
        "company": pack.company or "Sonae",
        "about": incident.title,
        "day": moment_words(made, lang),
        "made": [made.year, made.month, made.day],
        "made_at": moment_words(made, lang),
        "headline": headline.of(lang),
        "logo": [],
        "sections": [*_story(pack), *_money(pack), *_proofs(pack)],
        "sources": [words.disclaimer().of(lang), incidents.DISCLAIMER.of(lang)],
        "provenance": f"{incident.id}  Sonae {__version__}",
    }


def _section(
    pack: Pack, name: str, text: Sequence[str] = (), bullets: Sequence[str] = (), table: dict[str, Any] | None = None
) -> dict[str, Any]:
    filled = bool(text or bullets or table)
    lines = list(text) if filled else [NONE.of(pack.lang)]
    return {
        "title": SECTIONS[name].of(pack.lang),
        "text": lines,
        "bullets": list(bullets),
        "svg": "",
        "table": table,
        "fields": [],
    }


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, Any] | None:
    """The table with the share of the width that each column takes; None without a row."""
    if not rows:
        return None
    shown = rows[:MOST_ROWS]
    widths = [min(WIDEST, max(NARROWEST, *map(len, column))) for column in zip(headings, *shown, strict=True)]
    rest = "" if len(rows) == len(shown) else f"{len(shown):,} / {len(rows):,} (CSV)"
    return {"headings": list(headings), "rows": [list(row) for row in shown], "source": rest, "widths": widths}


def _story(pack: Pack) -> list[dict[str, Any]]:
    lang, incident, book = pack.lang, pack.response.incident, pack.response.playbook
    facts = [
        Text("種類：", "Kind: ").of(lang) + book.title.of(lang),
        Text("気づいた時刻：", "Known since: ").of(lang) + moment_words(incident.known_at, lang),
        Text("今の段階：", "Stage: ").of(lang) + guards.STATES[incident.state].of(lang),
    ]
    facts += [
        f"{notices.item_title(item).of(lang)}{'：' if lang == 'ja' else ': '}{finding.text or notices.WORDS[finding.word].of(lang)}"
        for item, finding in notices.findings(incident).items()
    ]
    events = sorted(incident.events, key=lambda event: event.at)
    rows = [(moment_words(event.at, lang), event.text) for event in events]
    headings = ("時刻", "内容") if lang == "ja" else ("When", "What")
    return [_section(pack, "facts", bullets=facts), _section(pack, "timeline", table=_table(headings, rows))]


def _money(pack: Pack) -> list[dict[str, Any]]:
    lang, incident = pack.lang, pack.response.incident
    rows = [
        (
            cost.what,
            words.item(cost.item).of(lang),
            cost.payee,
            yen_exact(cost.amount, lang),
            STAGES[cost.stage].of(lang),
            cost.consent or Text("なし", "none").of(lang),
        )
        for cost in sorted(incident.ledger, key=lambda cost: cost.at)
    ]
    ja = ("何の費用", "費目", "支払先", "税抜きの額", "段階", "保険会社の同意")
    en = ("For what", "Kind", "Paid to", "Amount", "Stage", "Consent")
    ledger = _section(pack, "costs", table=_table(ja if lang == "ja" else en, rows))
    return [ledger, _section(pack, "payout", bullets=_payouts(pack)), _section(pack, "lost", bullets=_lost(pack))]


def _payouts(pack: Pack) -> list[str]:
    lang, found = pack.lang, []
    for policy in pack.policies:
        meter = costs.meter(pack.response.incident, policy, pack.made_at)
        if meter is None:
            continue
        low, high = (yen_exact(amount, lang) for amount in (meter.low, meter.high))
        gross = yen_exact(meter.recovery.gross_loss, lang)
        found.append(
            Text(
                f"{policy.name}：費用 {gross} に対して、見込み {low}。同意がすべてそろえば {high}。",
                f"{policy.name}: of {gross}, an estimated {low}; with every consent {high}.",
            ).of(lang)
        )
        found += [
            f"{words.reason(code).of(lang)}{'：' if lang == 'ja' else ': '}{yen_exact(amount, lang)}"
            for code, amount in meter.recovery.retained_by.items()
        ]
    return found


def _lost(pack: Pack) -> list[str]:
    lang, incident = pack.lang, pack.response.incident
    hours = costs.outage_hours(incident.outages, pack.made_at)
    lost = costs.interruption(incident.hours, incident.gross_margin)
    found = [Text(f"止まった時間：{hours} 時間", f"Stood still for {hours} hours").of(lang)] if incident.outages else []
    if lost is not None:
        shortfall = yen_exact(lost.shortfall, lang)
        found.append(
            Text(
                f"減った売上：{shortfall}（{lost.hours}時間分）", f"Sales lost: {shortfall} over {lost.hours} hours"
            ).of(lang)
        )
    return found


def _proofs(pack: Pack) -> list[dict[str, Any]]:
    from sonae.report.claim_pack import checklist

    lang, incident = pack.lang, pack.response.incident
    duties = [
        (
            duty.rule.title.of(lang) + (f" {duty.partner}" if duty.partner else ""),
            moment_words(duty.due, lang) if duty.due else "–",
            incidents.STATES[duty.state].of(lang),
            (duty.closed.proof or f"{duty.closed.reason} {duty.closed.by}") if duty.closed else "",
        )
        for duty in pack.response.duties
    ]
    told = ("義務", "期限", "状態", "証明・理由") if lang == "ja" else ("Duty", "Limit", "State", "Proof or reason")
    sent = [
        (notices.title(one.kind).of(lang), moment_words(one.sent_at, lang), one.proof, one.sha256[:16])
        for one in pack.sent
    ]
    went = ("知らせ", "送った時刻", "証明", "SHA-256") if lang == "ja" else ("Notice", "Sent", "Proof", "SHA-256")
    pieces = [
        (piece.title, moment_words(piece.taken_at, lang) if piece.taken_at else "", piece.sha256)
        for piece in incident.exhibits
    ]
    held = ("何を示すか", "受け取った時刻", "SHA-256") if lang == "ja" else ("What it shows", "Received", "SHA-256")
    return [
        _section(pack, "duties", table=_table(told, duties)),
        _section(pack, "notices", table=_table(went, sent)),
        _section(pack, "evidence", table=_table(held, [(title, at, _broken(digest)) for title, at, digest in pieces])),
        _section(pack, "missing", bullets=[title for title, there in checklist(pack) if not there]),
    ]


def _broken(digest: str) -> str:
    """A digest that may run over several lines."""
    return " ".join(digest[place : place + 16] for place in range(0, len(digest), 16))
