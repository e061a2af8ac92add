"""Chinese sentences on beacons, witnesses, finishing and proofs, by English templates."""

from collections.abc import Mapping

BEACON_ZH: Mapping[str, str] = {
}
