from .compat import *
from .numbers import *
