from lockweave import *
