"""Compile what books need, once, when Sonae is set up."""

from sonae import company
from sonae.portfolio import accumulate
from sonae.portfolio import book as books


def warm() -> bool:
    """Compile and keep on disk; False where kernels cannot run."""
    if not accumulate.available():
        return False
    firm = company.typical(company.industries()["other"], 5)
    accumulate.accumulate(books.of_companies([("warm", firm, {})]), 10, 0)
    return True
