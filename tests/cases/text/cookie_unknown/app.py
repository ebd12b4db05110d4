# coding: klingon
# No such encoding: LW003.
name = 1
from lockweave import concurrent
