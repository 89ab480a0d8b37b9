"""Published shares, and nothing that was never published."""

from sonae import diagnosis
from sonae.diagnosis import peers


def test_the_five_published_shares() -> None:
    found = {item: share.share for item, share in peers.shares().items()}
    assert found == {"SD-01": 0.73, "SD-02": 0.714, "SD-05": 0.379, "SD-24": 0.398, "SD-25": 0.392}
    assert {share.firms for share in peers.shares().values()} == {4191}
    assert all("ipa-2024-survey" in share.source for share in peers.shares().values())


def test_the_score_carries_a_share_only_where_one_is_in_print() -> None:
    items = diagnosis.score(diagnosis.load(), {}).items
    assert {item.id: item.peers_share for item in items if item.peers_share is not None} == {
        item: share.share for item, share in peers.shares().items()
    }
