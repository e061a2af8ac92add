"""A dishonest operator, simulated against the real verifier and the witnesses' real rules.

`scene` and `nature` are what it cannot change, `dishonest` what it can do, `before`, `after` and
`voids` its strategies, `reader` who judges, `battery` and `table` the counting. The full run is
`scripts/battery steering`; the tests make a short one. In mode (a), beacon and witnesses, what an
operator can still do is turn a result down where everybody sees it; it never gets another one.
A book of the battery has one draw that stands; what several draws do to each other is tested in
`test_delayed_void`.
"""
