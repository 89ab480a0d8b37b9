"""Compile what networks need, once, when Sonae is set up."""

from sonae import company as companies
from sonae.supplier import contagion, own
from sonae.supplier.partner import Partner


def warm() -> bool:
    """Compile and keep on disk; False where kernels cannot run."""
    from sonae.supplier import calibrate, synthetic

    if not contagion.available():
        return False
    ready = calibrate.prepare(synthetic.make(100, 0))
    contagion.simulate(ready, 64, 0)
    contagion.rank(ready)
    firm = companies.typical(companies.industries()["other"], 5)
    own.answer(
        firm, None, [Partner("a", "supplier", "other", 5, "middle"), Partner("b", "customer", "other", 5, "low")]
    )
    return True
