"""Locks of doors, not of threads."""

doors = {"front": "shut"}
