from .state import hits, note

__all__ = ["hits", "note"]
