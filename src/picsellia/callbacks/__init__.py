"""Callbacks for training libraries: `picsellia.callbacks.keras`, `.lightning`, `.ultralytics`, `.transformers`.

Each is a module of its own, imported by whoever uses that library; nothing here imports any of them. All log in the
background and never raise into the training.
"""
