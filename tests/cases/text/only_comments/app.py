# No code at all: byte for byte.

# The end
