"""The claim pack from the button to the check: everything is in it, byte-equal when made again, and nothing in it can act."""

import csv
import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from sonae import chain
from sonae.incident import read, signed_zip
from sonae_web.company.models import Company
from sonae_web.incident import actions, vault
from sonae_web.incident.models import Case, Pack
from sonae_web.insurance import actions as insurance

pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def case(row: Company, client: Client) -> Case:
    """A case with everything that a pack holds, one line of it hostile."""
    now = timezone.localtime()
    insurance.add_sample(company=row, name="b", now=now)
    case = actions.open_case(company=row, playbook="missent", title="名簿を誤送信", known_at=now, facts={}, now=now)
    url = f"/incident/{case.pk}"
    client.post(f"{url}/event/", {"kind": "observation", "text": "=HYPERLINK(1)"})
    cost = {"what": "+お詫び状", "item": "expense/notice", "amount": "120000", "confirmed": "on"}
    assert client.post(f"{url}/cost/", cost).status_code == 302
    client.post(f"{url}/duty/", {"rule": "ppc_flash", "proof": "受付 12"})
    client.post(f"{url}/notice/persons/", {"proof": "郵送", "asked": "on"})
    file = SimpleUploadedFile("../../送信.eml", b"From: a" * 1000)
    client.post(f"{url}/evidence/", {"file": file, "title": "送ったメール"})
    return case


def made(client: Client, case: Case, **form: str) -> bytes:
    before = list(Pack.objects.values_list("pk", flat=True))
    assert client.post(f"/incident/{case.pk}/pack/", form).status_code == 302
    row = Pack.objects.exclude(pk__in=before).get(case=case)
    return b"".join(client.get(f"/incident/pack/{row.pk}/").streaming_content)  # type: ignore[attr-defined]


def test_a_pack_holds_everything_and_is_signed(client: Client, case: Case, tmp_path: Path) -> None:
    path = tmp_path / "pack.zip"
    path.write_bytes(made(client, case))
    assert signed_zip.verify(path).whole
    with zipfile.ZipFile(path) as pack:
        names = set(pack.namelist())
        assert names >= {
            "index.html", "summary.pdf", "timeline.csv", "ledger.csv", "ledger.xlsx", "duties.csv", "evidence.csv", "notices.csv",
            "notices/01-persons.txt", "incident.toml", "log.json", "manifest.json", "signature.json",
        }  # fmt: skip
        for folder in ("policies/", "claims/", "trace/"):
            assert any(name.startswith(folder) for name in names)
        rows = list(csv.reader(io.StringIO(pack.read("ledger.csv").decode("utf-8-sig"))))
        assert rows[1][2] == "'+お詫び状"
        assert "'=HYPERLINK(1)" in pack.read("timeline.csv").decode("utf-8-sig")
        sheet = openpyxl.load_workbook(io.BytesIO(pack.read("ledger.xlsx"))).active
        assert (sheet["C2"].value, sheet["C2"].data_type, sheet["G2"].value) == ("+お詫び状", "s", 120_000)
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pack.read("summary.pdf"))).pages)
        assert "120,000円" in text
        assert read.parse(pack.read("incident.toml").decode()).title == "名簿を誤送信"
        log = json.loads(pack.read("log.json"))
        assert "名簿" not in json.dumps(log, ensure_ascii=False)
        assert log["head"]["hash"] == log["lines"][-1]["hash"]
        assert {"incident.open", "incident.ledger", "incident.notice"} <= {line.get("action") for line in log["lines"]}
        for before, line in zip(log["lines"], log["lines"][1:], strict=False):
            assert line["before"] == before["hash"]
        line = log["lines"][0]
        assert line["hash"] == chain.entry_hash(
            *(line[key] for key in ("seq", "at", "actor", "action", "object", "payload", "before"))
        )
        trace = json.loads(pack.read(next(name for name in names if name.startswith("trace/"))))
        assert trace["gross_loss"] == 120_000


def test_a_lost_file_is_made_again_byte_for_byte(client: Client, case: Case) -> None:
    first = made(client, case)
    row = Pack.objects.get()
    client.post(
        f"/incident/{case.pk}/event/", {"kind": "action", "text": "あとから"}
    )  # the case goes on; the pack does not
    vault.place(row.company_id, row.sha256).unlink()
    again = b"".join(client.get(f"/incident/pack/{row.pk}/").streaming_content)  # type: ignore[attr-defined]
    assert again == first
    vault.place(row.company_id, row.sha256).unlink()
    Pack.objects.update(lang="en")  # as if a newer program told it otherwise
    assert client.get(f"/incident/pack/{row.pk}/").status_code == 404
    assert not vault.place(row.company_id, row.sha256).exists()


def test_evidence_goes_along_when_asked_for(client: Client, case: Case) -> None:
    with zipfile.ZipFile(io.BytesIO(made(client, case, evidence="on"))) as pack:
        assert pack.read("evidence/001-送信.eml") == b"From: a" * 1000
    with zipfile.ZipFile(io.BytesIO(made(client, case))) as pack:
        assert not any(name.startswith("evidence/") for name in pack.namelist())


def test_an_empty_case_makes_a_pack_too(client: Client, row: Company) -> None:
    now = timezone.localtime()
    case = actions.open_case(company=row, playbook="lost", title="x", known_at=now, facts={}, now=now)
    with zipfile.ZipFile(io.BytesIO(made(client, case))) as pack:
        assert "まだありません" in "".join(
            page.extract_text() for page in PdfReader(io.BytesIO(pack.read("summary.pdf"))).pages
        )
