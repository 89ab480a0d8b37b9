"""How much the answer depends on the one figure that surveys disagree about: the share of hits that come through partners."""

from dataclasses import dataclass

from sonae.supplier import calibrate, parameters
from sonae.supplier.calibrate import SHARES, Target
from sonae.supplier.network import Network


@dataclass(frozen=True, slots=True)
class Band:
    """Expected values when so large a share comes through partners, direct attacks being as they are: ``target`` national share as
    published, ``partner_share`` in this network, ``incidence`` share of firms hit a year, ``own_loss_yen`` of all hits a year."""

    target: float
    partner_share: float
    incidence: float
    own_loss_yen: int


def bands(network: Network) -> tuple[Band, ...]:
    """The expected values for the three published shares, the smallest first; none where probabilities were given."""
    if len(network.probability):
        return ()
    return tuple(_band(network, target) for target in SHARES)


def _band(network: Network, target: Target) -> Band:
    ready = calibrate.prepare(network, target=target)
    return Band(
        parameters.load()[SHARES[target]],
        ready.partner_share(),
        ready.incidence(),
        round(float(ready.hit @ ready.worth)),
    )
