"""From hits to an answer: evidence, a writer, the support check, citations, refusal."""

from assistant.answering.llm_writer import LlmWriter
from assistant.answering.quoting import QuotingWriter
from assistant.answering.streaming import Writer

__all__ = ["LlmWriter", "QuotingWriter", "Writer"]
