from shop.core import add
