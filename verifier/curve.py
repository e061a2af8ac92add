"""Membership in the prime-order groups of BLS12-381, in plain Python (spec 02 §11).

A native library is given only points that passed here: what libraries do with points off the
curve or outside of the subgroup differs, and is not for a verifier to find out. G1 is the curve
y² = x³ + 4 over Fp, G2 is y² = x³ + 4(1 + u) over Fp² = Fp[u]/(u² + 1). Both are treated alike: an
element is a pair (a, b) for a + b·u, with b = 0 in G1.
"""

from typing import NamedTuple

P = int(
    "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab",
    16,
)
R = 0x73EDA753299D7D483339D80809A1D80553BDA402FFFE5BFEFFFFFFFF00000001

_BYTES = 48
_X_BITS = (1 << 381) - 1

Element = tuple[int, int]


class _Point(NamedTuple):
    """Jacobian coordinates; z = 0 is the point at infinity."""

    x: Element
    y: Element
    z: Element


_ZERO: Element = (0, 0)
_ONE: Element = (1, 0)
_INFINITY = _Point(_ONE, _ONE, _ZERO)


def _times(a: Element, b: Element) -> Element:
    return (a[0] * b[0] - a[1] * b[1]) % P, (a[0] * b[1] + a[1] * b[0]) % P


def _square(a: Element) -> Element:
    return (a[0] + a[1]) * (a[0] - a[1]) % P, 2 * a[0] * a[1] % P


def _minus(a: Element, b: Element) -> Element:
    return (a[0] - b[0]) % P, (a[1] - b[1]) % P


def _scaled(a: Element, factor: int) -> Element:
    return a[0] * factor % P, a[1] * factor % P


def _root(number: int) -> int | None:
    """A square root mod P, None if there is none (P mod 4 = 3)."""
    root: int = pow(number, (P + 1) // 4, P)
    return root if root * root % P == number % P else None


def _root_in_g1(square: Element) -> Element | None:
    root = _root(square[0])
    return None if root is None else (root, 0)


def _root_in_g2(square: Element) -> Element | None:
    """A square root of a + b·u: c + d·u with c² = (a ± √(a² + b²)) / 2 and d = b / 2c."""
    a, b = square
    norm = _root(a * a + b * b)
    if norm is None:
        return None
    half = (P + 1) // 2
    for sign in (norm, -norm):
        c = _root((a + sign) * half)
        if c:
            root = (c, b * half * pow(c, -1, P) % P)
            return root if _square(root) == (a % P, b % P) else None
    d = _root(-a)
    return (0, d) if b == 0 and d is not None else None


def _double(p: _Point) -> _Point:
    a, b = _square(p.x), _square(p.y)
    c = _square(b)
    d = _scaled(_minus(_minus(_square((p.x[0] + b[0], p.x[1] + b[1])), a), c), 2)
    e = _scaled(a, 3)
    x = _minus(_square(e), _scaled(d, 2))
    y = _minus(_times(e, _minus(d, x)), _scaled(c, 8))
    return _Point(x, y, _scaled(_times(p.y, p.z), 2))


def _add(p: _Point, q: _Point) -> _Point:
    if p.z == _ZERO or q.z == _ZERO:
        return q if p.z == _ZERO else p
    pz, qz = _square(p.z), _square(q.z)
    u, v = _times(p.x, qz), _times(q.x, pz)
    s, t = _times(_times(p.y, qz), q.z), _times(_times(q.y, pz), p.z)
    if u == v:
        return _double(p) if s == t else _INFINITY
    h, r = _minus(v, u), _minus(t, s)
    h2 = _square(h)
    h3, w = _times(h2, h), _times(u, h2)
    x = _minus(_minus(_square(r), h3), _scaled(w, 2))
    y = _minus(_times(r, _minus(w, x)), _times(s, h3))
    return _Point(x, y, _times(_times(p.z, q.z), h))


def _x_of(data: bytes) -> Element | None:
    """The x coordinate of a compressed point; None if a part is not below P."""
    parts = [int.from_bytes(data[n : n + _BYTES], "big") for n in range(0, len(data), _BYTES)]
    parts[0] &= _X_BITS
    if any(part >= P for part in parts):
        return None
    return (parts[0], 0) if len(parts) == 1 else (parts[1], parts[0])


def in_group(data: bytes) -> bool:
    """True if a compressed point (48 bytes: G1, 96: G2) is on its curve and of order R.

    Which of the two y it means makes no difference here. The bits for compression and infinity
    are the caller's.
    """
    x = _x_of(data)
    if x is None:
        return False
    cube = _times(_square(x), x)
    if len(data) == _BYTES:
        y = _root_in_g1((cube[0] + 4, 0))
    else:
        y = _root_in_g2((cube[0] + 4, cube[1] + 4))
    if y is None:
        return False
    point, total = _Point(x, y, _ONE), _INFINITY
    for bit in bin(R)[2:]:
        total = _double(total)
        if bit == "1":
            total = _add(total, point)
    return total.z == _ZERO
