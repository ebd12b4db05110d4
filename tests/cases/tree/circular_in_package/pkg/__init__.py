registry = {}

from .work import note, register
