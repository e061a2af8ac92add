// Reads framed JSON texts (length, four bytes big-endian) with Node's own JSON.parse and writes one
// line for each: "no", or "ok" and the SHA-256 of the value's canonical form, made here: keys in
// ascending order, strings and numbers as JSON.stringify writes them (that is RFC 8785).
"use strict";
const { createHash } = require("node:crypto");
const { readFileSync } = require("node:fs");

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  // Not by a sorted copy: an object puts keys that look like numbers first, whatever their order.
  const members = Object.keys(value).sort();
  return `{${members.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
}

function answer(frame) {
  try {
    const text = canonical(JSON.parse(utf8.decode(frame)));
    return `ok ${createHash("sha256").update(text, "utf8").digest("hex")}`;
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    return "no";
  }
}

const input = readFileSync(0);
const answers = [];
for (let at = 0; at < input.length; ) {
  const end = at + 4 + input.readUInt32BE(at);
  answers.push(answer(input.subarray(at + 4, end)));
  at = end;
}
process.stdout.write(answers.map((line) => `${line}\n`).join(""));
