from lockweave import atomic as section
from lockweave import concurrent as parallel

__all__ = ["parallel", "section"]
