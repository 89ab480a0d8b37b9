"""``python -m sonae.cli`` is the command ``sonae``."""

import sys

from sonae.cli import main

sys.exit(main())
