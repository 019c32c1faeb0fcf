"""What can go wrong, told in one line: what happened, with which value, what to do next.

AssistantError
├── SettingsError          a setting is unknown or has an impossible value
├── LibraryError
│   ├── LibraryNotFound    there is no library at the path yet
│   ├── LibraryBusy        another process is writing to it
│   ├── LibraryMismatch    it was made with another embedding model, by another version, or its vectors are elsewhere
│   └── LibraryUnreachable the server that holds its vectors does not answer, or refuses
├── ModelError             a model cannot be loaded or reached, or is not the one expected
├── UnreadableArticle      a file is not an article that can be read (it is skipped, the rest goes in)
├── QuestionSetError       a question set has a wrong line
└── DataError              a benchmark's data, or a stored run, is missing or broken
"""


class AssistantError(Exception):
    """Base of every error a person is told about; the command line and the page print its text as it is."""


class SettingsError(AssistantError):
    """A setting is unknown or has an impossible value."""


class LibraryError(AssistantError):
    """Something about a library."""


class LibraryNotFound(LibraryError):
    """There is no library at the path yet."""


class LibraryBusy(LibraryError):
    """Another process is writing to the library."""


class LibraryMismatch(LibraryError):
    """The library was made with another embedding model, by another version, or its vectors are elsewhere."""


class LibraryUnreachable(LibraryError):
    """The server that holds the library's vectors does not answer, or refuses."""


class ModelError(AssistantError):
    """A model cannot be loaded or reached, or its weights are not the published ones."""


class UnreadableArticle(AssistantError):
    """A file cannot be read as an article. The text is the reason alone; the report adds the source."""


class QuestionSetError(AssistantError):
    """A question set cannot be used; the text names file and line."""


class DataError(AssistantError):
    """Data of an evaluation (a benchmark's files, a stored run, the floors) is missing or broken."""
