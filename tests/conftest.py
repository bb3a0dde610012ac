"""What every test may ask for."""

from hypothesis import settings

# `make check` looks at a few examples of each property, `make test` at many.
settings.register_profile("few", max_examples=15, deadline=None, derandomize=True)

pytest_plugins = ["tests.databases", "tests.front"]
