# coding: utf-8
# The bytes below are not UTF-8: LW003 with the place.
name = "größe"
from lockweave import concurrent
