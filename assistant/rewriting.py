"""A follow-up rewritten by a language model, checked not to invent: what it adds must stand in the conversation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from assistant.answer import Earlier
from assistant.conversation import as_pair, leans, standalone
from assistant.errors import ModelError
from assistant.library.words import analyse, content_words, is_stop_word

if TYPE_CHECKING:
    from assistant.llm import LanguageModel

# Turns that the model is shown, and so much of each answer: what a question leans on stands near its end.
TURNS, ANSWER_CHARACTERS = 4, 400
REPLY_TOKENS = 80
INSTEAD = "Its words are carried over instead."

_PROMPT = """Rewrite the last question so that it can be understood without the conversation. Replace words such as \
"it", "they" and "there" by what they stand for. Add nothing that the conversation does not say, and do not answer.

{conversation}
Last question: {question}

Write the rewritten question only, on one line."""


class Rewritten(NamedTuple):
    """The question as it stands alone; `note` is one line for the reader where the model's rewrite was not taken."""

    question: str
    note: str = ""


def rewrite(question: str, history: Sequence[Earlier], model: LanguageModel) -> Rewritten:
    """The question as the model rewrites it, or, where that cannot be had or invents something, as `standalone` does.

    A question that leans on nothing is not shown to the model.
    """
    if not history or not leans(question):
        return Rewritten(question)
    turns = [as_pair(one) for one in history][-TURNS:]
    told = "\n".join(f"Question: {asked}\nAnswer: {said[:ANSWER_CHARACTERS]}" for asked, said in turns)
    ours = standalone(question, history)
    try:
        reply = model.complete(_PROMPT.format(conversation=told, question=question), max_tokens=REPLY_TOKENS)
    except ModelError as error:
        return Rewritten(ours, f"{error} {INSTEAD}")
    rewritten = first_line(reply)
    # What was carried over before counts as said: an answer's question may itself have been a follow-up.
    known = " ".join([told, question, ours, *(asked for asked, _ in map(as_pair, history))])
    if not rewritten:
        return Rewritten(ours, f"The language model rewrote the question to nothing. {INSTEAD}")
    if invented := words_not_in(rewritten, known):
        return Rewritten(ours, f"The language model's rewrite of the question adds “{', '.join(invented)}”. {INSTEAD}")
    if lost := words_not_in(question, rewritten):
        return Rewritten(ours, f"The language model's rewrite of the question loses “{', '.join(lost)}”. {INSTEAD}")
    return Rewritten(rewritten)


def first_line(reply: str) -> str:
    """The first line with words in it, without quotation marks or a label before it."""
    line = next((line for line in reply.splitlines() if re.search(r"\w", line)), "")
    return re.sub(r"^(?:[\w ]*question\s*:)?\s*", "", line.strip(), flags=re.IGNORECASE).strip(" \"“”'")


def words_not_in(text: str, known: str) -> list[str]:
    """The telling words of a text, names and figures among them, that another text lacks, as they are written."""
    missing = {word for word in content_words(text) if not is_stop_word(word)} - set(analyse(known))
    written = re.findall(r"[\w’'-]+", text)
    return list(dict.fromkeys(word for word in written if missing.intersection(analyse(word))))
