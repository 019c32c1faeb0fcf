"""Emails (.eml) and pages that a browser saved as one (.mhtml)."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

from assistant.errors import UnreadableArticle
from ingest.dates import read_date
from ingest.document import Document
from ingest.names import is_outlet, is_person
from ingest.readers.decoding import decode, tidy
from ingest.readers.html import read_html
from ingest.readers.markup import html_text
from ingest.readers.text import read_text

# The parser takes minutes for what is made of more; a saved page has hundreds of parts.
LONGEST_HEAD, MOST_PARTS = 100_000, 5_000
_HEAD_END = re.compile(rb"\r?\n\r?\n")


def read_eml(content: bytes) -> Document:
    """The article that an email is: its subject is the title, the day it was sent that of publication.

    Raises UnreadableArticle when it is no email, or one without a text.
    """
    message = _parse(content)
    if not message["subject"] and not message["from"]:
        raise UnreadableArticle("it is no email")
    senders = message["from"].addresses if message["from"] else ()
    sender = senders[0].display_name if senders else ""
    sent = message["date"].datetime if message["date"] else None
    return Document(
        body=_body(message),
        title=message["subject"],
        byline=sender if is_person(sender) and not is_outlet(sender) else None,
        outlet=sender if is_outlet(sender) else None,
        published_at=read_date(sent.isoformat()) if sent else None,
    ).stated_in("email")


def read_mhtml(content: bytes) -> Document:
    """The article of a page that was saved with all it shows. Its date is that of saving and is not read.

    Raises UnreadableArticle when there is no page in it, or no article in the page.
    """
    for part in _parse(content).walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            return read_html(_text(part))
    raise UnreadableArticle("there is no page in it")


def _parse(content: bytes) -> EmailMessage:
    head = _HEAD_END.search(content)
    if (head.start() if head else len(content)) > LONGEST_HEAD or content.count(b"\n--") > MOST_PARTS:
        raise UnreadableArticle("its headers or parts are more than an email has")
    return message_from_bytes(content, policy=policy.default)


def _body(message: EmailMessage) -> str:
    """The text, or else the words of the page: a newsletter's without what stands around them, where that is found."""
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    if plain and (text := _text(plain)).strip():
        return read_text(text).body
    if not page or not (markup := _text(page)).strip():
        raise UnreadableArticle("the email has no text")
    try:
        return read_html(markup).body
    except UnreadableArticle:
        return html_text(markup)


def _text(part: Message) -> str:
    """A part in the encoding that it names, else in the one that it looks to be in."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes) or not content.strip():
        return ""
    try:
        return tidy(content.decode(part.get_content_charset() or "ascii"))
    except (LookupError, ValueError):
        return decode(content)
