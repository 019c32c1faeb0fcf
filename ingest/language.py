"""The language of a text, by py3langid (a reimplementation of Lui and Baldwin 2012, langid.py)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

# Shorter texts are names and numbers as often as a language.
LEAST_LETTERS = 60
# Below this share of the probability the text may as well be of another language.
SURE = 0.9
# Enough to tell, and a long article costs no more than a short one.
READ = 4000


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of a text's language ("en"); None where it is too short or could be another."""
    if sum(char.isalpha() for char in text[:READ]) < LEAST_LETTERS:
        return None
    language, probability = _identifier().classify(text[:READ])
    return str(language) if probability >= SURE else None


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
