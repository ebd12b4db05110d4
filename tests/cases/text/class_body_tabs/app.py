# Methods in a class indented with tabs.
import time

from lockweave import concurrent

total = 0


class Till:
	"""A till."""

	@concurrent
	def add(self, n: int) -> int:
		"""Add."""
		global total
		if n:
			seen = total
			time.sleep(0)
			total = seen + n
		return n


def main() -> None:
	till = Till()
	for future in [till.add(1) for _ in range(100)]:
		future.result()
	assert total == 100, total
	print(total)
