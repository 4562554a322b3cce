"""The session inspector: what `make run` adds below a lesson's page, to see what travelled.

It prints what HttpOnly hides, so it answers on this machine only, and nothing else starts it.
"""
