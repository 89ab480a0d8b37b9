"""Every page in every state: status, number of queries, headers, one heading, no untranslated word."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from sonae_web.company import access
from sonae_web.company.models import Company
from sonae_web.risk.models import Assessment

NO_ID = "00000000-0000-4000-8000-000000000000"

# URL name and arguments -> status for: nothing entered, company entered, everything answered and assessed
PAGES: dict[tuple[str, ...], tuple[int, int, int]] = {
    ("start",): (200, 200, 200),
    ("help",): (200, 200, 200),
    ("styleguide",): (200, 200, 200),
    ("company:edit",): (200, 200, 200),
    ("company:typical",): (200, 200, 200),
    ("diagnosis:overview",): (302, 302, 200),
    ("diagnosis:part", "basic"): (302, 200, 200),
    ("diagnosis:part", "staff"): (302, 200, 200),
    ("diagnosis:part", "organisation"): (302, 200, 200),
    ("diagnosis:part", "supplement"): (302, 200, 200),
    ("diagnosis:part", "nonsense"): (302, 404, 404),
    ("diagnosis:answer",): (405, 405, 405),
    ("insurance:overview",): (302, 200, 200),
    ("insurance:template",): (302, 200, 200),
    ("insurance:add_file",): (405, 405, 405),
    ("insurance:add_sample",): (405, 405, 405),
    ("insurance:begin",): (405, 405, 405),
    ("insurance:edit", NO_ID): (405, 405, 405),
    ("insurance:step", NO_ID, "bi"): (302, 404, 404),
    ("insurance:check", NO_ID): (302, 404, 404),
    ("insurance:finish", NO_ID): (405, 405, 405),
    ("insurance:drop", NO_ID): (405, 405, 405),
    ("insurance:show", NO_ID): (302, 404, 404),
    ("insurance:what_if", NO_ID): (302, 404, 404),
    ("insurance:sheets", NO_ID): (302, 404, 404),
    ("insurance:frozen", NO_ID): (302, 404, 404),
    ("cover:year",): (302, 200, 200),
    ("cover:gaps",): (302, 200, 200),
    ("cover:accept", "GP-01"): (405, 405, 405),
    ("cover:lights",): (302, 200, 200),
    ("cover:answer", "RD-01"): (405, 405, 405),
    ("insurance:delete", NO_ID): (302, 404, 404),
    ("insurance:as_file", NO_ID): (302, 404, 404),
    ("insurance:as_sheet", NO_ID): (302, 404, 404),
    ("diagnosis:people",): (302, 200, 200),
    ("diagnosis:ask",): (302, 200, 200),
    ("diagnosis:take_over",): (405, 405, 405),
    ("diagnosis:stop", NO_ID): (405, 405, 405),
    ("diagnosis:reply", "x" * 43): (404, 404, 404),
    ("risk:assess",): (405, 405, 405),
    ("risk:result",): (302, 200, 200),
    ("risk:history",): (302, 200, 200),
    ("risk:basis",): (200, 200, 200),
    ("menu",): (200, 200, 200),
    ("supplier:list",): (302, 200, 200),
    ("supplier:new",): (302, 200, 200),
    ("supplier:add_file",): (302, 200, 200),
    ("supplier:sample",): (302, 200, 200),
    ("supplier:answer",): (405, 405, 405),
    ("supplier:edit", NO_ID): (302, 404, 404),
    ("supplier:remove", NO_ID): (405, 405, 405),
    ("task:list",): (302, 200, 200),
    ("task:take",): (405, 405, 405),
    ("task:new",): (302, 200, 200),
    ("task:link",): (405, 405, 405),
    ("task:mail",): (405, 405, 405),
    ("task:calendar", "x" * 43): (404, 404, 404),
    ("task:edit", NO_ID): (302, 404, 404),
    ("task:done", NO_ID): (405, 405, 405),
    ("management:map",): (302, 200, 200),
    ("management:appetite",): (405, 405, 405),
    ("management:framework", "scs_criteria"): (302, 200, 200),
    ("management:framework", "nist_csf_2"): (302, 200, 200),
    ("management:framework", "cis_ig1"): (302, 200, 200),
    ("management:framework", "enisa_12"): (302, 200, 200),
    ("management:framework", "iso27001"): (302, 200, 200),
    ("management:framework", "cyber_essentials"): (302, 200, 200),
    ("management:framework", "nonsense"): (302, 404, 404),
    ("evidence:list",): (302, 200, 200),
    ("evidence:new",): (302, 200, 200),
    ("evidence:piece", NO_ID): (302, 404, 404),
    ("evidence:file", NO_ID): (302, 404, 404),
    ("evidence:withdraw", NO_ID): (405, 405, 405),
    ("rulebook:list",): (302, 200, 200),
    ("rulebook:particulars",): (405, 405, 405),
    ("rulebook:edit", "charter"): (302, 200, 200),
    ("rulebook:edit", "nonsense"): (302, 404, 404),
    ("rulebook:draft_file", "charter", "pdf"): (302, 200, 200),
    ("rulebook:draft_file", "passwords", "docx"): (302, 200, 200),
    ("rulebook:draft_file", "charter", "exe"): (302, 404, 404),
    ("rulebook:stars",): (302, 200, 200),
    ("rulebook:whole",): (302, 200, 200),
    ("rulebook:version", NO_ID): (302, 404, 404),
    ("rulebook:version_file", NO_ID, "pdf"): (302, 404, 404),
    ("plan:list",): (302, 200, 200),
    ("plan:at",): (302, 302, 302),
    ("plan:adopt",): (405, 405, 405),
    ("plan:search",): (405, 405, 405),
    ("archive:page",): (302, 200, 200),
    ("archive:file",): (405, 405, 405),
    ("archive:enter",): (200, 200, 200),
    ("report:index",): (302, 200, 200),
    ("report:executive",): (302, 302, 200),
    ("report:logo",): (405, 405, 405),
    ("report:logo_file",): (302, 404, 404),
    ("report:sheet", "full"): (302, 302, 200),
    ("report:sheet", "board"): (302, 302, 200),
    ("report:sheet", "nonsense"): (302, 404, 404),
    ("report:sheet_file", "full", "pdf"): (302, 302, 200),
    ("report:sheet_file", "board", "json"): (302, 302, 200),
    ("report:sheet_file", "full", "exe"): (302, 404, 404),
    ("report:case",): (302, 302, 200),
    ("emergency",): (200, 200, 200),
    ("emergency_book", "fraud"): (200, 200, 200),
    ("emergency_book", "nonsense"): (404, 404, 404),
    ("task:exercises",): (302, 200, 200),
    ("task:exercise", "friday"): (302, 200, 200),
    ("task:held", NO_ID): (302, 404, 404),
    ("incident:list",): (302, 200, 200),
    ("incident:new",): (302, 200, 200),
    ("incident:kit",): (302, 200, 200),
    ("incident:alarm",): (405, 405, 405),
    ("incident:card",): (302, 200, 200),
    ("incident:guest", "x" * 43): (404, 404, 404),
    ("incident:dismiss", NO_ID): (405, 405, 405),
    ("incident:people", NO_ID): (302, 404, 404),
    ("incident:guests", NO_ID): (405, 405, 405),
    ("incident:partners", NO_ID): (405, 405, 405),
    ("incident:custody", NO_ID): (405, 405, 405),
    ("incident:drop", NO_ID): (405, 405, 405),
    ("incident:exhibit", NO_ID): (302, 404, 404),
    ("incident:case", NO_ID): (302, 404, 404),
    ("incident:step", NO_ID): (405, 405, 405),
    ("incident:event", NO_ID): (405, 405, 405),
    ("incident:duty", NO_ID): (405, 405, 405),
    ("incident:cost", NO_ID): (405, 405, 405),
    ("incident:personal", NO_ID): (405, 405, 405),
    ("incident:state", NO_ID): (405, 405, 405),
    ("incident:move", NO_ID): (405, 405, 405),
    ("incident:outage", NO_ID): (405, 405, 405),
    ("incident:evidence", NO_ID): (405, 405, 405),
    ("incident:pack", NO_ID): (302, 404, 404),
    ("incident:freeze", NO_ID): (405, 405, 405),
    ("incident:findings", NO_ID): (405, 405, 405),
    ("incident:notice", NO_ID, "staff"): (302, 404, 404),
    ("incident:calendar", NO_ID): (302, 404, 404),
    ("incident:record", NO_ID): (302, 404, 404),
    ("hotline:line",): (302, 200, 200),
    ("hotline:poster",): (302, 404, 404),
    ("hotline:open_line",): (405, 405, 405),
    ("hotline:keep",): (405, 405, 405),
    ("hotline:add",): (405, 405, 405),
    ("hotline:end", NO_ID): (405, 405, 405),
    ("hotline:register", "x" * 43): (302, 404, 404),
    ("hotline:box",): (302, 404, 404),
    ("hotline:open",): (302, 404, 404),
    ("hotline:lock",): (405, 405, 405),
    ("hotline:case", NO_ID): (302, 404, 404),
    ("hotline:file", NO_ID, "1"): (302, 404, 404),
    ("hotline:start", "x" * 12): (404, 404, 404),
    ("hotline:about", "x" * 12): (404, 404, 404),
    ("hotline:odd", "x" * 12): (404, 404, 404),
    ("hotline:tip", "x" * 12): (404, 404, 404),
    ("hotline:typed_back", "x" * 12): (405, 405, 405),
    ("hotline:talk", "x" * 12): (404, 404, 404),
    ("jobs:index",): (302, 200, 200),
    ("jobs:job", NO_ID): (302, 404, 404),
    ("jobs:state", NO_ID): (302, 404, 404),
    ("jobs:cancel", NO_ID): (405, 405, 405),
    ("jobs:restart", NO_ID): (405, 405, 405),
    ("language",): (302, 302, 302),
    ("favicon",): (301, 301, 301),
}
FRAGMENTS = {
    "company:typical",
    "insurance:template",
    "supplier:sample",
    "report:executive",
    "report:case",
    "report:sheet_file",
    "incident:card",
    "rulebook:draft_file",
    "rulebook:whole",
}
MOST_QUERIES = 20
PROMISE = re.compile(
    r"支払われます|払われるでしょう|安心です|安全です|will be paid|covered for sure|guaranteed to", re.IGNORECASE
)
KANA_OR_KANJI = re.compile(r"[ぁ-んァ-ヶ一-龠]")


def names(resolver: URLResolver | None = None, prefix: str = "") -> set[str]:
    found = set()
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            found |= names(entry, f"{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern) and entry.name:
            found.add(prefix + entry.name)
    return found


def test_every_address_is_listed() -> None:
    accounts = {page for page, rule in access.rules().items() if rule.server}  # see test_access.py
    assert names() == {page[0] for page in PAGES} | accounts


def test_every_address_has_a_rule() -> None:
    """On a server a page that ``company/access.toml`` does not name is refused to everybody: add your page there."""
    assert set(access.rules()) == names()


def visit(client: Client, page: tuple[str, ...], status: int) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(reverse(page[0], args=page[1:]))
    assert response.status_code == status
    assert len(queries) <= MOST_QUERIES
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    if status == 200 and page[0] not in FRAGMENTS:
        body = response.content.decode()
        assert body.count("<h1") == 1
        assert not re.search(
            r"\sstyle=|<script>|<style|javascript:|https?://(?!www\.npa|www\.w3\.org)[^<\"]*\.(js|css)", body
        )
        assert not PROMISE.search(body), PROMISE.search(body)


@pytest.mark.parametrize("page", PAGES, ids=" ".join)
def test_before_anything(browser: Client, page: tuple[str, ...]) -> None:
    visit(browser, page, PAGES[page][0])


@pytest.mark.parametrize("page", PAGES, ids=" ".join)
def test_with_a_company(browser: Client, row: Company, page: tuple[str, ...]) -> None:
    visit(browser, page, PAGES[page][1])


@pytest.mark.parametrize("page", PAGES, ids=" ".join)
def test_with_a_result(browser: Client, assessed: Assessment, page: tuple[str, ...]) -> None:
    visit(browser, page, PAGES[page][2])


@pytest.mark.parametrize(
    "page",
    [
        "start",
        "help",
        "company:edit",
        "risk:result",
        "plan:list",
        "report:index",
        "risk:basis",
        "jobs:index",
        "menu",
        "management:map",
        "risk:history",
        "diagnosis:people",
        "diagnosis:ask",
        "supplier:list",
        "supplier:new",
        "task:list",
        "task:new",
        "task:exercises",
        "evidence:list",
        "evidence:new",
        "rulebook:list",
        "rulebook:stars",
        "incident:list",
        "incident:new",
        "incident:kit",
        "emergency",
        "hotline:line",
        "insurance:overview",
        "cover:year",
        "cover:gaps",
        "cover:lights",
    ],
)
def test_english_pages_hold_no_japanese(client: Client, assessed: Assessment, page: str) -> None:
    """Names of companies, of prefectures and of sources stay as they are; everything else is English."""
    client.cookies["django_language"] = "en"
    body = client.get(reverse(page)).content.decode()
    body = re.sub(
        r'<a class="company-name".*?</a>|lang="ja">日本語<|備え|>備<|<option value="[^"]*"[^>]*>[^<]*</option>',
        "",
        body,
    )
    body = re.sub(r"株式会社試験", "", body)
    if page == "risk:basis":
        body = re.sub(r"(?s)<(ul class=\"sources\").*?</ul>", "", body)
    text = re.sub(r"(?s)<svg.*?</svg>|<[^>]+>", " ", body)
    assert not KANA_OR_KANJI.search(text), KANA_OR_KANJI.search(text)
