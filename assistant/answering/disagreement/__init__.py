"""What stories state differently of one event: values of the sentences that answer, compared and told by side."""

from assistant.answering.disagreement.finding import find_disagreement

__all__ = ["find_disagreement"]
