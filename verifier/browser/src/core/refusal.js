// The one way in which a part of this verifier says no.

/** A value that breaks a rule: which field, what was expected, what came. */
export class Refusal extends Error {
  constructor(field, expected, found) {
    super(`${field}: expected ${expected}, found ${shorten(found)}`);
    this.field = field;
    this.expected = shorten(expected);
    this.found = shorten(found);
  }
}

/** A value of another version or with an unknown name: "cannot judge" (00 §7). */
export class Unknown extends Refusal {}

/** No judgement is possible at all: exit 2. */
export class Unreadable extends Error {}

/** A value as a short text for a report; strangers' texts may be megabytes long. */
export function shorten(value) {
  const text = typeof value === 'string' ? value : JSON.stringify(value) ?? String(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
