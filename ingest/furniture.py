"""Lines that belong to a site and not to its report: what they look like, and how much goes with each."""

from __future__ import annotations

import re

# Each pattern must match a whole line, letter case and a list's bullet aside; # stands for a number.
_LINES = r"""
no time to read\??( get a summary)?
get a summary
loading( now)?(\.\.\.|…)?
source( link)?
(view|read) (the )?(original|source)( article)?
advert(isement)?s?( ?[-–—·•|:] ?.{0,40})?
(article|story) continues( below( advertisement)?)?
donate|reuse this content|share full article
(skip|jump) (to|past|directly to) [^.!?]{3,30}|skip (advertisement|navigation|links)
(youtube )?video( player)?
here is a related video:?
# min(ute)?s?( read| ago)?
reading time:? # min(ute)?s?
(share|tweet|email|e-mail|print|save|copy link|pin it|whatsapp|telegram|facebook|twitter|linkedin|reddit|\s|[|,·•/])+
(share|save) (this( article| story| post| page)?|on .{2,20}):?
click to share .*
(log|sign) ?in|log ?out|register|subscribe|menu|search|close|home|newsletters?|sign up
(subscribe|home|menu|log in|sign in|register|\s)+
(post|leave|add|write) (a |your )?(comment|reply)s?
(cancel|submit)( (comment|reply))?
\d+ comments?|(no |view )?comments?( \(\d+\))?|join the (conversation|discussion)
your e-?mail( address)? will (not be published|stay private).*
(required )?fields (are )?(marked|with a star).*
(your )?(name|email|e-mail|website|url|comment)( \*)?:?
save my name.*(next time|browser).*
notify me of .* by email\.?
you must be (logged|signed) in to (post|leave|write) a (comment|reply)\.?
please enter your (comment|name|e-?mail).{0,20}
this site is protected by (h|re)captcha.*
(previous|next|prev) (article|post|story)
about the author
all rights reserved.*|©.*
this site uses (cookies|akismet).*|we use cookies.*|accept( all)?( cookies)?|cookie settings
((terms( of (use|service))?|privacy( policy)?|contact( us)?|about( us)?)[ |·•]*)+
getty images
back to top|scroll to top|load more|show more|see more|continue reading
toggle( table of contents)?|\[?(hide|show)\]?
(link )?copied!?|listen to (this )?(article|story)|(gift|save) (this )?(article|story)
(type|enter) your (e-?mail|name)( address)?(\.{3}|…)?
(this entry was )?posted (in|under) [^.!?]*( and tagged .*)?
[-=_*~–—•·.|\s]{3,}
zum inhalt springen|startseite|anmelden|impressum|datenschutz(erklärung)?|agb|teilen|merken|anzeige|nach oben|feedback
(artikel )?anhören|kommentare?|mehr( anzeigen)?|lesezeit:? # min\.?
(jetzt )?(kostenlos )?abonnieren|abonnement|abo testen
aller au (contenu|menu)( principal)?|accueil|se connecter|s.abonner|s.inscrire|partager|publicité|mentions légales
plan du site|gestion des cookies|temps de lecture ?:? # min\.?|la suite après cette publicité
ir al contenido|inicio|buscar|menú|suscríbete|iniciar sesión|inicia sesión|publicidad|normas
(compartir( en \w+)?[, ]*)+
vai al contenuto|ga naar (de )?(hoofd)?inhoud|naar (de )?(hoofd)?inhoud|(ir|pular) para o conteúdo|przejdź do treści
passer la navigation|(gå|hoppa) till (huvud)?innehåll(et)?|(gå|hopp) til (hoved)?in[nd]hold(et)?
copiar enlace|archivado en|síguenos en .{2,20}|deja un comentario|ir a los comentarios
"""
# The same, for lines that begin as furniture does; one that goes on as a sentence is one.
_OPENINGS = r"""
copyright (©|\(c\)|#).*|copyright [^.!?]*
tags?:.*|filed under:?.*|topics?:.*|categor(y|ies):.*
←.*|.*→
(watch|listen|read|video|gallery|zum thema|mehr|lees ook|leggi anche|leia também)\s?[:|].*
(läs (mer|också)|læs også|les også)\s?[:|].*
(also read|read also|read more|see also|lire aussi|à lire aussi|lea también|lesen sie auch|te puede interesar)\s*[:|].*
(czytaj (też|także|również|więcej)|zobacz też|čtěte také|přečtěte si|citește și|ayrıca okuyun)\s*[:|].*
from the (january|february|march|april|may|june|july|august|september|october|november|december) [0-9]+ issue:.*
>>.*
"""


def any_of(lines: str) -> re.Pattern[str]:
    """What matches one of these lines, letter case aside; # stands for a number."""
    patterns = lines.replace("#", "[0-9]+").strip().split("\n")
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


FURNITURE = any_of(_LINES)
OPENINGS = any_of(_OPENINGS)

# The headline that follows belongs to another article.
TEASER = re.compile(r"(previous|next|prev) (article|post|story):?", re.IGNORECASE)

# The lines that follow, up to the next sentence, are headlines of other articles.
TEASERS = re.compile(
    r"(you (may|might) (also )?(like|be interested in)|related( (articles?|stories|posts|news|coverage))?"
    r"|read (also|more|next)|(read |explore )?more (from|on|stories|news)[^.!?]{0,30}"
    r"|recommended( \w+| for you)?"
    r"|more:|trending( now)?|most (read|popular|viewed)( in \w+)?|latest (news|stories)"
    r"|see also|don.t miss|explore further"
    r"|also from this source|editor.?s.? picks|promoted (stories|content)|sponsored( links)?"
    r"|lesen sie auch|mehr (zum thema|lesen über)|verwandte artikel|auch interessant"
    r"|(à )?lire aussi|sur le même sujet|les plus lus|más información|lea también|noticias relacionadas"
    r"|lo más (visto|leído)|(lees|bekijk) ook|meest gelezen|net binnen|leggi anche|i più letti|leia (também|mais)"
    r"|mais lidas|you may like|sponsored content|further reading|most popular|dans la même rubrique|in other news"
    r"|subscribers are reading|recommended (reading|stories|articles)|more press releases|elsewhere on the (web|site)"
    r"|weitere artikel|das könnte sie auch interessieren|meistgelesen|plus d.articles|te recomendamos"
    r"|potrebbe interessarti( anche)?|consigliati per te"
    r"|czytaj (też|także|również)|zobacz (też|także|również)|polecane|najpopularniejsze|läs (också|mer)|mest läst"
    r"|læs (også|mere)|mest læste|les også|mest lest|čtěte také|nejčtenější|citește și|ayrıca bakınız"
    r"|ilgili haberler|en çok okunanlar):?",
    re.IGNORECASE,
)

# The list that follows repeats the article's own headings.
CONTENTS = re.compile(
    r"(table of )?contents:?( toggle| \[?(hide|show)\]?)?|in this (article|story):?|on this page:?", re.IGNORECASE
)
CONTENTS_NUMBER = re.compile(r"^(\d{1,2}\.)*\d{1,2}[.)]?\s+")

# A comment form; what follows to the end of the page is the form's.
COMMENT_FORM = re.compile(r"(leave|post|add|write) (a |your )?(comment|reply)", re.IGNORECASE)

# The one word above a headline that names the part of the site.
SECTION = re.compile(
    r"breaking|(breaking |latest |top )?(news|world|politics|business|economy|opinion|sports?|culture|technology|tech"
    r"|science|health|europe|asia|africa|americas|middle east|us|u\.s\.|uk|international|national|local|analysis"
    r"|explainer|exclusive|live)",
    re.IGNORECASE,
)

# What it stands before describes a picture: whole sentences or not where it is one word.
CAPTION_LABEL = re.compile(
    r"(?:images?|photos?|photographs?|pictures?|pictured|captions?|illustrations?)\b(?P<more>[^:.]{0,20}):\s",
    re.IGNORECASE,
)

LIST_ITEM = re.compile(r"^\s*(?:[-*•‣▪◦·–]|\d{1,2}[.)])\s+")
# Of the same what has no number: buttons stand in lists as well, but "2. Share" is a step of what a report explains.
BULLET = re.compile(r"^\s*[-*•‣▪◦·–]\s+")

# Ends as a sentence ends: a stop, perhaps inside quotation marks or brackets, and the mark of a report's end. German
# quotations close with “, ‘ or «.
# An agency's or an author's sign may stand behind it: "(dpa)", "(kd/dpa)", "(avec AFP)".
_SIGN = r"(?:\s?[♦■●◼]|\s\((?:[a-zà-ÿ]{2,4} )?[A-Za-z]{2,4}(?:/[A-Za-z]{2,4}){0,2}\))?"
SENTENCE_END = re.compile(rf"[.!?…:。！？।؟۔](?:\s?»|[\"'”’“‘«)\]*])*{_SIGN}$")
# The same, but a stop that is no question's nor an abbreviation's: headlines end with "?" and "U.S." as well.
STATEMENT_END = re.compile(rf"(?<!\.\w)[.。।۔](?:\s?»|[\"'”’“‘«)\]*])*{_SIGN}$")
LONG = 25
# Japanese, Chinese and Thai set no spaces: so many letters of theirs are a word.
LETTERS_A_WORD = 2
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")


def many_words(line: str) -> int:
    """How many words a line has, about as many where its language sets no spaces between them."""
    return len(line.split()) + len(_UNSPACED.findall(line)) // LETTERS_A_WORD


def is_furniture(line: str) -> bool:
    """Whether a line belongs to the site and not to the report."""
    words = BULLET.sub("", line, count=1)
    return bool(
        FURNITURE.fullmatch(words)
        or is_labelled_caption(words)
        or (OPENINGS.fullmatch(words) and (words.endswith("?") or not is_report(words)))
    )


def is_labelled_caption(line: str) -> bool:
    """Whether a line is a caption by the label before it; "Photos on social media: they show ..." is a sentence."""
    label = CAPTION_LABEL.match(line)
    return label is not None and not (label["more"] and is_report(line))


def is_menu(line: str) -> bool:
    """Whether a line is a row of menu entries: at least four of one or two words, set apart by bars or dots."""
    entries = [entry.strip() for entry in re.split(r"[|·•›»]", line)]
    return len(entries) >= 4 and all(entry and len(entry.split()) <= 2 and not entry[-1].isdigit() for entry in entries)


def is_sentence(line: str) -> bool:
    """Whether a line reads as running text: it ends as a sentence does, or it is long."""
    return bool(SENTENCE_END.search(line)) or many_words(line) > LONG


def is_statement(line: str) -> bool:
    """Whether a line is running text for certain, which no headline or list entry is."""
    return bool(STATEMENT_END.search(line)) or many_words(line) > LONG


def is_report(line: str) -> bool:
    """Whether a line is a whole sentence such as a report is made of."""
    return bool(SENTENCE_END.search(line)) and many_words(line) >= 8
