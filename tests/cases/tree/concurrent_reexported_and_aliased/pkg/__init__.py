from .work import record

__all__ = ["record"]
