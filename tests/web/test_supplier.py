"""Business partners: typed in, taken over from a table, worked out by a job, shown in short on the result."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from sonae.supplier import own, partner
from sonae.supplier.partner import Partner as Value
from sonae_web.audit.models import Event
from sonae_web.company.models import Company
from sonae_web.jobs.models import Job
from sonae_web.risk.models import Assessment
from sonae_web.supplier import actions, queries
from sonae_web.supplier.models import Answer, Partner
from sonae_web.supplier.work import KIND

TYPED = {"name": "鋼材", "role": "supplier", "industry": "trade", "employees": "40", "weight": "high", "score": ""}
LIST = "会社名,区分,業種,人数,依存度,点数\n鋼材,仕入先,卸売業・小売業,40,高,\n塗装,外注先,E,8,,20\n完成車,販売先,製造業,500,高,\n"


def sent(client: Client, data: bytes, name: str = "list.csv", **more: str) -> int:
    return client.post("/supplier/table/", {"table": SimpleUploadedFile(name, data), **more}).status_code


def test_typed_changed_and_struck_off(client: Client, row: Company) -> None:
    assert client.post("/supplier/new/", TYPED).status_code == 302
    assert client.post("/supplier/new/", TYPED).status_code == 422  # is there already
    assert client.post("/supplier/new/", TYPED | {"name": "x", "employees": "-3"}).status_code == 422
    typed = Partner.objects.get()
    assert (typed.company, typed.name, typed.score) == (row, "鋼材", None)
    assert client.post(f"/supplier/{typed.pk}/", TYPED | {"score": "70"}).status_code == 302
    assert Partner.objects.get().score == 70
    assert client.post(f"/supplier/{typed.pk}/remove/").status_code == 302
    assert not Partner.objects.exists()
    actions_told = [event.action for event in Event.objects.filter(action__startswith="supplier.").order_by("pk")]
    assert actions_told == ["supplier.add", "supplier.change", "supplier.remove"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_list_of_excel_and_csv(client: Client, row: Company, encoding: str) -> None:
    assert sent(client, LIST.encode(encoding)) == 302
    found = [(p.name, p.role, p.industry, p.weight, p.score) for p in queries.partners(row)]
    assert found == [
        ("鋼材", "supplier", "trade", "high", None),
        ("塗装", "supplier", "manufacturing", "middle", 20),
        ("完成車", "customer", "manufacturing", "high", None),
    ]
    book = openpyxl.Workbook()
    for line in LIST.splitlines()[:3]:
        book.active.append(line.split(","))
    file = io.BytesIO()
    book.save(file)
    assert sent(client, file.getvalue(), "一覧.xlsx", replace="on") == 302
    assert [p.name for p in queries.partners(row)] == ["鋼材", "塗装"]


def test_with_one_bad_line_nothing_is_taken(client: Client, row: Company) -> None:
    data = LIST + "鋼材,仕入先,,3,,\n運送,荷主,,3,,\n印刷,仕入先,,-1,,\n紙,仕入先,,2.5,,\n"
    response = client.post("/supplier/table/", {"table": SimpleUploadedFile("x.csv", data.encode())})
    body = response.content.decode()
    assert response.status_code == 422
    assert all(f"<td>{line}</td>" in body for line in (5, 6, 7, 8))
    assert "荷主" in body
    assert "-1" in body
    assert not Partner.objects.exists()
    for bad in (b"", b"\x00\x01", "会社名,人数\nあ,3\n".encode(), "会社名,区分,人数\n".encode(), b"PK\x03\x04broken"):
        assert sent(client, bad) == 422
    many = "name,role,employees\n" + "".join(f"p{k},supplier,3\n" for k in range(partner.MOST_PARTNERS + 1))
    assert sent(client, many.encode()) == 422
    assert not Partner.objects.exists()


def test_another_company_has_another_list(client: Client, row: Company) -> None:
    from dataclasses import asdict

    from sonae_web.company import queries as companies

    other = Company.objects.create(**asdict(companies.value(row)) | {"name": "よその会社"}, updated_at=timezone.now())
    theirs = actions.add(company=other, value=Value("秘密", "supplier", "trade", 3, "low"), now=timezone.now())
    Company.objects.filter(pk=row.pk).update(updated_at=other.updated_at.replace(year=2020))
    assert "秘密" not in client.get("/supplier/").content.decode()
    assert client.get(f"/supplier/{theirs.pk}/").status_code == 404
    assert client.post(f"/supplier/{theirs.pk}/remove/").status_code == 404
    assert client.post(f"/supplier/{theirs.pk}/", TYPED).status_code == 404


def test_a_job_works_it_out_and_the_result_shows_it(client: Client, assessed: Assessment) -> None:
    from sonae_web.jobs import running

    assert client.post("/supplier/answer/").status_code == 302
    assert not Job.objects.exists()  # nobody in the list
    sent(client, LIST.encode())
    client.post("/supplier/answer/")
    job = Job.objects.get(kind=KIND)
    running.run.call(str(job.pk), job.attempt)
    job.refresh_from_db()
    assert (job.state, job.result) == (Job.State.DONE, {"partners": 3})
    stored = queries.latest(assessed.company)
    assert stored is not None
    assert not stored.outdated
    assert partner.loads(Answer.objects.get().result.encode()) == stored.value
    body = client.get("/supplier/").content.decode()
    assert "まず「鋼材」の対策を手伝うのが効きます" in body
    assert body.count("<svg") == 2
    assert 'href="/supplier/"' in client.get("/risk/").content.decode().split('id="dominoes"')[1]
    client.post("/supplier/new/", TYPED | {"name": "<b>x</b>"})
    assert "変わっています" in client.get("/supplier/").content.decode()
    client.post("/supplier/answer/")
    job = Job.objects.filter(kind=KIND).latest("made_at")
    running.run.call(str(job.pk), job.attempt)
    assert "<b>x" not in client.get("/supplier/").content.decode()


def test_a_long_list_is_told_by_a_curve(client: Client, row: Company) -> None:
    partners = [Value(f"p{k:03}", "supplier", "trade", 3 + k, "middle") for k in range(40)]
    actions.take(company=row, partners=partners, replace=False, now=timezone.now())
    from sonae_web.company import queries as companies

    value = own.answer(companies.value(row), None, partners)
    actions.keep(
        company=row, value=value, basis=partner.basis(companies.value(row), None, partners), now=timezone.now()
    )
    body = client.get("/supplier/").content.decode()
    assert "何社を手伝えば、どこまで効くか" in body
    assert 'viewBox="0 0 340' not in body
    assert "変わっています" not in body
