# A BOM and this comment, nothing to weave: byte for byte.
