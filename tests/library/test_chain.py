"""Whatever is done to a chain is found, and named by its first bad entry; erasing a payload is not a change."""

import time
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from sonae import chain
from sonae.chain import Entry, Head, Kept

PRIVATE = bytes(range(32))
PUBLIC = Ed25519PrivateKey.from_private_bytes(PRIVATE).public_key().public_bytes_raw()
KEYS = {chain.key_id(PUBLIC): PUBLIC}
AT = "2026-11-24T00:00:00+00:00"


def made(count: int) -> list[Kept]:
    kept: list[Kept] = []
    last: Entry | None = None
    for number in range(count):
        payload, salt = {"n": number, "who": "見本"}, number.to_bytes(16)
        digest = chain.payload_hash(payload, salt)
        last = chain.append(last, at=AT, actor="p1", action="test.add", subject=f"row:{number}", payload=digest)
        kept.append(Kept(last, payload, salt))
    return kept


def head(kept: list[Kept], seq: int) -> Head:
    return chain.sign("c1", kept[seq - 1].entry, AT, PRIVATE)


def test_whole() -> None:
    kept = made(10)
    verdict = chain.verify(kept, [head(kept, 5), head(kept, 10)], KEYS)
    assert (verdict.whole, verdict.entries, verdict.erased) == (True, 10, 0)
    assert chain.verify([]).whole


@given(place=st.integers(0, 9), field=st.sampled_from(["at", "actor", "action", "object", "payload", "before", "hash"]))
@settings(max_examples=60, deadline=None)
def test_a_changed_field_names_its_entry(place: int, field: str) -> None:
    kept = made(10)
    value = "f" * 64 if field in ("payload", "before", "hash") else "2026-11-25T00:00:00+00:00"
    kept[place] = replace(kept[place], entry=replace(kept[place].entry, **{field: value}))
    verdict = chain.verify(kept)
    assert verdict.bad == place + 1


@given(place=st.integers(0, 9))
@settings(max_examples=20, deadline=None)
def test_a_changed_payload_names_its_entry(place: int) -> None:
    kept = made(10)
    kept[place] = replace(kept[place], payload={"n": -1})
    assert (chain.verify(kept).bad, chain.verify(kept).reason) == (place + 1, "payload")


@given(place=st.integers(0, 8))
@settings(max_examples=20, deadline=None)
def test_deleted_inserted_and_reordered_entries_are_found(place: int) -> None:
    kept = made(10)
    assert chain.verify(kept[:place] + kept[place + 1 :]).bad == place + 1
    assert chain.verify([*kept[:place], kept[place], *kept[place:]]).bad == place + 2
    swapped = [*kept[:place], kept[place + 1], kept[place], *kept[place + 2 :]]
    assert chain.verify(swapped).bad == place + 1


def test_a_chain_written_anew_is_found_by_the_head_kept_outside() -> None:
    """Whoever owns the computer can hash everything again; only the copy outside tells."""
    outside = head(made(10), 10)
    forged: list[Kept] = []
    last: Entry | None = None
    for one in made(10):
        payload = {"n": 0}
        digest = chain.payload_hash(payload, bytes(16))
        last = chain.append(last, at=AT, actor="p1", action="test.add", subject=one.entry.object, payload=digest)
        forged.append(Kept(last, payload, bytes(16)))
    assert chain.verify(forged).whole
    assert chain.verify(forged, [outside], KEYS).reason == "head"


def test_a_chain_cut_off_is_found_by_the_head_kept_outside() -> None:
    kept = made(10)
    verdict = chain.verify(kept[:7], [head(kept, 10)], KEYS)
    assert (verdict.bad, verdict.reason) == (8, "truncated")


def test_an_erased_payload_keeps_the_chain_whole() -> None:
    kept = made(10)
    kept[3] = replace(kept[3], payload=None, salt=None)
    assert (chain.verify(kept).whole, chain.verify(kept).erased) == (True, 1)


@pytest.mark.parametrize("field", ["chain", "hash", "at", "key", "signature"])
def test_a_changed_head_is_not_believed(field: str) -> None:
    forged = replace(head(made(3), 3), **{field: "AAAA"})
    assert not chain.signed(forged, KEYS)
    assert chain.verify(made(3), [forged], KEYS).reason == "signature"


def test_a_head_of_another_key_is_not_believed() -> None:
    assert not chain.signed(head(made(3), 3), {})


def test_a_hundred_thousand_entries_within_five_seconds() -> None:
    kept = made(100_000)
    begun = time.process_time()
    assert chain.verify(kept).whole
    assert time.process_time() - begun < 5
