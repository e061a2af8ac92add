// SHA-256 (FIPS 180-4), synchronous and without allocation in the loop: a draw is tens of thousands of
// short hashes, for which the browser's own asynchronous digest is slower by far.

const K = Int32Array.from([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);
const START = Int32Array.from([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]);
const W = new Int32Array(64);
const H = new Int32Array(8);

// One block of 64 bytes, whose 16 words stand in W already, into the state.
function rounds(state) {
  for (let t = 16; t < 64; t++) {
    const x = W[t - 15];
    const y = W[t - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    W[t] = (W[t - 16] + s0 + W[t - 7] + s1) | 0;
  }
  // Eight rounds at once: after them every register is in its own place again, so none has to be moved.
  let a = state[0], b = state[1], c = state[2], d = state[3];
  let e = state[4], f = state[5], g = state[6], h = state[7];
  for (let t = 0; t < 64; t += 8) {
    h = (h + (((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))) + (g ^ (e & (f ^ g))) + K[t] + W[t]) | 0;
    d = (d + h) | 0;
    h = (h + (((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) + ((a & b) | (c & (a | b)))) | 0;
    g = (g + (((d >>> 6) | (d << 26)) ^ ((d >>> 11) | (d << 21)) ^ ((d >>> 25) | (d << 7))) + (f ^ (d & (e ^ f))) + K[t + 1] + W[t + 1]) | 0;
    c = (c + g) | 0;
    g = (g + (((h >>> 2) | (h << 30)) ^ ((h >>> 13) | (h << 19)) ^ ((h >>> 22) | (h << 10))) + ((h & a) | (b & (h | a)))) | 0;
    f = (f + (((c >>> 6) | (c << 26)) ^ ((c >>> 11) | (c << 21)) ^ ((c >>> 25) | (c << 7))) + (e ^ (c & (d ^ e))) + K[t + 2] + W[t + 2]) | 0;
    b = (b + f) | 0;
    f = (f + (((g >>> 2) | (g << 30)) ^ ((g >>> 13) | (g << 19)) ^ ((g >>> 22) | (g << 10))) + ((g & h) | (a & (g | h)))) | 0;
    e = (e + (((b >>> 6) | (b << 26)) ^ ((b >>> 11) | (b << 21)) ^ ((b >>> 25) | (b << 7))) + (d ^ (b & (c ^ d))) + K[t + 3] + W[t + 3]) | 0;
    a = (a + e) | 0;
    e = (e + (((f >>> 2) | (f << 30)) ^ ((f >>> 13) | (f << 19)) ^ ((f >>> 22) | (f << 10))) + ((f & g) | (h & (f | g)))) | 0;
    d = (d + (((a >>> 6) | (a << 26)) ^ ((a >>> 11) | (a << 21)) ^ ((a >>> 25) | (a << 7))) + (c ^ (a & (b ^ c))) + K[t + 4] + W[t + 4]) | 0;
    h = (h + d) | 0;
    d = (d + (((e >>> 2) | (e << 30)) ^ ((e >>> 13) | (e << 19)) ^ ((e >>> 22) | (e << 10))) + ((e & f) | (g & (e | f)))) | 0;
    c = (c + (((h >>> 6) | (h << 26)) ^ ((h >>> 11) | (h << 21)) ^ ((h >>> 25) | (h << 7))) + (b ^ (h & (a ^ b))) + K[t + 5] + W[t + 5]) | 0;
    g = (g + c) | 0;
    c = (c + (((d >>> 2) | (d << 30)) ^ ((d >>> 13) | (d << 19)) ^ ((d >>> 22) | (d << 10))) + ((d & e) | (f & (d | e)))) | 0;
    b = (b + (((g >>> 6) | (g << 26)) ^ ((g >>> 11) | (g << 21)) ^ ((g >>> 25) | (g << 7))) + (a ^ (g & (h ^ a))) + K[t + 6] + W[t + 6]) | 0;
    f = (f + b) | 0;
    b = (b + (((c >>> 2) | (c << 30)) ^ ((c >>> 13) | (c << 19)) ^ ((c >>> 22) | (c << 10))) + ((c & d) | (e & (c | d)))) | 0;
    a = (a + (((f >>> 6) | (f << 26)) ^ ((f >>> 11) | (f << 21)) ^ ((f >>> 25) | (f << 7))) + (h ^ (f & (g ^ h))) + K[t + 7] + W[t + 7]) | 0;
    e = (e + a) | 0;
    a = (a + (((b >>> 2) | (b << 30)) ^ ((b >>> 13) | (b << 19)) ^ ((b >>> 22) | (b << 10))) + ((b & c) | (d & (b | c)))) | 0;
  }
  state[0] = (state[0] + a) | 0; state[1] = (state[1] + b) | 0;
  state[2] = (state[2] + c) | 0; state[3] = (state[3] + d) | 0;
  state[4] = (state[4] + e) | 0; state[5] = (state[5] + f) | 0;
  state[6] = (state[6] + g) | 0; state[7] = (state[7] + h) | 0;
}

function load(bytes, at) {
  for (let i = 0; i < 16; i++, at += 4) {
    W[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  }
}

function store(state, out, at) {
  for (let i = 0; i < 8; i++) {
    const word = state[i];
    out[at++] = word >>> 24;
    out[at++] = (word >>> 16) & 255;
    out[at++] = (word >>> 8) & 255;
    out[at++] = word & 255;
  }
}

const tail = new Uint8Array(128);

// What is left after the whole blocks, with the padding and the length of all `total` bytes.
function finish(state, bytes, at, end, total) {
  const rest = end - at;
  const size = rest < 56 ? 64 : 128;
  tail.fill(0);
  for (let i = 0; i < rest; i++) tail[i] = bytes[at + i];
  tail[rest] = 0x80;
  const high = Math.floor(total / 0x20000000);
  const low = (total << 3) >>> 0;
  for (let i = 0; i < 4; i++) {
    tail[size - 8 + i] = (high >>> (24 - 8 * i)) & 255;
    tail[size - 4 + i] = (low >>> (24 - 8 * i)) & 255;
  }
  for (let block = 0; block < size; block += 64) {
    load(tail, block);
    rounds(state);
  }
}

/** H of bytes[start … end) into out at `at`. */
export function sha256Into(bytes, start, end, out, at) {
  H.set(START);
  let position = start;
  for (; position + 64 <= end; position += 64) {
    load(bytes, position);
    rounds(H);
  }
  finish(H, bytes, position, end, end - start);
  store(H, out, at);
}

/** H(bytes): 32 bytes. */
export function sha256(bytes) {
  const out = new Uint8Array(32);
  sha256Into(bytes, 0, bytes.length, out, 0);
  return out;
}

const after = (prefix) => {
  const middle = Int32Array.from(START);
  for (let at = 0; at < prefix.length; at += 64) {
    load(prefix, at);
    rounds(middle);
  }
  return middle;
};

/**
 * H(prefix ‖ x) for many x after one prefix of whole blocks: the seed of a draw is exactly one block,
 * so each ticket (02 §5) costs two blocks instead of three.
 */
export function prefixed(prefix) {
  const middle = after(prefix);
  return (bytes, out, at) => {
    H.set(middle);
    let position = 0;
    for (; position + 64 <= bytes.length; position += 64) {
      load(bytes, position);
      rounds(H);
    }
    finish(H, bytes, position, bytes.length, prefix.length + bytes.length);
    store(H, out, at);
  };
}

// Two hex digits of a byte as 16 bits.
const PAIR = Uint16Array.from({ length: 256 }, (_, b) => {
  const text = (b + 256).toString(16);
  return (text.charCodeAt(1) << 8) | text.charCodeAt(2);
});

/** H(64 bytes of prefix ‖ ":draw:" ‖ hex of 32 bytes) word by word: f(keys, from, out, at). */
export function drawHasher(prefix) {
  const middle = after(prefix);
  return (keys, from, out, at) => {
    const two = (i) => (PAIR[keys[from + i]] << 16) | PAIR[keys[from + i + 1]];
    H.set(middle);
    W[0] = 0x3a647261; // :dra
    W[1] = 0x773a0000 | PAIR[keys[from]]; // w:
    for (let i = 1; i < 15; i++) W[i + 1] = two(2 * i - 1);
    rounds(H);
    W.fill(0, 2, 15);
    W[0] = two(29);
    W[1] = (PAIR[keys[from + 31]] << 16) | 0x8000;
    W[15] = 8 * (64 + 6 + 64);
    rounds(H);
    store(H, out, at);
  };
}
