"""What stories state differently of one event: values of the sentences that answer, compared and told by side."""

from assistant.answering.disagreement.candidates import answer_span, counts_others, counts_so
from assistant.answering.disagreement.finding import Found, find_disagreement

__all__ = ["Found", "answer_span", "counts_others", "counts_so", "find_disagreement"]
