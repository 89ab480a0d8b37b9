"""Insurance (保険): what a contract would really pay, why not all of it, and what is missing.

``policy.read`` and ``claim.read`` read files of outside users; ``recovery.recover`` settles claims exactly and with a trace.
"""
