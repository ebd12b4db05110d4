# No cookie and bytes that are not UTF-8: LW003.
name = "größe"
from lockweave import concurrent
