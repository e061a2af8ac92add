"""The pairing equation of BLS signatures, by whichever native library is installed (02 §11).

Neither library is needed to run the verifier: without one, 06.beacon is not checked.
"""

import importlib
from collections.abc import Callable

_G1_BYTES = 48
_G1_BASE = bytes.fromhex(
    "97f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb"
)
_G2_BASE = bytes.fromhex(
    "93e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e"
    "024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8"
)


class NoLibraryError(RuntimeError):
    """No library for BLS signatures is installed, or those that are do not work."""


def is_valid(public: bytes, signature: bytes, message: bytes, dst: bytes) -> bool:
    """True if `signature` is that of `message` under `public`; raises NoLibraryError.

    Signature and key are compressed points of the prime-order subgroups, one in G1 (48 bytes) and
    the other in G2 (96 bytes); the message is hashed to the signature's group with `dst`.
    """
    for check in (_by_pyblst, _by_arkworks):
        answer = _guarded(check, public, signature, message, dst)
        if answer is not None:
            return answer
    raise NoLibraryError("no library for BLS signatures is installed, or it does not work")


_Check = Callable[[bytes, bytes, bytes, bytes], bool]


def _guarded(
    check: _Check, public: bytes, signature: bytes, message: bytes, dst: bytes
) -> bool | None:
    """The library's answer; None if it is not installed or breaks down on well-formed points.

    Panics of native code come as a BaseException that is no Exception, and only the library knows
    its class. What the caller's own keys and signals raise is let through.
    """
    try:
        return check(public, signature, message, dst)
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException:  # noqa: BLE001 - see above
        return None


def _by_pyblst(public: bytes, signature: bytes, message: bytes, dst: bytes) -> bool:
    """e(signature, base) = e(hashed message, key), the pairing's G1 side always first."""
    library = importlib.import_module("pyblst")
    g1, g2 = library.BlstP1Element, library.BlstP2Element
    if len(signature) == _G1_BYTES:
        left = library.miller_loop(g1.uncompress(signature), g2.uncompress(_G2_BASE))
        right = library.miller_loop(g1.hash_to_group(message, dst), g2.uncompress(public))
    else:
        left = library.miller_loop(g1.uncompress(_G1_BASE), g2.uncompress(signature))
        right = library.miller_loop(g1.uncompress(public), g2.hash_to_group(message, dst))
    return library.final_verify(left, right) is True


def _by_arkworks(public: bytes, signature: bytes, message: bytes, dst: bytes) -> bool:
    """The same equation with py_arkworks_bls12381."""
    library = importlib.import_module("py_arkworks_bls12381")
    g1, g2, pairing = library.G1Point, library.G2Point, library.GT.pairing
    if len(signature) == _G1_BYTES:
        left = pairing(g1.from_compressed_bytes(signature), g2.from_compressed_bytes(_G2_BASE))
        right = pairing(g1.hash_to_curve(message, dst), g2.from_compressed_bytes(public))
    else:
        left = pairing(g1.from_compressed_bytes(_G1_BASE), g2.from_compressed_bytes(signature))
        right = pairing(g1.from_compressed_bytes(public), g2.hash_to_curve(message, dst))
    return bool(left == right)
