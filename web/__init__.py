"""The public page: what the publication says, in plain words, and the published files themselves.

It reads a publication folder (docs/spec/03) and nothing else: no database, no key, no personal
data. What it shows can therefore be shown by anybody who has a copy of that folder.
"""
