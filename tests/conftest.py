"""What every test may ask for."""

from hypothesis import HealthCheck, settings

# No test is about time: a busy machine may take what it needs.
settings.register_profile("many", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# `make check` looks at a few examples of each property, `make test` at many.
settings.register_profile("few", settings.get_profile("many"), max_examples=15, derandomize=True)
settings.load_profile("many")

pytest_plugins = ["tests.databases", "tests.front"]
