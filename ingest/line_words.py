"""Words by which a line tells whether it reports, speaks to its reader or is a site's, in the languages read most."""

from __future__ import annotations

import re

# They hold sentences together; headlines, names and menu entries do without.
SMALL = frozenset(
    "the a an of to in and that for on with as at by from was were is are has have had be been it he she they his her"
    " their its who which this but not after said would will than or when about into over more"
    " der die das den dem des ein eine einen einem einer und im zu zum zur von vom mit auf für ist sind war waren hat"
    " haben wurde wird nicht auch sich als nach bei aus dass er sie es am um"
    " le la les l un une et à au aux en dans pour par sur est sont ont été qui que il elle ils se ne pas plus avec ce"
    " cette son sa ses d qu du de el los las del y o una para con su sus fue ha han no al lo como más".split()
)
READER = frozenset(
    "you your yours yourself we our ours us you're you'll you've we're we've we'll you’re you’ll you’ve we’re we’ve"
    " ihr ihre ihren ihrem ihrer ihnen wir uns unser unsere unseren unserem unserer du dein deine deinen"
    " vous votre vos nous notre nos tu tus te usted ustedes nosotros nuestro nuestra nuestros nuestras".split()
)
SELF = frozenset("i i'm i've i’m i’ve i'd i’d my me ich mein meine mir mich je j mon ma mes moi yo mi mis".split())
SAID = frozenset(
    "said says told added announced according reported asked wrote sagte sagt teilte mitteilte erklärte"
    " zufolge déclaré annoncé indiqué selon affirmé assuré expliqué dit dijo afirmó declaró según aseguró explicó"
    " señaló".split()
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
    r"|mitglied\w*|socio\w*|exclusive|exklusiv\w*|unlimited|weekly|daily|täglich\w*|quotidien\w*)\b",
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
    r"|escucha|apúntate|comparte|descubre|apoya|inicia|ya|quieres|quiere|haz|haga|conoce|consulta)\b",
    re.IGNORECASE,
)
# How German and French speak to a reader whom they do not know: "Sie" inside a sentence, "recevez" in small letters.
POLITE = re.compile(r"(?<=[a-zäöüß,] )(?:Sie|Ihnen|Ihre?[mnrs]?)\b|\b(?!chez|assez|rendez)[a-zéèê]{3,}ez\b")
# Who writes for a site, as it says below a report.
ROLE = re.compile(
    r"\b(?:reporters?|editors?|correspondents?|columnists?|writers?|authors?|journalist\w*|journaliste\w*|redakteur\w*"
    r"|redaktion|autor(?:in|en|a|es)?|korrespondent\w*|rédact\w+|correspondante?s?|auteure?|corresponsal\w*"
    r"|periodistas?|redactora?)\b",
    re.IGNORECASE,
)
