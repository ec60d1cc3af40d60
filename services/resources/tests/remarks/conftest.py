"""Districts whose people say what they think of each other's items."""

from services.resources.tests.items.conftest import deliveries, found_library, here, there

__all__ = ["deliveries", "found_library", "here", "there"]
