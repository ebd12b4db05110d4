from .. import concurrent as in_background
