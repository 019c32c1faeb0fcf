"""Word documents (.docx)."""

from __future__ import annotations

import io

from assistant.errors import UnreadableArticle
from ingest.document import Document
from ingest.readers.member import Options
from ingest.readers.zip import admit, open_zip

_CAPTION = "Caption"
_TITLES = ("Title", "Heading 1")


def read_docx(content: bytes, options: Options) -> Document:
    """The paragraphs and tables of a document; the first one styled as a title, or as a first heading, is the title.

    Its properties are not read: they tell of the file and of the template it was made from. Raises UnreadableArticle
    when it is no Word document.
    """
    for info in open_zip(content).infolist():
        admit(info, options)
    import docx  # here, because most ingests meet no Word document
    from docx.opc.exceptions import OpcError
    from docx.table import Table

    try:
        document = docx.Document(io.BytesIO(content))
    except (OpcError, ValueError, KeyError) as error:
        raise UnreadableArticle("it is no Word document, or a broken one") from error
    title = None
    lines: list[str] = []
    captions: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            lines += [" | ".join(" ".join(cell.text.split()) for cell in row.cells) for row in block.rows]
            continue
        text = " ".join(block.text.split())
        if title is None and text and block.style is not None and block.style.name in _TITLES:
            title = text
        elif block.style is not None and block.style.name == _CAPTION:
            captions.append(text)
        else:
            lines.append(text)
    return Document("\n\n".join(line for line in lines if line), title=title, captions=tuple(captions)).stated_in(
        "text"
    )
