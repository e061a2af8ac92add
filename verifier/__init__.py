"""Independent verifier of a sunlot/v1 publication, written from docs/spec alone.

It shares no code, constant or type with the producer (spec 04, first paragraph). Nothing but
the standard library and ``cryptography`` (Ed25519) is imported, so that the folder can be
copied anywhere and run by itself: ``python -I path/to/verifier PUBLICATION --trust FILE``.
"""
