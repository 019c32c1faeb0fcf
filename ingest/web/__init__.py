"""Pages of the web as articles, only where a person names one: fetched with care, then read as files are."""

from ingest.web.pages import Pages, is_address, without_password

__all__ = ["Pages", "is_address", "without_password"]
