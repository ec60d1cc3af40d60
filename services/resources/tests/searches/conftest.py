"""Districts with libraries to search."""

from services.resources.tests.items.conftest import deliveries, found_library, here, there

__all__ = ["deliveries", "found_library", "here", "there"]
