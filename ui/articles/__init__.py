"""Articles in the page: added, listed, read."""
