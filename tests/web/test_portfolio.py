"""A supporter: sees granted clients only, invites many at once, half of a list never."""

import csv
import io
import time
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from sonae_web.company.models import Company, Grant, Invitation
from sonae_web.reader import Role
from sonae_web.risk.models import Assessment
from web import cast
from web.test_access import house, other, server  # noqa: F401 - fixtures

HEAD = "会社名,メール,業種,人数\n"


def supporter() -> None:
    now = timezone.now()
    tanaka = cast.person("tanaka")
    row = {"email": tanaka.email, "role": Role.ADVISER, "key_hash": "x", "made_at": now, "expires_at": now}
    Invitation.objects.create(used_at=now, used_by=tanaka, **row)


def send(text: str, encoding: str = "cp932"):  # type: ignore[no-untyped-def]
    file = SimpleUploadedFile("list.csv", text.encode(encoding))
    return cast.signed_in("tanaka").post("/portfolio/invite/", {"table": file, "purpose": "助言", "days": "90"})


def test_only_granted_clients_and_only_while_granted(house: Company, other: Company) -> None:  # noqa: F811
    client = cast.signed_in("tanaka")
    body = client.get("/portfolio/").content.decode()
    assert "株式会社試験" in body
    assert "よその会社" not in body
    assert client.post(f"/portfolio/{other.pk}/open/").status_code == 404
    assert client.post(f"/portfolio/{house.pk}/open/")["Location"] == "/"
    Grant.objects.update(revoked_at=timezone.now())
    assert "株式会社試験" not in client.get("/portfolio/").content.decode()
    assert client.post(f"/portfolio/{house.pk}/open/").status_code == 404


def test_a_score_that_fell_is_a_reason_to_call(house: Company) -> None:  # noqa: F811
    client, now = cast.signed_in("tanaka"), timezone.now()
    assert "点下がりました" not in client.get("/portfolio/").content.decode()
    last = Assessment.objects.get(company=house)
    assert last.score is not None
    fields = {"seed": 0, "level": 0.5, "code_version": "x", "content_version": "x", "result": last.result}
    Assessment.objects.create(company=house, made_at=now + timedelta(minutes=1), score=last.score - 8, **fields)
    assert "点数が8点下がりました" in client.get("/portfolio/").content.decode()
    Grant.objects.update(scope=["diagnosis"])
    assert "点下がりました" not in client.get("/portfolio/").content.decode()


def test_only_supporters_invite_companies(house: Company) -> None:  # noqa: F811
    assert cast.signed_in("sato").get("/portfolio/invite/").status_code == 404
    assert send(HEAD + "甲,a@example.jp,,\n").status_code == 404


def test_a_dirty_list_invites_nobody(house: Company) -> None:  # noqa: F811
    supporter()
    before = Invitation.objects.count()
    response = send(HEAD + "甲,a@example.jp,,\n乙,b@example.jp,魔法業,\n")
    body = response.content.decode()
    assert response.status_code == 422
    assert "<td>3</td><td>業種</td><td>魔法業</td>" in body
    assert Invitation.objects.count() == before


def test_a_thousand_companies_at_once(house: Company) -> None:  # noqa: F811
    supporter()
    text = (
        HEAD + "".join(f"会社{k},c{k}@example.jp,製造業,{k % 300 + 1}\n" for k in range(999)) + "=1+1,x@example.jp,,\n"
    )
    begin = time.process_time()
    response = send(text)
    assert time.process_time() - begin < 10
    table = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(table) == 1001
    assert table[-1][0] == "'=1+1"
    key = table[1][2].rstrip("/").rpartition("/")[2]
    assert Invitation.objects.filter(made_by=cast.person("tanaka")).count() == 1000
    page = cast.signed_in("stranger").get(f"/company/invitation/{key}/")
    assert page.status_code == 403  # made for another address
