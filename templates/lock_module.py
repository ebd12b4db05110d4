"""Locks that more than one module needs. Written by Lockweave: do not edit."""

IMPORTS
