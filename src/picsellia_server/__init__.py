"""The Picsellia platform: REST API, jobs, storage, and the published clients' wire."""

__version__ = "0.1.0"
