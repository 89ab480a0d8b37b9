"""Pages, papers and documents with yen of insurance, as they leave: no promise of payment, and the sentence that they estimate."""

import io
import json
import re

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

import once
from sonae import assessment
from sonae.insurance import words
from sonae_web.company.models import Company
from sonae_web.insurance import actions as contracts
from sonae_web.insurance.models import Policy
from sonae_web.jobs import waking
from web.conftest import client_in
from web.test_pages import PROMISE

CERTAINLY = re.compile("必ず")
YEN_OF_INSURANCE = ("/cover/", "/cover/gaps/", "/plan/", "/plan/at/?point=0")
OF_A_CONTRACT = ("insurance:show", "insurance:what_if", "insurance:sheets")


@pytest.fixture
def insured(nearly: Company, monkeypatch: pytest.MonkeyPatch) -> Policy:
    """A company with plans over budgets, and with a contract in its latest result."""
    monkeypatch.setattr(assessment, "outlook", once.outlook)
    client = client_in("ja")
    client.post("/plan/search/")
    waking.drain()
    kept = contracts.add_sample(company=nearly, name="b", now=timezone.localtime())
    client.post("/risk/assess/")
    return kept


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_page_with_yen_of_insurance(insured: Policy, lang: str) -> None:
    """All other pages are scanned for promises where they are visited; these also have to say that they estimate."""
    client, sentence = client_in(lang), words.disclaimer()
    for address in (*YEN_OF_INSURANCE, *(reverse(name, args=[insured.pk]) for name in OF_A_CONTRACT)):
        body = client.get(address).content.decode()
        assert not PROMISE.search(body), (address, PROMISE.search(body))
        assert (sentence.ja if lang == "ja" else sentence.en) in body, address
        if not address.startswith("/plan/"):  # how to do a measure may say it
            assert not CERTAINLY.search(body), address


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_paper_and_document(insured: Policy, lang: str) -> None:
    client, sentence = client_in(lang), words.disclaimer()
    wanted = re.sub(r"\s", "", sentence.ja if lang == "ja" else sentence.en)
    for address in ("/report/executive.pdf", reverse("report:sheet_file", args=["full", "pdf"])):
        text = re.sub(r"\s", "", _read(client.get(address).content))
        assert not PROMISE.search(text), address
        assert wanted in text, address
    document = client.get(reverse("report:sheet_file", args=["full", "json"])).content.decode()
    assert not PROMISE.search(document)
    assert wanted in re.sub(r"\s", "", json.dumps(json.loads(document), ensure_ascii=False))


def _read(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
