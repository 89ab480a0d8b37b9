"""From a sample to the three largest gaps, as an owner goes: on a phone, with and without a script, nothing serious for axe on the way."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from browser.conftest import ARTEFACTS, Server, context, watched

SERIOUS = {"serious", "critical"}


def fine(page: Page, name: str, width: int, script: bool) -> None:
    """Nothing serious for axe, nothing wider than the phone."""
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"insurance-{name}-{width}.png", full_page=True)
    if not script:
        return
    found = [entry["id"] for entry in Axe().run(page).response["violations"] if entry["impact"] in SERIOUS]
    assert found == [], name
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name


@pytest.mark.parametrize("script", [True, False])
def test_from_a_sample_to_the_largest_gaps(chromium: Browser, demo: Server, script: bool) -> None:
    width = 360 if script else 1280
    visitor = context(chromium, demo.url, width=width, script=script)
    page, complaints = watched(visitor)
    page.goto(demo.url + "/insurance/")
    page.locator("summary", has_text="見本を見る").click()
    page.get_by_role("button", name=re.compile("見本B")).click()
    expect(page.locator(".notice.info")).to_contain_text("架空")
    fine(page, "contract", width, script)
    contract = page.url
    page.get_by_role("link", name="1つの出来事で試す").click()
    page.locator("#id_profit").fill("６００万円")
    page.get_by_role("button", name="計算する").click()
    expect(page.locator("figcaption")).to_contain_text("7,770,000円")
    fine(page, "what-if", width, script)

    page.goto(contract)
    page.get_by_role("button", name="内容を変える").click()
    for title in ("契約の基本", "賠償責任", "事故対応の費用"):
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        fine(page, title, width, script)
        page.get_by_role("button", name="保存して次へ").click()
    limit = page.locator("[name='sections.bi.limit']")
    limit.fill("１０万円")
    page.get_by_role("button", name="保存して次へ").click()
    expect(page.locator("#errors")).to_contain_text("免責金額 500,000 円より低い上限")
    fine(page, "wrong", width, script)
    limit.fill("２，０００万円")
    page.get_by_role("button", name="保存して次へ").click()
    page.get_by_role("button", name="保存して次へ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("確かめて完了する")
    page.get_by_role("button", name="この契約を入れる").click()
    expect(page.locator("table", has_text="20,000,000円").first).to_be_visible()
    expect(page.locator(".versions li")).to_have_count(2)

    page.goto(demo.url + "/cover/gaps/")
    page.get_by_role("button", name="計算し直す").click()
    expect(page.locator(".gaps > li").first).to_contain_text("費用（目安）")
    assert 1 <= page.locator(".gaps > li").count() <= 3
    fine(page, "gaps", width, script)

    page.goto(contract + "delete/")
    page.get_by_role("button", name="削除する").click()
    expect(page.locator(".notice.success")).to_contain_text("削除しました")
    assert [text for text in complaints if "422" not in text] == []
    visitor.close()
