"""Bad days at the desk: kills, hostile uploads, a clock set back, two people who close the same case, a slow page."""

import io
import json
import os
import subprocess
import sys
import time
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from sonae.incident import guards
from sonae.incident.guards import Answer
from sonae_web.audit import queries as log
from sonae_web.company.models import Company
from sonae_web.incident import actions, queries, timer, vault
from sonae_web.incident.models import Case, Exhibit, Fact

HERE = Path(__file__).parent


pytestmark = pytest.mark.usefixtures("data")


@pytest.fixture
def case(row: Company) -> Case:
    now = timezone.localtime()
    return actions.open_case(company=row, playbook="ransomware", title="x", known_at=now, facts={}, now=now)


@pytest.mark.skipif("SONAE_TEST_DATABASE_URL" in os.environ, reason="starts a database of its own")
def test_killed_at_random_no_file_and_no_cost_is_lost(tmp_path: Path) -> None:
    command = [sys.executable, str(HERE / "kill_desk.py"), str(tmp_path), "12", "7"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": ""})
    result = json.loads(done.stdout)
    assert (result["lost"], result["broken"], result["whole"]) == (0, 0, True)
    assert result["acknowledged"] > 0


def test_what_a_kill_left_half_written_is_swept(case: Case, data: Path) -> None:
    folder = vault.place(case.company_id, "0" * 64).parent
    old, young = folder / ".0123456789abcdef", folder / ".fedcba9876543210"
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    actions.keep(case=case, file=[b"kept"], name="a", values={"title": "x"}, now=timezone.localtime())
    timer.nightly()
    assert not old.exists()
    assert young.exists(), "it may still be arriving"
    assert vault.place(case.company_id, Exhibit.objects.get().sha256).read_bytes() == b"kept"


def test_a_form_of_ten_thousand_parts_is_refused(client: Client, case: Case, data: Path) -> None:
    part = '--x\r\nContent-Disposition: form-data; name="f{0}"; filename="../../{0}"\r\n\r\nx\r\n'
    body = "".join(part.format(number) for number in range(10_000)) + "--x--\r\n"
    begun = time.process_time()
    response = client.post(
        f"/incident/{case.pk}/evidence/", body.encode(), content_type="multipart/form-data; boundary=x"
    )
    assert response.status_code == 400
    assert time.process_time() - begun < 2
    assert not Exhibit.objects.exists()
    assert not [path for path in (data / "incident").rglob("*") if path.is_file()]


def test_a_bomb_is_kept_as_the_few_bytes_that_it_is(client: Client, case: Case) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../../etc/passwd", bytes(20_000_000))
    bomb.seek(0)
    bomb.name = "..\\..\\bomb.zip"
    assert client.post(f"/incident/{case.pk}/evidence/", {"file": bomb, "title": "x"}).status_code == 302
    piece = Exhibit.objects.get()
    assert (piece.name, piece.sniffed, piece.size) == ("bomb.zip", "zip", len(bomb.getvalue()))


def test_a_clock_set_back_breaks_nothing(client: Client, case: Case) -> None:
    before = timezone.localtime() - timedelta(days=3)
    actions.add(case=case, kind="event", body={"at": before, "kind": "action", "text": "y"}, at=before, now=before)
    desk = queries.desk(case, (), before)
    assert desk.response.next.kind == "step"
    assert {str(duty.state) for duty in desk.response.duties} == {"open"}
    assert log.verify(case.company_id).whole
    assert client.get(f"/incident/{case.pk}/").status_code == 200


def test_the_second_to_close_a_case_is_told(client: Client, case: Case) -> None:
    Case.objects.update(state="monitoring")
    case.refresh_from_db()
    other, now, seen = Case.objects.get(), timezone.localtime(), case.version
    actions.move(case=case, to="closed", seen=seen, now=now, guard=Answer("closed", ()), by="a")
    with pytest.raises(actions.ChangedMeanwhileError):
        actions.move(case=other, to="closed", seen=seen, now=now, guard=Answer("closed", ()), by="b")
    assert Fact.objects.filter(kind="event", body__text=guards.STATES["closed"].ja).count() == 1
    page = client.post(
        f"/incident/{case.pk}/state/",
        {"severity": "2", "seen": str(seen)} | dict.fromkeys(("contain", "investigate", "recover", "notify"), "done"),
        follow=True,
    )
    assert "ほかの人" in page.content.decode()


def test_the_first_instruction_is_there_at_once() -> None:
    """Without a database (this test has none), within a fifth of a second."""
    client, spent = Client(), []
    for _ in range(5):
        begun = time.process_time()
        assert client.get("/emergency/").status_code == 200
        spent.append(time.process_time() - begun)
    assert sorted(spent)[2] < 0.2
