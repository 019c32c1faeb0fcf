"""Conversations in the page: questions, answers beside their sources, what is kept of them."""
