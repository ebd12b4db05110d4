# One function is indented by two, another by eight, its inner block by a tab after eight spaces.
import time

from lockweave import concurrent

total = 0


@concurrent
def add(n: int) -> None:
  global total
  if n:
        seen = total
        time.sleep(0)
        if seen >= 0:
        	total = seen + n
  else:
     total -= 1


def main() -> None:
  for future in [add(1) for _ in range(100)]:
      future.result()
  assert total == 100, total
  print(total)
