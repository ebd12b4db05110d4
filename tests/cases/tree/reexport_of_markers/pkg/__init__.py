from ._threads import parallel, section

__all__ = ["parallel", "section"]
