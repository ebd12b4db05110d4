"""`property(get, set)` runs its functions where the attribute is read and written."""
from lockweave import concurrent

reads = 0
writes: list[int] = []


class Cell:
    def _get(self) -> int:
        global reads
        reads += 1
        return 1

    def _set(self, n: int) -> None:
        writes.append(n)

    value = property(_get, _set)


@concurrent
def look(cell: Cell) -> int:
    return cell.value


@concurrent
def change(cell: Cell, n: int) -> None:
    cell.value = n


def main() -> None:
    for future in [look(Cell()) for _ in range(5)] + [change(Cell(), n) for n in range(5)]:
        future.result()
    print(reads, sorted(writes))


if __name__ == "__main__":
    main()
