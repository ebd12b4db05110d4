from .registry import register
from .api import start
