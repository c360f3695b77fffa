"""Whether a word can be Vietnamese: the test by which a broken encoding is known."""

from __future__ import annotations

import re
from functools import lru_cache

from catalog.lib.vietnamese import drop_tones, nfc

_ONSET = "ngh?|gh|gi|kh|nh|ph|th|tr|ch|qu|[bcdđghklmnprstvx]"
# Every rime of written Vietnamese without its tone, those of loan words left out.
_RIME = (
    "a|ac|ach|ai|am|an|ang|anh|ao|ap|at|au|ay|ăc|ăm|ăn|ăng|ăp|ăt|âc|âm|ân|âng|âp|ât|âu|ây|e|ec|em|en|eng|eo|ep|et|ê|"
    "êch|êm|ên|ênh|êp|êt|êu|i|ia|ich|im|in|inh|ip|it|iu|iêc|iêm|iên|iêng|iêp|iêt|iêu|o|oa|oac|oach|oai|oam|oan|oang|"
    "oanh|oao|oap|oat|oay|oăc|oăm|oăn|oăng|oăt|oc|oe|oen|oeo|oet|oi|om|on|ong|ooc|oong|op|ot|ô|ôc|ôi|ôm|ôn|ông|ôp|"
    "ôt|ơ|ơi|ơm|ơn|ơp|ơt|u|ua|uân|uâng|uât|uây|uc|uê|uêch|uênh|ui|um|un|ung|uơ|up|ut|uy|uya|uych|uyên|uyêt|uynh|uyt|"
    "uyu|uôc|uôi|uôm|uôn|uông|uôt|ư|ưa|ưc|ưi|ưm|ưn|ưng|ưt|ưu|ươc|ươi|ươm|ươn|ương|ươp|ươt|ươu|y|yêm|yên|yêng|yêt|"
    "yêu"
)
_SYLLABLE = re.compile(f"(?:{_ONSET})?(?:{_RIME})")
# Not syllables, but what every annex holds (Decree 30/2020/NĐ-CP, annex III: abbreviated names of documents).
_ABBREVIATIONS = frozenset({"QĐ", "NĐ"})
# Legacy encodings put letters at the places of signs, so only blanks and ASCII punctuation part words.
_BREAKS = re.compile(r"[\s!-/:-@\[-`{-~–—“”‘’…]+")


@lru_cache(maxsize=20_000)
def looks_vietnamese(word: str) -> bool:
    """Whether the word is one written syllable, with capitals only in front or throughout."""
    if word in _ABBREVIATIONS:
        return True
    if not (word.islower() or word.isupper() or word[1:].islower() or len(word) == 1):
        return False
    return bool(_SYLLABLE.fullmatch(drop_tones(word)))


def marked_words(text: str) -> list[str]:
    """Give the words that are not plain ASCII: those that an encoding can break."""
    return [word for word in _BREAKS.split(nfc(text)) if word and not word.isascii()]


def count_vietnamese(text: str) -> int:
    """Count the marked words that can be Vietnamese."""
    return sum(looks_vietnamese(word) for word in marked_words(text))
