"""What a person chose in the page for asking, kept in one file beside the library, so that it outlives both."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError, field_validator

from assistant.answer import Refusal
from assistant.assistant import EVIDENCE_HITS
from assistant.errors import AssistantError, ModelError

MOST_PASSAGES = 50
# The choice of no language model, where the settings name one.
NO_LLM = "none"


class PreferencesError(AssistantError):
    """What was chosen cannot be kept."""


class Preferences(BaseModel, frozen=True):
    """What is chosen; None is what the settings say.

    `refusal` is the level, `passages` how many an answer is made from, `llm` names the language model that writes, or
    is NO_LLM.
    `damage` is one line that says why the file could not be read, and is never written.
    """

    refusal: Refusal | None = None
    passages: int = Field(default=EVIDENCE_HITS, ge=1, le=MOST_PASSAGES)
    llm: str | None = None
    damage: str = Field(default="", exclude=True)

    @field_validator("llm")
    @classmethod
    def _is_spec(cls, spec: str | None) -> str | None:
        """Refused here, for a page that cannot open its assistant could not mend it."""
        from assistant.llm import parse_spec

        try:
            if spec not in (None, NO_LLM):
                parse_spec(spec)
        except ModelError as error:
            raise ValueError(str(error)) from error
        return spec

    def language_model(self, set_outside: str | None) -> str | None:
        """The language model that writes, where the settings name `set_outside`; None where sentences are quoted."""
        return None if self.llm == NO_LLM else self.llm or set_outside


def preferences_path(library: Path) -> Path:
    """Where the choices for the library in the folder `library` are kept."""
    return library.with_name(f"{library.name}-page.json")


def load_preferences(library: Path) -> Preferences:
    """What was chosen for the library; of a file that cannot be used, nothing, and its `damage`."""
    path = preferences_path(library)
    try:
        return Preferences.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return Preferences()
    except OSError as error:
        reason = error.strerror
    except ValidationError as error:
        reason = " ".join(str(error.errors()[0]["msg"]).split())
    return Preferences(damage=f"{path} cannot be used ({reason}); what is chosen next replaces it.")


def save_preferences(library: Path, **choices: object) -> Preferences:
    """Keeps the choices, with what was chosen before. Raises PreferencesError where they are none or cannot be kept.

    The file is replaced in one step, so a crash leaves the old or the new one.
    """
    path = preferences_path(library)
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        chosen = Preferences.model_validate(load_preferences(library).model_dump() | choices)
        draft.write_text(chosen.model_dump_json(indent=1) + "\n", encoding="utf-8")
        draft.replace(path)
    except ValidationError as error:
        raise PreferencesError(str(error.errors()[0]["msg"]).removeprefix("Value error, ")) from error
    except OSError as error:
        raise PreferencesError(f"{path} cannot be written ({error.strerror}); make room or allow it.") from error
    finally:
        draft.unlink(missing_ok=True)
    return chosen
