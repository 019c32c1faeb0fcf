"""What the screen of the settings says: what a level of refusal does, whether models answer, what a change costs."""

from __future__ import annotations

import json
import os
import time
from importlib.resources import files

from assistant.answer import RefusalLevel
from assistant.library import Library
from assistant.llm import KEYS, open_language_model, parse_spec
from ui.wording.text import counted, escape, library_option

PROMPT = "Say in one short sentence what a newspaper is."
REPLY_TOKENS = 32


def level_caption(level: RefusalLevel) -> str:
    """What a level of refusal was measured to do."""
    return f"answers {level.coverage:.0%} of what it can; {level.precision:.0%} of its answers are right"


def check(spec: str) -> str:
    """One line that says how fast the language model answers. Raises ModelError where it does not."""
    model = open_language_model(spec)
    started = time.perf_counter()
    first, reply = 0.0, ""
    for piece in model.stream(PROMPT, max_tokens=REPLY_TOKENS):
        first = first or time.perf_counter() - started
        reply += piece
    whole = time.perf_counter() - started
    if not reply.strip():
        return f"{model.name} can be reached, but says nothing; it would be asked in vain."
    said = counted(len(reply.split()), "word")
    return f"{model.name} answers: it began after {first:.1f} s and had written {said} after {whole:.1f} s."


def key_line(spec: str) -> str:
    """Which variable of the environment holds the model's key and whether it is set, never to what."""
    kind = parse_spec(spec).kind
    if kind not in KEYS:
        return "It needs no key."
    variable = KEYS[kind]
    if os.environ.get(variable, "").strip():
        return f"Its key is taken from the environment: {variable} is set."
    needed = "needed only if its server asks for one" if kind == "openai-compatible" else "it cannot be asked without"
    return f"Its key is taken from the environment: {variable} is not set ({needed})."


def embedding(library: Library) -> str:
    """Which embedding model the library was made with, and what another one would cost."""
    if library.embedding is None:
        return ""
    name, dimension = library.embedding
    counts = library.counts()
    measured = json.loads((files("evals") / "speed.json").read_text(encoding="utf-8"))
    rate, machine = measured["ours"]["ingest"]["pieces_per_s"], measured["made_with"]
    cost = f"{counted(counts['passages'], 'passage')} of {counted(counts['articles'], 'article')}"
    return (
        f"<p><strong>{escape(name)}</strong>, {dimension} dimensions.</p>"
        f'<p class="aa-muted">Another one means to embed {cost} again: about {_duration(counts["passages"] / rate)} at'
        f" the {rate:.0f} passages a second of the bundled model, as measured on {machine['machine']},"
        f" with {machine['cores']} cores; a larger model takes longer. Set <code>ASSISTANT_EMBEDDING_MODEL</code>, run"
        f" <code>article-assistant rebuild{escape(library_option(library.path))}</code>, then start the page anew.</p>"
    )


def _duration(seconds: float) -> str:
    """Roughly how long: "40 s", "7 min", "3.5 h"."""
    if seconds < 100:
        return f"{max(1, round(seconds))} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"
