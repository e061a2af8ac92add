"""The stream of choices: fixed by SHA-256, in range, even enough."""

from collections import Counter
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from demo.stream import SEED, Stream, Weighted


def test_the_first_words_are_those_of_sha256() -> None:
    digests = b"".join(sha256(f"{SEED}:x:{i}".encode()).digest() for i in range(2))
    expected = [int.from_bytes(digests[i : i + 8]) for i in range(0, 64, 8)]
    stream = Stream("x")
    assert [stream.below(2**64) for _ in range(8)] == expected


@given(st.text(max_size=5), st.integers(1, 2**64))
def test_below_stays_in_range(label: str, limit: int) -> None:
    stream = Stream(label)
    assert all(0 <= stream.below(limit) < limit for _ in range(10))


@given(st.text(max_size=5), st.lists(st.integers(), max_size=30))
def test_shuffle_keeps_the_items(label: str, items: list[int]) -> None:
    shuffled = list(items)
    Stream(label).shuffle(shuffled)
    assert Counter(shuffled) == Counter(items)


@given(st.text(max_size=5), st.integers(0, 50), st.data())
def test_sample_has_the_asked_size(label: str, limit: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, limit))
    sample = Stream(label).sample(limit, count)
    assert len(sample) == count
    assert all(0 <= number < limit for number in sample)


def test_weighted_choices_follow_the_weights() -> None:
    stream = Stream("weights")
    choice = Weighted.of([("a", 1), ("b", 2), ("c", 7)])
    seen = Counter(stream.weighted(choice) for _ in range(20_000))
    for item, share in (("a", 2_000), ("b", 4_000), ("c", 14_000)):
        assert abs(seen[item] - share) < 5 * share**0.5


def test_chance_is_per_mille() -> None:
    stream = Stream("chance")
    assert not any(stream.chance(0) for _ in range(100))
    assert all(stream.chance(1000) for _ in range(100))
    assert 1_800 < sum(stream.chance(100) for _ in range(20_000)) < 2_200
