// Asks @sigstore/verify about one note and entries of its tree: reads one JSON object (judges.py),
// writes one line an entry, "ok" or "no CODE". A note that is refused refuses all its entries.
"use strict";
const { createPublicKey } = require("node:crypto");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const folder = process.env.SIGSTORE;
const { verifyCheckpoint } = require(join(folder, "dist", "tlog", "checkpoint.js"));
const { verifyMerkleInclusion } = require(join(folder, "dist", "tlog", "merkle.js"));
const { VerificationError } = require(join(folder, "dist", "error.js"));

const asked = JSON.parse(readFileSync(0, "utf8"));
const bytes = (text) => Buffer.from(text, "base64");
const logs = [
  {
    logID: Buffer.from(asked.keyId, "hex"),
    baseURL: asked.name,
    publicKey: createPublicKey({ key: bytes(asked.key), format: "der", type: "spki" }),
  },
];

for (const { N, Proof, Entry } of asked.entries) {
  const inclusionProof = {
    checkpoint: { envelope: asked.note },
    logIndex: String(N),
    hashes: Proof.map(bytes),
  };
  const entry = { inclusionProof, canonicalizedBody: bytes(Entry) };
  try {
    verifyMerkleInclusion(entry, verifyCheckpoint(entry, logs));
    console.log("ok");
  } catch (error) {
    // A size that is no number ends in BigInt's own SyntaxError: a refusal, if not a tidy one.
    if (!(error instanceof VerificationError || error instanceof SyntaxError)) throw error;
    console.log(`no ${error.code ?? "BigInt"}: ${error.message}`);
  }
}
