"""The Django product: users, requests, rows and clocks around the library ``sonae``."""
