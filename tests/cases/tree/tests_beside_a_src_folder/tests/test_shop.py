import unittest
import shop
from shop import state


class T(unittest.TestCase):
    def setUp(self):
        state.total = 0

    def test_add(self):
        for f in [shop.add(1) for _ in range(50)]:
            f.result()
        self.assertEqual(state.total, 50)
