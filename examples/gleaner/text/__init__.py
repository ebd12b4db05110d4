"""Words: finding them, reducing them to stems, and telling alike texts by them."""

from .fingerprint import distance, fingerprint
from .stemmer import stem
from .stopwords import is_stop_word
from .tokens import Token, sentences, terms, tokenise

__all__ = ["Token", "distance", "fingerprint", "is_stop_word", "sentences", "stem", "terms", "tokenise"]
