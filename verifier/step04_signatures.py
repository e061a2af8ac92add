"""Step 4, signatures: 04.genesis, 04.signature (spec 04 §3, 03 §3)."""

from collections.abc import Sequence
from dataclasses import replace

from .findings import Fault, Findings, say
from .note import BAD_KEY, is_key
from .step01_head import Head
from .step02_tree import Tree
from .step03_entries import Entries, Entry
from .witnesses import policy_faults, policy_value


def genesis_of(readable: Sequence[Entry]) -> Entry | None:
    """Entry 0, if it is a readable genesis."""
    first = readable[0] if readable else None
    return first if first is not None and (first.seq, first.kind) == (0, "genesis") else None


def run(head: Head, tree: Tree, entries: Entries, findings: Findings) -> Entry | None:
    """Check genesis against the trust file; gives genesis. Signatures: `Signatures`."""
    genesis = genesis_of(entries.readable)
    _check_genesis_hash(head, tree, findings)
    if genesis is None:
        _tell_no_genesis(head, entries, findings)
        findings.skip("04.signature", say("without genesis there is no agency key"))
        return None
    _check_genesis(head, genesis, findings)
    for entry in entries.readable:
        if entry.kind == "genesis" and entry.seq != 0:
            wrong = say("genesis may only be entry 0")
            findings.fail("04.genesis", Fault(wrong, "body.kind"), entry=entry.seq)
    if not is_key(bytes.fromhex(genesis.data["agency_key"])):
        findings.skip("04.signature", say("under such an agency key signatures prove nothing"))
        return genesis
    if entries.opened < entries.size:
        findings.skip("04.signature", say("not every entry could be read"))
    return genesis


def _check_genesis_hash(head: Head, tree: Tree, findings: Findings) -> None:
    found = tree.hashes.get(0)
    if found is None or 0 in tree.doubted:
        return  # which `_tell_no_genesis` says
    findings.cover("04.genesis")
    if found.hex() != head.trust.genesis:
        wrong = say("entry 0 is not the genesis of the trust file")
        fault = Fault(wrong, "genesis", head.trust.genesis, found.hex())
        findings.fail("04.genesis", fault, entry=0)


def _tell_no_genesis(head: Head, entries: Entries, findings: Findings) -> None:
    first = entries.first
    if first is not None and first.seq == 0 and first.kind != "genesis":
        wrong = say("entry 0 is not a genesis entry")
        fault = Fault(wrong, "body.kind", "genesis", first.kind)
        findings.fail("04.genesis", fault, entry=0)
    elif entries.size == 0 and head.checkpoint is not None:
        findings.fail("04.genesis", Fault(say("the ledger has no entries")))
    else:
        findings.skip("04.genesis", say("entry 0 could not be read"))


def _check_genesis(head: Head, genesis: Entry, findings: Findings) -> None:
    origin, key = genesis.data["origin"], genesis.data["agency_key"]
    if origin != head.trust.origin:
        wrong = say("the origin of genesis is not that of the trust file")
        fault = Fault(wrong, "body.data.origin", head.trust.origin, origin)
        findings.fail("04.genesis", fault, entry=0)
    if not is_key(bytes.fromhex(key)):
        bad = Fault(say(BAD_KEY), "body.data.agency_key", None, key)
        findings.fail("04.genesis", bad, entry=0)
    if bytes.fromhex(key) == head.trust.log_key.public:
        wrong = say("the agency key must not be the log key")
        findings.fail("04.genesis", Fault(wrong, "body.data.agency_key"), entry=0)
    _check_policy(head, genesis, findings)


def _check_policy(head: Head, genesis: Entry, findings: Findings) -> None:
    """The policy keeps 01 §2, is the trust file's, and no key has two uses."""
    data, trust = genesis.data, head.trust
    faults = [*policy_faults(data["quorum"], data["witnesses"])]
    for name, expected in policy_value(trust.policy).items():
        if data[name] != expected:
            wrong = say("this is not what the trust file says")
            faults.append(Fault(wrong, name, expected, data[name]))
    used = (bytes.fromhex(data["agency_key"]), trust.log_key.public)
    for witness in trust.policy.witnesses:
        if witness.key.public in used:
            wrong = say("a witness's key must not be the agency key or the log key")
            faults.append(Fault(wrong, "witnesses", None, witness.vkey))
    for fault in faults:
        told = replace(fault, field=f"body.data.{fault.field}")
        findings.fail("04.genesis", told, entry=0)
