"""The disclosure sheet (告知の控え) as a tagged PDF: questions, answers, evidence and dates as they were, with a digest over all."""

from datetime import date
from typing import Any

from sonae.insurance import disclosure, words
from sonae.insurance.disclosure import Proof, Row, Sheet
from sonae.report import pdf as compiler
from sonae.report.build import day_words
from sonae.values import Lang, Text

ANSWERS = {"yes": Text("はい", "Yes"), "partly": Text("一部", "Partly"), "no": Text("いいえ", "No")}
PEOPLE = {"owner": Text("経営者", "Owner"), "agent": Text("代理店", "Agent")}
LABELS: dict[str, dict[str, Any]] = {
    "ja": {
        "title": "告知の控え",
        "why": "保険会社に聞かれたことと、その日の答えと証拠を、そのまま残すための紙です。"
        "答えが変わったら、直さずに新しい控えを作り、代理店に伝えてください。",
        "none": "この契約には、告知の質問と答えがまだ書かれていません。",
        "proof_headings": ["証拠", "内容（SHA-256）", "いつから"],
        "sign": "経営者の確認",
        "sign_fields": ["日付", "役職", "署名"],
        "digest": "この控え全体の SHA-256：",
        "about": ("保険会社", "商品", "契約", "控えを作った日"),
        "facts": ("答え", "答えた日", "答えた人", "見直し"),
        "held": "証拠はすべて、答えた日に有効でした。",
        "not_held": "答えた日の証拠がそろっていません（要確認）。",
        "unknown": "この証拠は、まだ手もとにありません",
        "not_checked": "まだ見直していません",
        "still": "今も正しい",
        "changed": "変わった（代理店に伝えること）",
    },
    "en": {
        "title": "Disclosure sheet",
        "why": "This sheet keeps what the insurer asked, what was answered that day, and with which evidence. If an answer changes, do not"
        " correct it here: make a new sheet and tell the agency.",
        "none": "This contract holds no question and answer yet.",
        "proof_headings": ["Evidence", "Content (SHA-256)", "From"],
        "sign": "Read by the owner",
        "sign_fields": ["Date", "Position", "Signature"],
        "digest": "SHA-256 of this whole sheet:",
        "about": ("Insurer", "Product", "Contract", "Made on"),
        "facts": ("Answer", "Answered on", "Answered by", "Checked again"),
        "held": "All of this evidence was in force on the day of the answer.",
        "not_held": "Evidence as of the day of the answer is not complete (to be checked).",
        "unknown": "this evidence is not at hand yet",
        "not_checked": "not checked again yet",
        "still": "still true",
        "changed": "changed (tell the agency)",
    },
}


def pdf(sheet: Sheet, lang: Lang) -> bytes:
    """The sheet as PDF/UA-1. The same sheet gives the same bytes."""
    return compiler.write("disclosed.typ", _data(sheet, lang), None, ("ua-1",))


def _data(sheet: Sheet, lang: Lang) -> dict[str, Any]:
    labels = LABELS[lang]
    about = (sheet.insurer, sheet.product, sheet.policy, day_words(sheet.as_of, lang))
    return {
        "lang": lang,
        "labels": labels,
        "company": sheet.company,
        "day": day_words(sheet.as_of, lang),
        "day_parts": [sheet.as_of.year, sheet.as_of.month, sheet.as_of.day],
        "about": [pair for pair in zip(labels["about"], about, strict=True) if pair[1]],
        "rows": [_row(row, lang) for row in sheet.rows],
        "digest": sheet.sha256,
        "disclaimer": words.disclaimer().of(lang),
    }


def _row(row: Row, lang: Lang) -> dict[str, Any]:
    given, labels = row.given, LABELS[lang]
    by = PEOPLE.get(given.signed_by, Text(given.signed_by, given.signed_by)).of(lang)
    facts = (ANSWERS[given.answer].of(lang), day_words(given.as_of, lang), by, _again(row, lang))
    return {
        "title": disclosure.topic(given).of(lang),
        "asked": given.asked_text,
        "facts": [pair for pair in zip(labels["facts"], facts, strict=True) if pair[1]],
        "proofs": [_proof(proof, lang) for proof in row.proofs],
        "verdict": labels["held"] if row.held else labels["not_held"],
    }


def _again(row: Row, lang: Lang) -> str:
    labels, day = LABELS[lang], row.given.checked
    if day is None:
        return str(labels["not_checked"])
    return f"{day_words(day, lang)} {labels['still'] if row.given.still_true else labels['changed']}"


def _proof(proof: Proof, lang: Lang) -> dict[str, str]:
    since: date | None = proof.since
    return {
        "id": proof.id,
        "title": proof.title or LABELS[lang]["unknown"],
        "digest": proof.sha256,
        "since": day_words(since, lang) if since else "–",
    }
