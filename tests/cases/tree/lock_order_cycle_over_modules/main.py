import door
import vault
from lockweave import concurrent


@concurrent(scope="body")
def visit(who):
    vault.put(who, 1)
    door.open_for(who)
    vault.put(who, 2)


@concurrent
def guard(who):
    door.lock.acquire()
    vault.put(who, 3)
    print(vault.gold)
    door.lock.release()
