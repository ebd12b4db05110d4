from .compat import spawned as background

__all__ = ["background"]
__all__ += ("ONE", "spawned")
ONE = 1

from .compat import spawned
