"""What stands beside the report on a web page: captions, and pull quotes that repeat it."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

_CLASSES = " or ".join(f"contains(@class, '{name}')" for name in ("pull-quote", "pullquote", "pull_quote"))
_PULLED = f"//blockquote | //*[{_CLASSES}]"
_NAMED = ".//cite | .//footer | .//figcaption"
# A shorter quotation is in the report by accident; a paragraph that has fewer characters tells nothing of its place.
PULLED_WORDS, PARAGRAPH = 4, 60
_WORD = re.compile(r"\w+")


def drop_pull_quotes(page: HtmlElement) -> None:
    """Takes the quotations that are set apart out of a page where a paragraph of it has the same words."""
    quotes = page.xpath(_PULLED)
    inside = {paragraph for quote in quotes for paragraph in quote.iter("p")}
    report = "|".join(_words(one.text_content()) for one in page.iter("p") if one not in inside) if quotes else ""
    for quote in quotes:
        text = quote.text_content()
        for name in quote.xpath(_NAMED):
            text = text.replace(name.text_content(), " ")
        words = _words(text)
        if len(words.split()) >= PULLED_WORDS and words in report and quote.getparent() is not None:
            quote.drop_tree()


def captions_of(page: HtmlElement, body: str) -> tuple[str, ...]:
    """The captions of the figures between the paragraphs of the report, which is `body`, each once and in order."""
    report = _words(body)
    found: dict[str, None] = {}
    for caption in page.xpath("//figcaption[not(ancestor::aside or ancestor::nav or ancestor::footer)]"):
        text = " ".join(caption.text_content().split())
        near = [*caption.xpath("preceding::p[1]"), *caption.xpath("following::p[1]")]
        told = [words for one in near if len(one.text_content()) >= PARAGRAPH and (words := _words(one.text_content()))]
        if text and any(words in report for words in told) and _words(text) not in report:
            found[text] = None
    return tuple(found)


def _words(text: str) -> str:
    """A text's words in a row, as they are found within other such rows."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "
