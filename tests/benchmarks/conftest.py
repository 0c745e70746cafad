"""The browser of the pages' own tests."""

from tests.render.conftest import browser, opened

__all__ = ["browser", "opened"]
