"""The risk an owner is ready to bear, as it was set; the newest row holds."""

from django.db import models

from sonae_web.company.models import Company


class Appetite(models.Model):
    """A year of at least ``yen`` no more often than once in ``years`` years."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE)
    yen = models.BigIntegerField()
    years = models.PositiveIntegerField()
    set_by = models.CharField(max_length=60, blank=True)
    set_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.company}: {self.yen} / {self.years}"
