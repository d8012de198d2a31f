"""The letters outside ASCII that the languages of Europe write with: what tells apart encodings of Latin letters.

Each line holds the small letters of one orthography as its own spelling rules list them. CLDR has the same under
`exemplarCharacters`, which Babel leaves out.
"""

from __future__ import annotations

ALPHABETS: tuple[frozenset[str], ...] = tuple(
    frozenset(letters) | frozenset(letters.upper())
    for letters in (
        "àâæçéèêëîïôœùûüÿ",  # French
        "äöüß",  # German
        "áéíñóúüªº",  # Spanish, Galician, Asturian
        "ḷḥáéíñóúü",  # Asturian
        "áâãàçéêíóôõúüªº",  # Portuguese
        "àèéìîòóùº",  # Italian
        "àçéèíïóòúü·",  # Catalan
        "áéèêëïíóöúüàäô",  # Dutch, Afrikaans, Frisian
        "äöåéèà",  # Swedish, Finnish
        "æøåéèóòôêâ",  # Danish, Norwegian
        "áðéíóúýþæö",  # Icelandic
        "áðíóúýæøé",  # Faroese
        "äöõüšž",  # Estonian
        "âêîôûùñéà",  # Breton
        "åâçéèêëîïôûùöü",  # Walloon
        "áéíóúàèìòùâêîôûŵŷäëïöü",  # Irish, Scottish Gaelic, Welsh
        "ëéäüöèê",  # Luxembourgish, Albanian
        "çë",  # Albanian
        "áéíóöőúüű",  # Hungarian
        "ąćęłńóśźż",  # Polish
        "áčďéěíňóřšťúůýž",  # Czech
        "áäčďéíĺľňóôŕšťúýž",  # Slovak
        "čćđšž",  # Croatian, Bosnian, Serbian, Slovenian
        "ăâîșşțţ",  # Romanian
        "ąčęėįšųūž",  # Lithuanian
        "āčēģīķļņšūž",  # Latvian
        "çğıöşüâîûi̇İ",  # Turkish
        "ĉĝĥĵŝŭ",  # Esperanto
        "ċġħżàèìòù",  # Maltese
        "čđŋšŧžáâåäøöæ",  # Sámi
    )
)


def coverage(text: str) -> float:
    """Return which share of the Latin letters outside ASCII of `text` its best alphabet has (1 if there are none)."""
    letters = [char for char in text if char in _LATIN or (not char.isascii() and char.isalpha() and char < "\u0250")]
    if not letters:
        return 1.0
    counts = {char: letters.count(char) for char in set(letters)}
    best = max(sum(counts.get(char, 0) for char in alphabet) for alphabet in ALPHABETS)
    return best / len(letters)


_LATIN = frozenset(char for alphabet in ALPHABETS for char in alphabet if len(char) == 1)
