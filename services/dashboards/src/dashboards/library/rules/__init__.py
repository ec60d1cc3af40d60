"""The rules of the library's pages: pure."""
