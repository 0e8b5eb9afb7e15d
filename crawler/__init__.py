"""Fetch pages, politely, and keep them as they came."""
