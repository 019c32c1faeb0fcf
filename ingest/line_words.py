"""Words by which a line tells whether it reports, speaks to its reader or is a site's, in the languages read most."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from ingest.furniture import is_report, is_statement

# They hold sentences together; headlines, names and menu entries do without.
SMALL = frozenset(
    "the a an of to in and that for on with as at by from was were is are has have had be been it he she they his her"
    " their its who which this but not after said would will than or when about into over more"
    " der die das den dem des ein eine einen einem einer und im zu zum zur von vom mit auf für ist sind war waren hat"
    " haben wurde wird nicht auch sich als nach bei aus dass er sie es am um"
    " le la les l un une et à au aux en dans pour par sur est sont ont été qui que il elle ils se ne pas plus avec ce"
    " cette son sa ses d qu du de el los las del y o una para con su sus fue ha han no al lo como más"
    " het een van voor met op te dat niet ook maar aan er zijn wordt werd heeft had bij om uit over naar dan nog hij"
    " il gli di che per non è sono della delle dei degli nel nella alla al dal dalla ha hanno anche ma come più si era"
    " o os as um uma do da dos das no na nos nas em ao que não foi são com mais sua seu".split()
)
# Not those that are small words of another language: "du", "te", "nos" and "nas"; nor "dig" and "deres" ("their").
READER = frozenset(
    "please bitte veuillez proszę"
    " you your yours yourself we our ours us you're you'll you've we're we've we'll you’re you’ll you’ve we’re we’ve"
    " ihr ihre ihren ihrem ihrer ihnen wir uns unser unsere unseren unserem unserer dein deine deinen"
    " vous votre vos nous notre tu tus usted ustedes nosotros nuestro nuestra nuestros nuestras"
    " je jij jou jouw jullie uw ons onze tuo tua tuoi tue vostro vostra vostri vostre nostro nostra nostri nostre você"
    " vocês nosso nossa nossos nossas din ditt dina vi oss vår vårt våra deg ditt dine jer jeres dere"
    " twój twoja twoje twoim twojej twojego ciebie nasz nasza nasze naszych naszym".split()
)
SELF = frozenset(
    "i i'm i've i’m i’ve i'd i’d my me ich mein meine mir mich je j mon ma mes moi yo mi mis"
    " ik mij mijn io mio mia miei mie eu meu minha".split()
)
SAID = frozenset(
    "said says told added announced according reported asked wrote sagte sagt teilte mitteilte erklärte"
    " zufolge déclaré annoncé indiqué selon affirmé assuré expliqué dit dijo afirmó declaró según aseguró explicó"
    " señaló zegt zei volgens vertelt meldt dice ha detto secondo spiega spiegato racconta disse afirmou".split()
)
# What sites talk about: themselves, and the ways to pay them, to follow them and to come back.
SITE = re.compile(
    r"\b(?:newsletters?|e-?mails?|inbox|postfach|boîte|bandeja|subscri\w+|suscri\w+|abonn?\w*|sign(?:ing)?"
    r"|log(?:ged|ging|in)?|anmeld\w+|einloggen|registr\w+|connect\w+|konto|account|compte|cuenta|cookies?|privacy"
    r"|datenschutz\w*|confidentialité|privacidad|terms|conditions|agb|impressum|copyright|rights|rechte|droits|derechos"
    r"|comment(?:s|ing|er)?|kommentar\w*|commentaires?|comentarios?|repl(?:y|ies)|antworten|shar(?:e|es|ing)|teilen"
    r"|partag\w+|compart\w+|facebook|twitter|whatsapp|instagram|linkedin|telegram|youtube|pinterest|tiktok|podcasts?"
    r"|apps?|download\w*|herunterladen|télécharg\w+|descarg\w+|click|klick\w+|clic|cliqu\w+|haga|pulse|follow|folgen"
    r"|suiv\w+|sígu\w+|sigue|read(?:ing|ers?)?|lesen|leser\w*|lire|lect\w+|leer|watch|listen|anhören|écouter|escuchar"
    r"|menu|menü|search|suche|recherche|buscar|website|site|page|seite|advert\w*|ads?|anzeige\w*|publicité|publicidad"
    r"|sponsored|promoted|partners?|partenaires|related|trending|popular|latest|most|mehr|more|plus|más|free"
    r"|kostenlos\w*|gratuit\w*|gratis|offers?|angebot\w*|offre|oferta|donat\w+|spend\w+|don|support|unterstütz\w+"
    r"|soutenez|apoya|editors?|redaktion|rédaction|redacción|browser|javascript|loading|video|photo|image|foto|bild"
    r"|gallery|article|artikel|artículo|stor(?:y|ies)|topics?|themen?|tags?|etiquetas|contact|kontakt|contacto"
    r"|feedback|help|hilfe|aide|ayuda|faq|jobs|careers|archive?s?|archiv|rss|home(?:page)?|startseite|accueil|inicio"
    r"|back|top|next|previous|skip|accept|akzeptieren|accepter|aceptar|settings|einstellungen|paramètres|ajustes|vote"
    r"|poll|umfrage|sondage|encuesta|quiz|win|gewinn\w*|tickets?|deals?|shop\w*|buy|kaufen|acheter|comprar|member\w*"
    r"|mitglied\w*|socio\w*|exclusive|exklusiv\w*|unlimited|weekly|daily|täglich\w*|quotidien\w*"
    r"|nieuwsbrief\w*|abonne\w+|inschrijven|aanmelden|inloggen|reacties?|beantwoorden|delen|bewaren|lees|bekijk|klik|volg"
    r"|voorwaarden|adverteren|advertentie|klantenservice|meldingen|nieuws|iscriviti|iscrizione|accedi|abbona\w*"
    r"|commenti|commentare|rispondi|condividi|leggi|lettori|guarda|ascolta|scarica|seguici|redazione|riservat[oi]"
    r"|zaloguj|prenumerat\w+|reklam\w*|komentarz[ey]?|udostępnij|regulamin|prywatności|czytaj|więcej|zapisz|polecane"
    r"|logga|prenumerera|annons\w*|kommentarer|dela|nyhetsbrev|nyhedsbrev|integritetspolicy|přihlásit|předplatné|inzerce"
    r"|komentáře|sdílet|giriş|abone|yorumlar|paylaş|gizlilik|autentificare|abonează|comentarii|distribuie"
    r"|inscreva|assine|assinante|leia|compartilh\w+|coment[aá]rios?|siga|baixe|preferences?|consent|webinar|republish)\b",
    re.IGNORECASE,
)
# How what asks its reader for something begins.
ASKS = re.compile(
    r"(?:get|sign|join|subscribe|read|follow|watch|listen|click|tap|download|register|try|discover|support|give|donate"
    r"|enter|check|find|see|send|tell|share|save|unlock|explore|start|stay|never|don.t|do|have|want|need|looking|like"
    r"|enjoy|become|log|please|thanks|thank|help|make|add|upgrade|access|already|not|ready|choose|select|vote"
    r"|lesen|melden|erhalten|entdecken|abonnieren|folgen|speichern|unterstützen|jetzt|hier|testen|diskutieren|schreiben"
    r"|haben|wollen|möchten|noch|bereits|klicken|teilen|hören|sehen|laden|bleiben"
    r"|\w+ez(?:-\w+)?|déjà|pour|vous|votre"
    r"|suscríbete|suscríbase|regístrate|regístrese|recibe|reciba|sigue|siga|síguenos|descarga|únete|únase|lee|lea"
    r"|schrijf|meld|volg|lees|klik|bekijk|luister|download|vraag|ontvang|wil|zo mis|iscriviti|leggi|scopri|segui|guarda"
    r"|ascolta|scarica|ricevi|abbonati|vuoi|hai|accedi|per commentare|assine|leia|receba|inscreva-se|baixe|veja"
    r"|zapisz|czytaj|dołącz|kliknij|pobierz|kup|zobacz|sprawdź|prenumerera|läs|följ|anmäl|ladda|tipsa"
    r"|dela|köp|få|meld deg|les (?:mer|også|hele|saken|videre)"
    r"|følg|læs|hent|tilmeld|přihlaste|odebírejte|sledujte|abone|takip|citește|urmărește"
    r"|abonează|escucha|apúntate|comparte|descubre|apoya|inicia|ya|quieres|quiere|haz|haga|conoce|consulta|tienes|accede)\b",
    re.IGNORECASE,
)
# How German and French speak to a reader whom they do not know: "Sie" inside a sentence, "recevez" in small letters.
POLITE = re.compile(r"(?<=[a-zäöüß,] )(?:Sie|Ihnen|Ihre?[mnrs]?)\b|\b(?!chez|assez|rendez)[a-zéèê]{3,}ez\b")
# Who writes for a site, as it says below a report.
ROLE = re.compile(
    r"\b(?:reporters?|editors?|correspondents?|columnists?|writers?|authors?|journalist\w*|journaliste\w*|redakteur\w*"
    r"|redaktion|autor(?:in|en|a|es)?|korrespondent\w*|rédact\w+|correspondante?s?|auteure?|corresponsal\w*"
    r"|periodistas?|redactora?|redact(?:eur|rice)s?|(?:s?he|who|(?-i:[A-Z][\w’'-]+ [A-Z][\w’'-]+)) covers"
    r"|verslagge\w+|giornalist\w+|redattric\w+|scrittric\w+|repórter|jornalista)\b",
    re.IGNORECASE,
)
# What `opens_comments` begins with.
_COMMENTS = re.compile(
    r"(?:\d+|view|read|top)? ?(?:comments?|kommentare|leserkommentare|commentaires|contributions|réactions|comentarios"
    r"|thoughts? on|discussion|conversation|reacties|commenti|comentários|opiniones|komentarze"
    r"|kommentarer|komentáře|yorumlar|comentarii)\b.{0,60}",
    re.IGNORECASE,
)
# What `opens_appendix` finds: who wrote it, what it rests on, whom to ask.
_APPENDIX = re.compile(
    r"(?:about|meet) (?:the )?(?:authors?|writers?|us|our reporters?)|(?:the )?authors?(?: bios?)?"
    r"|references?(?: cited)?|bibliography|literature|footnotes?"
    r"|(?:end|foot)?notes|further (?:information|reading)|for more information|acknowledge?ments?|boilerplate"
    r"|(?:(?:media|press) )?contacts?(?: information| details)?|(?:press|media) (?:enquiries|inquiries|office)"
    r"|(?:über|zu) (?:den autor|die autorin|die autoren|uns|das unternehmen)|zu[rm] (?:autor(?:in)?|person)"
    r"|quellen(?:angaben)?|literatur(?:verzeichnis)?|presse-?kontakt|ansprechpartner|weitere informationen"
    r"|(?:à|a) propos (?:de l.auteure?|des auteurs|de nous|d.\w+)|l.auteure?"
    r"|références|bibliographie|contacts? presse|pour en savoir plus|remerciements"
    r"|(?:sobre|acerca de) (?:el autor|la autora|los autores|nosotros)"
    r"|referencias|bibliografía|contactos? (?:de|para) (?:la )?prensa|fuentes|más sobre (?:el autor|la autora)"
    r"|(?:(?:chi è )?l.|sull.|gli )aut(?:ore|ori|rice)|chi siamo"
    r"|riferimenti|bibliografia|fonti|contatti(?: stampa)?|ufficio stampa"
    r"|over (?:de auteurs?|ons)|referenties|bronnen|pers-?contact|literatuur"
    r"|źródła(?: i bibliografia)?|o autor(?:ze|ce|ovi)|källor|om (?:författaren|skribenten)|kilder|zdroje"
    r"|kaynak(?:ça|lar)|yazar hakkında|despre autor"
    r"|sobre [oa]s? autor(?:a|es)?|referências|contatos?(?: de imprensa)?",
    re.IGNORECASE,
)
# "About the author: Jo Ray is a reporter." tells of nothing else.
_OF_AUTHORS = re.compile(r".*\b(?:aut(?:hors?|or\w*|eure?s?|ori|rice|ore)|auteurs?|person)\b.*", re.IGNORECASE)
# Who wrote a report, on a line of its own of so many words at most.
BYLINE_WORDS = 12
_BETWEEN_NAMES = re.compile(r",|\||·| - |\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b|&")
BYLINE = re.compile(r"(?:by|von|par|por|di|door|written by|text)\b:? (?P<who>.{3,80})", re.IGNORECASE)


def opens_comments(line: str) -> bool:
    """Whether a line stands above what readers wrote: "Comments (12)", and no sentence about comments."""
    return bool(_COMMENTS.fullmatch(line)) and not (is_statement(line) or is_report(line))


def opens_appendix(line: str) -> bool:
    """Whether a line begins with the heading of what a page appends to its report: "About the author", "References"."""
    heading, _, rest = line.partition(":")
    return bool(_APPENDIX.fullmatch(heading.strip())) and (not is_report(rest) or bool(_OF_AUTHORS.fullmatch(heading)))


def of_authors(lines: Sequence[str]) -> list[bool]:
    """Which lines begin with the whole name of who wrote the report, as told above it, of whom the site tells below.

    An interview's turns, "Jo Ray: ...", are not meant.
    """
    head = list(takewhile(lambda line: not is_report(line), lines))
    bylines = (BYLINE.fullmatch(line) for line in head if len(line.split()) <= BYLINE_WORDS)
    found = (name.strip() for byline in bylines if byline for name in _BETWEEN_NAMES.split(byline["who"]))
    names = [re.escape(name) for name in found if 2 <= len(name.split()) <= 4 and name[:1].isupper()]
    begins = re.compile(rf"(?:{'|'.join(names)})\b(?!:)") if names else None
    return [begins is not None and begins.match(line) is not None for line in lines]
