"""Words that tell what a number is: in English, German, French, Spanish, Italian and Dutch."""

# ruff: noqa: SIM905 -- word lists read better as texts

from __future__ import annotations

import re
from typing import Final

SCALES: Final = {
    **dict.fromkeys("hundred hundert cent cien".split(), 100),
    **dict.fromkeys("thousand thousands tausend tsd mille mil duizend k".split(), 1_000),
    **dict.fromkeys(
        "million millions mio millionen millones milioni milione miljoen mn m lakh".split(), 1_000_000
    ),
    **dict.fromkeys(
        "billion billions bn b mrd milliarde milliarden milliard milliards miliardi miljard".split(),
        1_000_000_000,
    ),
    **dict.fromkeys("trillion trillions tn billionen".split(), 1_000_000_000_000),
}
SCALES["lakh"] = 100_000
"""What a word after a number multiplies it by. English words go first: a German 'Billion' is rare in news."""

_UNITS: Final = (
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty""",
    """null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn
    sechzehn siebzehn achtzehn neunzehn zwanzig""",
    """zéro une deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize
    dix-sept dix-huit dix-neuf vingt""",
    """cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis
    diecisiete dieciocho diecinueve veinte""",
    """zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici
    sedici diciassette diciotto diciannove venti""",
    """nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien
    zeventien achttien negentien twintig""",
)
_TENS: Final = (
    "thirty forty fifty sixty seventy eighty ninety",
    "dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "trente quarante cinquante soixante",
    "treinta cuarenta cincuenta sesenta setenta ochenta noventa",
)
WORDS_OF: Final = {
    language: {
        **{word: value for value, word in enumerate(units.split())},
        **dict(zip(tens.split(), range(30, 100, 10), strict=False)),
    }
    for language, units, tens in zip(
        ("en", "de", "fr", "es", "it", "nl"), _UNITS, (*_TENS, "", ""), strict=True
    )
}
"""The words of each language by themselves: 'sei' is six in Italian alone."""
WORDS: Final = {
    **{word: value for line in _UNITS for value, word in enumerate(line.split())},
    **{word: value for line in _TENS for value, word in zip(range(30, 100, 10), line.split(), strict=False)},
    "dozen": 12,
    "dutzend": 12,
    "douzaine": 12,
    "docena": 12,
    "couple": 2,
    "hundred": 100,
    "thousand": 1000,
    "hundert": 100,
    "tausend": 1000,
    "cent": 100,
    "mille": 1000,
    "cien": 100,
    "mil": 1000,
}

MONTHS: Final = frozenset(
    """january february march april may june july august september october november december jan feb mar
    apr jun
    jul aug sep sept oct nov dec januar jänner februar märz mai juni juli oktober dezember janvier février
    mars avril juin juillet août septembre octobre novembre décembre enero febrero marzo abril mayo junio
    julio agosto septiembre octubre noviembre diciembre gennaio febbraio aprile maggio giugno luglio
    settembre ottobre dicembre maart mei augustus""".split()
)
DAYS: Final = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays
    saturdays sundays mon tue tues wed thu thurs fri sat sun montag dienstag mittwoch donnerstag freitag
    samstag sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles
    jueves viernes sábado domingo""".split()
)
TIME_UNITS: Final = frozenset(
    """second seconds sec minute minutes min mins hour hours hr hrs day days night nights week weeks weekend
    weekends month months year years yr yrs year-old years-old decade decades century centuries am pm a.m
    p.m o'clock o’clock uhr sekunde sekunden minuten stunde stunden tag tage tagen nacht nächte woche
    wochen monat monate monaten jahr jahre jahren jahrzehnte jahrzehnten jahrhundert heure heures jour
    jours nuit nuits semaine semaines mois an ans année années siècle hora horas minuto minutos día días
    noche noches semana semanas mes meses año años siglo ora ore minuti giorno giorni settimana settimane
    mese mesi anno anni uur dag dagen weken maand maanden jaar jaren utc gmt cet bst est pst hrs h""".split()
)
PENALTY: Final = re.compile(
    r"(?:years?|months?|Jahren?|Monaten?)[ \u00a0](?:in prison|in jail"
    r"|behind bars|Haft|Gefängnis|Freiheitsstrafe)\b"
)
NUMBERING: Final = (
    frozenset(
        """no nos nr number numbers num page pages pp chapter section sections article articles paragraph
        clause rule
        act title route highway road street flight room suite gate platform track pier berth line lines
        grade class phase part parts episode series season volume vol issue version channel round level
        stage step type form figure fig table item lot block building unit apartment flat house box
        question point age aged ages day week month year verse psalm category tier division district ward
        region zone sector group size top game match act scene call dial phone tel telephone fax since
        until circa ca at around: seite seiten kapitel abschnitt artikel absatz paragraf paragraph straße
        strasse zimmer gleis linie klasse phase teil folge staffel band ausgabe kanal runde stufe platz
        hausnummer alter jahrgang jahr tag woche um seit ab telefon nummer ziffer punkt page pages
        chapitre article numéro ligne étage rue âge âgé âgée número página capítulo artículo calle edad
        numero pagina capitolo articolo via età leeftijd nummer pagina artikel § #""".split()
    )
    | MONTHS
    | DAYS
)
BEFORE_A_COUNT: Final = frozenset(
    """about at least some the more than nearly over up to of in and only just all another around almost
    for with
    these those its their his her our a an when where while after before but that as fewer less most
    exactly roughly approximately every nor or by from than between including police officials another
    mindestens rund etwa über mehr als die der das den dem knapp bis zu fast ungefähr nach bei mit von für
    in insgesamt environ plus de au moins les des près más al menos unos unas cerca los las oltre circa
    almeno i gli le ongeveer meer dan minstens de bijna""".split()
)
AFTERWARDS: Final = MONTHS | frozenset(
    """st nd rd th percent per times time x vs v degrees other others more fewer less different same
    mal grad andere anderen weitere weiteren fois veces volte keer points point runs laps""".split()
)
AUXILIARIES: Final = frozenset(
    """is are was were be been being has have had will would could can may might must shall should do does did
    also still now then so yet currently already reportedly therefore however thus again later today
    said say says told
    went came took saw made got gave became began rose fell hit held kept stood found sent set put spent
    go come take see make get give become begin rise fall hold keep stand find send spend
    ist sind war waren wird werden wurde wurden hat haben hatte hatten sei seien auch noch nun bereits
    est sont était étaient ont avait avaient es son era eran han había habían sono erano hanno
    zijn waren""".split()
)
STOPS: Final = frozenset(
    """a an the this that these those of in on at to by for from with without and or but nor as than after
    before
    since until when while where who whom whose which what because if during under over across around
    about near into onto out outside inside below above beyond within throughout off up down between against
    among    through including according amid despite
    per it its he she they his her their our we i you not no plus there here too
    der die das den dem des ein eine einen
    einem einer in im an am auf aus bei mit nach von vom vor zu zum zur über unter um für gegen ohne durch
    bis seit und oder aber als wie wenn weil dass ob es er sie sich nicht kein keine laut während wegen le
    la les un une de du des dans en sur à au aux par pour avec sans et ou mais que qui dont où selon el la
    los las un una de del en por para con sin y o u pero que se según a al sobre entre il lo gli i una di
    del della dei delle nel nella su per con senza e o ma che si secondo het een van op te door voor met
    zonder en of maar dat die niet""".split()
)
LANGUAGES: Final = frozenset(("en", "de", "fr", "es", "it", "nl"))
"""The languages that these words are of; in others a number may well be an age or a year."""
QUALIFIER: Final = re.compile(
    r"(?<!\w)(?P<words>(?:at least|at most|more than|fewer than|less than|up to|as many as|nearly|about"
    r"|around|some|almost|over|only|roughly|approximately|an estimated|another|a further|mindestens|rund|etwa"
    r"|mehr als|weniger als|knapp|bis zu|fast|weitere|environ|plus de|moins de|au moins|près de|más de"
    r"|menos de|al menos|cerca de|circa|oltre|almeno|meer dan|minstens|bijna)[ \u00a0])\Z",
    re.IGNORECASE,
)
