"""The logo on a company's papers."""

from django.db import models

from sonae_web.company.models import Company


class Logo(models.Model):
    """A picture that was drawn anew when it came in: a PNG of at most 600 × 200 pixels, without what else its file held."""

    company = models.OneToOneField(Company, on_delete=models.CASCADE)
    png = models.BinaryField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.company}"
