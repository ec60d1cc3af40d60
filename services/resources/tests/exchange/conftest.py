"""Districts with libraries of their own."""

from services.resources.tests.adoptions.conftest import deliveries, found_library, here, pass_on, there

__all__ = ["deliveries", "found_library", "here", "pass_on", "there"]
