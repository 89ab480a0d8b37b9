"""The first page: where the company stands and what comes next."""
