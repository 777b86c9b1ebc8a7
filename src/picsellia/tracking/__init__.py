"""Logging that never waits for the server: a journal on disk, and threads that send it.

`tracker.py` takes records in, `journal.py` keeps them, `sender.py` sends them, `registry.py` has one tracker for
each experiment of a process, `sync.py` sends what a process left behind. Nothing heavy is imported here.
"""
