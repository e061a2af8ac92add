"""Self-test of the verifier (spec 04 §14): honest books, and attacks it has to name."""
