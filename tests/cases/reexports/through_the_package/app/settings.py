"""Nothing of the markers is in here."""

LIMIT = 3
