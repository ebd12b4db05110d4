from .state import *
