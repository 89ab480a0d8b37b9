"""From the first page to the report, as people go: on a phone, by keyboard, without a script, through a power cut."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from browser.conftest import Server, context, watched
from sonae import diagnosis

MOST_CLICKS = 30


def answer_part(page: Page, part: str, choice: str = "partly") -> int:
    """Wait for the page of a part, choose the same answer for each of its questions; returns the clicks."""
    expect(page).to_have_url(re.compile(f"/{part}/$"))
    expect(page.locator("form .actions")).to_be_visible()  # it stands below the last question
    labels = page.locator(f".question label.{choice}")
    for k in range(labels.count()):
        labels.nth(k).click()
    return labels.count()


def test_phone_from_start_to_report(chromium: Browser, empty: Server) -> None:
    visitor = context(chromium, empty.url)
    page, complaints = watched(visitor)
    page.goto(empty.url)
    clicks, answered = 2, 0
    page.get_by_role("link", name="5分で診断をはじめる").click()
    page.get_by_role("button", name="25問に進む").click()
    for part in diagnosis.load().parts:
        answered += answer_part(page, part.id)
        clicks += 1
        expect(page.locator("#answered")).to_have_attribute("value", str(answered))
        expect(page.locator("#progress .saved")).to_contain_text("保存")
        page.locator("form .actions button.button").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("年に1度の悪い年")
    assert clicks + answered <= MOST_CLICKS
    assert "万円" in page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="計画の全体を見る").click()
    expect(page.locator(".step").first).to_contain_text("無料")
    assert visitor.request.get(empty.url + "/report/executive.pdf?lang=ja").body().startswith(b"%PDF")
    assert complaints == []
    visitor.close()


def test_no_reload_between_answers(chromium: Browser, empty: Server) -> None:
    visitor = context(chromium, empty.url)
    page, _ = watched(visitor)
    page.goto(empty.url + "/company/")
    page.get_by_role("button", name="25問に進む").click()
    page.wait_for_url("**/basic/")
    page.evaluate("window.sonaeStillHere = true")
    answer_part(page, "basic")
    expect(page.locator("#answered")).to_have_attribute("value", "5")
    assert page.evaluate("window.sonaeStillHere")
    page.reload()
    assert page.locator(".question input:checked").count() == 5
    visitor.close()


def test_an_answer_before_the_script_is_saved_too(chromium: Browser, empty: Server) -> None:
    visitor = context(chromium, empty.url)
    page, _ = watched(visitor)
    page.goto(empty.url + "/company/")
    held: list[Route] = []
    page.route("**/htmx*.js", lambda route: held.append(route))
    page.get_by_role("button", name="25問に進む").click(no_wait_after=True)
    page.wait_for_url("**/basic/", wait_until="commit")
    page.locator("#SD-01 label.partly").click()
    expect(page.locator("#answered")).to_have_attribute("value", "0")
    held[0].continue_()
    expect(page.locator("#answered")).to_have_attribute("value", "1")
    visitor.close()


def test_proposals_are_filled_in_anew(chromium: Browser, empty: Server) -> None:
    visitor = context(chromium, empty.url)
    page, _ = watched(visitor)
    page.goto(empty.url + "/company/")
    before = page.locator("#id_revenue_man").input_value()
    page.locator("#id_employees").fill("50")
    page.locator("#id_employees").blur()
    expect(page.locator("#id_revenue_man")).not_to_have_value(before)
    visitor.close()


def test_by_keyboard(chromium: Browser, empty: Server) -> None:
    visitor = context(chromium, empty.url, width=1280)
    page, _ = watched(visitor)
    page.goto(empty.url + "/company/")
    page.get_by_role("button", name="25問に進む").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/basic/")
    page.locator("#SD-01 input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#SD-01 label.partly input")).to_be_checked()
    expect(page.locator("#answered")).to_have_attribute("value", "1")
    visitor.close()


def test_without_script(chromium: Browser, empty: Server) -> None:
    visitor = context(chromium, empty.url, script=False)
    page, _ = watched(visitor)
    page.goto(empty.url + "/company/")
    page.locator("#id_employees").fill("50")
    page.get_by_role("button", name="よくある値を入れる").click()
    assert page.locator("#id_employees").input_value() == "50"
    page.get_by_role("button", name="25問に進む").click()
    for part in diagnosis.load().parts:
        answer_part(page, part.id, "done")
        page.locator("form .actions button.button").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("年に1度")
    visitor.close()


@pytest.mark.parametrize("moment", ["between answers", "after the result"])
def test_a_power_cut_loses_nothing_that_was_saved(chromium: Browser, empty: Server, moment: str) -> None:
    visitor = context(chromium, empty.url)
    page, _ = watched(visitor)
    page.goto(empty.url + "/company/")
    page.get_by_role("button", name="25問に進む").click()
    for part in diagnosis.load().parts if moment == "after the result" else diagnosis.load().parts[:1]:
        count = answer_part(page, part.id)
        expect(page.locator("#progress .saved")).to_contain_text("保存")
        if moment == "after the result":
            page.locator("form .actions button.button").last.click()
    if moment == "between answers":
        expect(page.locator("#answered")).to_have_attribute("value", str(count))
    else:
        expect(page.get_by_role("heading", level=1)).to_contain_text("年に1度")
    empty.kill()
    if moment == "between answers":
        page.locator("#SD-01 label.done").click()
        expect(page.locator("#unsaved")).to_be_visible()
    empty.start()
    page.goto(empty.url + ("/diagnosis/basic/" if moment == "between answers" else "/risk/"))
    if moment == "between answers":
        assert page.locator(".question input:checked").count() == count
    else:
        expect(page.get_by_role("heading", level=1)).to_contain_text("年に1度")
    visitor.close()


def test_language_switch_keeps_the_page(chromium: Browser, demo: Server) -> None:
    visitor = context(chromium, demo.url, width=1280)
    page, _ = watched(visitor)
    page.goto(demo.url + "/plan/")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What to do, in this order")
    assert page.url.endswith("/plan/")
    visitor.close()


def test_printing_shows_the_whole_result(chromium: Browser, demo: Server, tmp_path: Path) -> None:
    visitor = context(chromium, demo.url, width=1280)
    page, _ = watched(visitor)
    page.goto(demo.url + "/risk/")
    page.emulate_media(media="print")
    assert page.locator(".menu").is_hidden()
    visitor.close()
