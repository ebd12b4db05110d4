import pkg.state as st
from lockweave import concurrent


@concurrent
def record(page):
    st.hits[page] = st.hits.get(page, 0) + 1


def main():
    for future in [record(page) for page in "abca"]:
        future.result()
    print(sorted(st.hits.items()))
