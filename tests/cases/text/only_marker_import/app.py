# Only our import: it goes, nothing comes.
from lockweave import concurrent
