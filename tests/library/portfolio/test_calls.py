"""Whom to call: each rule with its reason, the most urgent first."""

from datetime import date, timedelta

from sonae.portfolio.calls import Client, calls

TODAY = date(2026, 11, 24)


def client(name: str, answered: int = 25, changed: int = 1, assessed: int | None = 1, ends: int = 200) -> Client:
    done = None if assessed is None else TODAY - timedelta(days=assessed)
    return Client(name, name, answered, 25, TODAY - timedelta(days=changed), done, TODAY + timedelta(days=ends))


def test_reasons_and_order() -> None:
    made = calls(
        [
            client("quiet"),
            client("stale", assessed=181),
            client("stopped", answered=20, changed=15, assessed=None),
            client("unseen", assessed=None),
            client("ending", ends=30),
            client("new", answered=0, assessed=None),
            client("busy", answered=20, changed=14, assessed=None),
        ],
        TODAY,
    )
    assert [call.client.name for call in made] == ["unseen", "stopped", "ending", "stale", "new", "busy", "quiet"]
    assert [len(call.reasons) for call in made] == [1, 1, 1, 1, 1, 0, 0]
    assert "あと5問" in made[1].reasons[0].ja


def test_two_reasons_weigh_more_than_one() -> None:
    both = client("both", assessed=200, ends=10)
    made = calls([client("unseen", assessed=None), both], TODAY)
    assert made[0].client == both
    assert [reason.en for reason in made[0].reasons] == [
        "Your access ends in 10 days",
        "The result is more than half a year old",
    ]
