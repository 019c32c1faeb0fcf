"""From hits to an answer: evidence, a writer, the support check, citations, refusal."""
