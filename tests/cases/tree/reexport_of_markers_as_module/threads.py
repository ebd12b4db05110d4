from lockweave import concurrent
