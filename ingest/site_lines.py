"""What only stands on pages that were copied whole: captions, stamps, promotion, legal notes."""

from __future__ import annotations

import re

from ingest.furniture import BULLET, any_of

# A picture's caption is told by its credit, which ends the line without a stop, or by the label before it.
CAPTION = any_of(r"""
(item|image|photo|picture|slide) # (of|/) #.*|# of # ?[|:].*|\[(#/#|ima?ge?:.*)\].*|file ?(photo)? ?[-–—:] .*
(image|picture|photo|video|media) (source|caption|credit)s?[,:].*|(getty images|reuse photo|reuters|alamy) .*
.*\b(photo(graph)?|pic(ture)?|image|illustration|video|foto|bild|cr[eé]dit( photo)?)s?( by)? ?(:|\.{3}|…)( .*)?[^.!?\s]
(photos?|photographs?|illustrations?|fotos?|bild) (by|von|de|par) [^.]*|.*[.!?)] (photos?|photographs?) by [^.]*\.?
.*[(\[][^()\[\]]*(photo|image|file|picture|courtesy)\b[^()\[\]]*[)\]]
.*\[[^\[\]]+(/| - )[^\[\]]+\]
.*\S ?/ ?[\w ]*\b(file photo|pictures|images)
""")
# Letter case matters here: "... on Tuesday. Jo Ray", "... on Tuesday. JO RAY / AGENCY", "... on Tuesday | agency"
_NAME_AT_END = re.compile(
    r".*[.] (?:[A-Z][\w’'-]+ ){1,2}[A-Z][\w’'-]+(?: ?/ ?[A-Z]+)?|.* \| [a-z]{2,6}|.*/ ?[A-Z]{2,5}|SOURCE [^!?]{2,60}"
)

# The time of an entry, when a page was changed, how often something was shared, the number of a picture.
STAMP = any_of(r"""
#[:.h]#( ?[ap]\.?m\.?)?( (uhr|[a-z]{1,4}t|utc))?|[-+]?[\d.,/ ]*\d[k+]*
#\s?(seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|[smhdw])( ago)?
(stand|publié|modifié|publicado|actualizado|aktualisiert)\b:?( le| el| am)? #.*
(first |last |originally )?(published|posted|updated|modified|last updated)\b[^.!?]{0,60}#[^!?]{0,40}
[\d.,]*[\dk] (shares?|likes?|replies|views|comments?|more comments?)[.…]*
""")

# What a site says to its reader, in sentences as well as in links; `_TOLD` is in none. Of 13,914 paragraphs of
# 500 articles of realtimeqa_2022 145 are such lines or credits; of 45 of them, read, one was the report's.
_PROMOTION = any_of(r"""
(?=.*\b(you|your|our|us|get|free|daily|weekly|ihrem|votre|tu|su)\b).*\b(newsletters?|inbox|postfach|boîte mail)\b.*
.*\b(sign up|subscribe|log in|click here|follow us|join (us|our)|contact us|download (the|our) app)\b.*
(get|stay|never miss|don.t miss) .{0,40}\b(news|updates|alerts|informed|inbox|headline).*
.*\b(additional|essential|accept|use|uses|allow|autoriser|akzeptieren|aceptar)\b.{0,20}\bcookies\b.*
.*\bcookies (to|pour|um|para)\b.*
.*\b(verwende[nt]|nutz(t|en)|utilis(e|ons)|utiliza(mos)?|usa(mos)?|utilizza(no|mo)?|gebruik(t|en))\b.{0,40}\bcookies\b.*
.*\b(używam?y?|använder|bruge[rs]?|bruker|používá(me)?)\b.{0,40}\b(cookies|plik\w+ cookie|kakor|informasjonskapsler)\b.*
.*\b(all rights reserved|tous droits réservés|alle rechte vorbehalten|todos los derechos reservados)\b.*
.*(copyright|©) ?#.*
.*\b(content of external sites|subject to copyright|written permission|creative commons)\b.*
.*\b(privacy (policy|notice)|user agreement|cookie (policy|statement))\b.*
.*\b(community (guidelines|standards)|affiliate (links|commission))\b.*
by (signing up|clicking|subscribing|continuing)\b.*
.*\b(spot|see|notice|report) (an?|any) (spelling|grammar|error|mistake|typo|problem)\b.*|when we learn of a mistake.*
.*\b(readers like you|tax-deductible|(our|independent) journalism|support (my|our) work|feel free to share)\b.*
(this|the) (ad|advert|advertisement)s? (supports?|helps?)\b.*
do you (want|have|need) .*\b(us|here)\b.*
.*\bcomments?\b.*\b(rules|guidelines|moderat\w+|privilege|abusive)\b.*|(no|\d+) comments? yet.*
.*\byou can (change|unsubscribe|opt out|manage|update) .{0,60}\b(any ?time|settings|preferences|selections?|here)\b.*
.*\bno spam\b.*|.*\bunsubscribe\b.*|.*\bcookies\b.{0,80}\b(website|site|browser|experience|function)s?\b.*
.*\b(registered trademark|may not be (published|reproduced|republished|copied)|ipso[- ]regulated)\b.*
(have|got) a (news |story )?(tip|story|confidential).{0,60}|want more .{0,40}\?|need more .{0,40}\?
we (want|would like|.d love) to hear .*\b(you|your)\b.*|tell us what you think.*
(follow|find|like) (him|her|them|us|me) on .*
follow .{2,40} on .*\b(facebook|twitter|instagram|tiktok|bluesky|linkedin|whatsapp|threads|snapchat)\b.*
when (search|autocomplete) (suggestions|results) (are|become) available\b.{0,80}
(loading|fetching) .{0,30}|.{0,30} is loading\b.*|.* (paid program|brandvoice)\b.*
.*\b(javascript|your browser|free trial|rest of this (article|story)|degraded version)\b.*
.*\bwe (and|or) our (# )?partners\b.{0,40}\b(store|use|process|access)\b.*\b(cookies?|data|information|technologies)\b.*
this is a (developing|breaking)( news)? story\b.*
(.{0,80}[.!?] )?(book|buy|shop|enter|apply|donate|register) (now|today|here)( (and|for|your|to|with) [^.!?]{0,40})?[.!]?
.*\b(take|try) our .{0,30}\b(quiz|survey|test)\b.*
stay (with|tuned) .*\bupdates?\b.*
.{0,60}\breaders can (bag|claim|grab|save|win)\b.{0,60}|.*\bcollect your (codes?|tokens?|vouchers?)\b.*
(photo(graph)?s|images|(video )?footage)\b.{0,60}\bavailable (here|on request|for download)\b.*
spokes(people|persons)\b.{0,60}\bavailable for interview.*
.*\bai[- ]generated\b.*|.*\bour journalists\b.*|.*\b(standards organisation|editors.? code)\b.*
""")

# Whom a site asks to let it keep data; the sentence may quote its own button.
_CONSENT = any_of(r"""
.*\b(we (and|or) our|wir und unsere|nous et nos|nosotros y nuestros|noi e i nostri) # (partner|socios)\w*\b.*
.*\b(wij en onze|nós e nossos|nas i naszych|vi och våra) # (partner|parceiros)\w*\b.*
""")

# Buttons and labels in more languages, short words of which some might be a report's heading elsewhere.
_BUTTONS = any_of(r"""
pubblicità|annuncio|accedi|abbonati|condividi|cerca|continua a leggere( dopo la pubblicità)?|©? ?riproduzione riservata
continua depois da publicidade|publicidade|compartilhar|entrar|assine|copiar link|ouvir a matéria
(tempo|minutos) de leitura
(more|manage) options|(i )?agree|(reject|accept) all|we value your privacy
continuer sans accepter|accepter( et |[ &]+)fermer|tout (accepter|refuser)
ajouter à (vos|mes) (sélections|favoris)|offrir l.article|reporting from [^.!?]{2,40}
advertentie|deel(en)?|inloggen|abonneren|lees verder( onder de advertentie)?|# min(uten)? leestijd
reklama|koniec bloku reklamowego|zaloguj( się)?|udostępnij|prenumerata|strona główna|polityka prywatności|regulamin
annons|logga in|prenumerera|dela( artikeln)?|annonce|log ind|abonner|del( artiklen)?|annonse|logg inn|bli abonnent
inzerce|přihlásit( se)?|předplatné|sdílet|reklam|giriş yap|abone ol|paylaş|publicitate|autentificare|abonează-te
distribuie
[-–—* ]*ends?[-–—* ]*|report (this )?ad|leave this field (empty|blank)[^.!?]{0,30}|# seconds? of #[^.!?]{0,30}
(produced|narrated|voiced) by [^.]{2,40}|produced by .* using ai narration\.?
(this )?(content|video|post|embed) (can ?not|can.t|is not|could not) (be )?(displayed|shown|available|loaded)\b.{0,60}
""")
# Who made the report, as stands below it.
_CREDITS = any_of(r"""
(additional )?(reporting|editing|writing) (by|from) .*|.* contributed (reporting|to this (report|story|article))\b.*
\(?with (inputs?|reporting|additional reporting) (from|by) .*|provided by .*
((this|the) (article|story|essay) )?(first |originally )?(published|appear(s|ed)) in the .{0,30}(print|issue)\b.*
citation: .*|disclaimer:.*|(source|quelle|fuente|über dieses thema berichtete)\b[^.!?]{0,60}( am .*)?
[\w.’'-]+( [\w.’'-]+){1,2} covers .{3,60}
[\w.’'-]+( [\w.’'-]+){1,2} is an? ([\w-]+ ){0,3}(writer|reporter|correspondent|editor|columnist|journalist)\b.*
reach (him|her|them) (at|on|by) .*|.{0,60}\b(may|can) be (reached|contacted) (at|on|by|via)\b.*(@|\d{3}|http).*
""")
# A quotation, or the number of a step that a report explains ("3. Log in"): no site speaks so to its reader.
_TOLD = re.compile(r"[\"“”«»„]|^\d{1,2}[.)]\s")


def is_caption(line: str) -> bool:
    """Whether a line is a picture's caption or its credit."""
    return bool(CAPTION.fullmatch(line) or _NAME_AT_END.fullmatch(line))


def is_site_line(line: str) -> bool:
    """Whether a line is the site's on a page that was copied whole, though elsewhere it might be a report's."""
    line = BULLET.sub("", line, count=1)
    return (
        is_caption(line)
        or any(pattern.fullmatch(line) for pattern in (STAMP, _CREDITS, _BUTTONS, _CONSENT))
        or (not _TOLD.search(line) and bool(_PROMOTION.fullmatch(line)))
    )
