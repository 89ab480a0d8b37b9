"""Who is told and until when; what a code costs to guess; what a wrong key opens."""

import dataclasses
import itertools
import time
from datetime import date, datetime, timedelta

import pytest

from sonae.hotline import receipts, routes, seals, timers, words
from sonae.hotline.routes import Recipient
from sonae.hotline.seals import Keys, NotOpenError
from sonae.hotline.timers import HalfDay

PEOPLE = (
    Recipient("in1", "inside", "総務", "田中"),
    Recipient("in2", "inside", "工場長", "鈴木"),
    Recipient("boss", "owner", "社長", "佐藤"),
    Recipient("adv", "adviser", "顧問", "伊藤"),
    Recipient("law", "lawyer", "弁護士", "加藤"),
)
BEFORE_NEW_YEAR = HalfDay(date(2026, 12, 25), True)


def chosen(people=PEOPLE, concerned=(), owner=False, typed="", employees=20):  # type: ignore[no-untyped-def]
    return routes.route(people, concerned=concerned, concerns_owner=owner, words=typed, employees=employees)


def subsets(values):  # type: ignore[no-untyped-def]
    return itertools.chain.from_iterable(itertools.combinations(values, size) for size in range(len(values) + 1))


@pytest.mark.parametrize("employees", [9, 20])
@pytest.mark.parametrize("owner", [True, False])
@pytest.mark.parametrize("typed", ["", "田 中さん", "ｺｳｼﾞｮｳﾁｮｳ ", "社長と 顧 問"])
def test_nobody_whom_it_concerns_is_ever_on_the_route(typed: str, owner: bool, employees: int) -> None:
    """Every set of recipients with every set of people named."""
    by_id = {person.id: person for person in PEOPLE}
    written = {person.id for person in PEOPLE if routes.mentioned(person, typed)}
    for people, named in itertools.product(subsets(PEOPLE), map(set, subsets(list(by_id)))):
        about = named | written
        boss = owner or any(person.kind == "owner" and person.id in about for person in people)
        free = {p.id for p in people if p.id not in about and (p.outside or not boss)}
        found = chosen(people, named, owner, typed, employees)
        if found is None:
            assert all(by_id[name].kind == "owner" for name in free)
            continue
        assert set(found.told) <= free
        assert set(found.told).isdisjoint(found.never)
        assert by_id[found.first].kind != "owner"


def test_about_the_owner_goes_outside_only_and_never_back() -> None:
    found = chosen(owner=True)
    assert found is not None
    assert set(found.told) == {"adv", "law"}
    assert chosen(typed="佐藤社長のこと").told == found.told
    assert chosen(PEOPLE[:3], owner=True) is None


def test_a_very_small_company_begins_outside() -> None:
    assert chosen(employees=9).first == "adv"
    assert chosen(employees=10).first == "in1"


@pytest.mark.parametrize(
    ("today", "places"),
    [
        (date(2026, 12, 28), {"first"}),  # the first working day is still running
        (date(2027, 1, 4), {"first", "deputy"}),  # 29 December to 3 January do not count
        (date(2027, 1, 5), {"first", "deputy"}),
        (date(2027, 1, 6), {"first", "deputy", "outside"}),
        (date(2027, 6, 1), {"first", "deputy", "outside", "owner"}),
    ],
)
def test_each_limit_brings_in_the_next_person_once_over_the_year_end(today: date, places: set[str]) -> None:
    assert timers.reached(timers.limits(BEFORE_NEW_YEAR, {}, today)) == places


def test_what_was_missed_stays_missed_and_what_was_done_in_time_brings_in_nobody() -> None:
    late = timers.limits(BEFORE_NEW_YEAR, {"read": date(2027, 1, 4)}, date(2027, 1, 5))
    assert timers.reached(late) == {"first", "deputy"}
    done = dict.fromkeys(("read", "answer", "plan", "result"), date(2026, 12, 28))
    assert timers.reached(timers.limits(BEFORE_NEW_YEAR, done, date(2028, 1, 1))) == {"first"}
    answered = timers.limits(BEFORE_NEW_YEAR, {"answer": date(2026, 12, 28)}, date(2027, 1, 5))
    assert answered[0].met == date(2026, 12, 28)  # who answers has read
    ended = timers.limits(BEFORE_NEW_YEAR, {}, date(2028, 1, 1), ended=date(2026, 12, 28))
    assert timers.reached(ended) == {"first"}


def test_the_circle_of_readers_only_grows() -> None:
    days = [BEFORE_NEW_YEAR.day + timedelta(days=number) for number in range(0, 130, 3)]
    circles = [timers.reached(timers.limits(BEFORE_NEW_YEAR, {}, day)) for day in days]
    assert all(before <= after for before, after in itertools.pairwise(circles))
    assert len(circles[-1]) == 4


def test_nothing_kept_of_time_is_finer_than_half_a_day() -> None:
    kinds = {field.type for field in dataclasses.fields(HalfDay)}
    assert kinds <= {"date", date, "bool", bool}
    one = timers.half_day(datetime.fromisoformat("2026-12-01T09:00:01+09:00"))
    assert one == timers.half_day(datetime.fromisoformat("2026-12-01T11:59:59+09:00"))


def test_one_guess_costs_what_is_promised() -> None:
    """With the database and the secret in hand, a guess still takes the slow function: 10^16 codes are out of reach."""
    start = time.process_time()
    receipts.derive(receipts.new(), company="c", pepper=b"p")
    one = time.process_time() - start
    assert one > 0.02  # seconds; about 0.3 on the machine of the tests
    assert one * 10**receipts.DIGITS / 2 / (365 * 86_400) > 1e6  # years for half of all codes
    assert receipts.MEMORY_KIB >= 65_536


def test_codes_differ_and_are_evenly_drawn() -> None:
    codes = [receipts.plain(receipts.new()) for _ in range(2_000)]
    assert len(set(codes)) == len(codes)
    counts = [sum(code.count(digit) for code in codes) for digit in "0123456789"]
    assert max(counts) - min(counts) < 0.1 * sum(counts) / 10 * 3


@pytest.mark.parametrize("typed", ["", "1234", "x" * 16, "1234-5678-9012-345x", "1" * 17, "'; DROP TABLE", "²" * 16])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert receipts.plain(typed) == ""


def test_pepper_and_company_are_part_of_the_lookup() -> None:
    def lookup(company: str, pepper: bytes) -> str:
        return receipts.derive("1" * 16, company=company, pepper=pepper, memory_kib=64).lookup

    assert len({lookup("a", b"p"), lookup("b", b"p"), lookup("a", b"q")}) == 3


def test_sealed_text_opens_with_its_own_key_in_its_own_place_only() -> None:
    key = b"k" * 32
    sealed = seals.seal(key, b"words", about="tip 1")
    assert seals.unseal(key, sealed, about="tip 1") == b"words"
    broken = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for wrong_key, wrong, about in [
        (b"x" * 32, sealed, "tip 1"),
        (key, sealed, "tip 2"),
        (key, broken, "tip 1"),
        (key, b"", "tip 1"),
    ]:
        with pytest.raises(NotOpenError):
            seals.unseal(wrong_key, wrong, about=about)
    assert len(seals.seal(key, b"a", about="t")) == len(seals.seal(key, b"a" * 200, about="t"))  # length is hidden


def test_a_wrap_is_for_one_recipient_and_leaves_out_the_name() -> None:
    (mine, public), (other, _) = seals.new_pair(), seals.new_pair()
    keys = seals.new_keys()
    wrapped = seals.wrap(public, Keys(keys.words, keys.notes), about="t")
    assert seals.unwrap(mine, wrapped, about="t") == Keys(keys.words, keys.notes, b"")
    with pytest.raises(NotOpenError):
        seals.unwrap(other, wrapped, about="t")


def test_words_fit_the_code() -> None:
    known = words.load()
    assert set(known.states) == {"received", "checking", "acting", "closed"}
    assert {timer.next for timer in timers.timers()} <= set(routes.PLACES)
    assert set(routes.OUTSIDE) < set(known.kinds)
    assert {duty.id for duty in words.in_force(date(2026, 12, 1))} == {duty.id for duty in known.duties}
