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

// One block of 64 bytes, whose 16 words stand in W already, into the state H.
function rounds(state) {
  for (let t = 16; t < 64; t++) {
    const x = W[t - 15];
    const y = W[t - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    W[t] = (W[t - 16] + s0 + W[t - 7] + s1) | 0;
  }
  let a = state[0], b = state[1], c = state[2], d = state[3];
  let e = state[4], f = state[5], g = state[6], h = state[7];
  for (let t = 0; t < 64; t++) {
    const S1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const one = (h + S1 + (g ^ (e & (f ^ g))) + K[t] + W[t]) | 0;
    const S0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const two = (S0 + ((a & b) | (c & (a | b)))) | 0;
    h = g; g = f; f = e; e = (d + one) | 0;
    d = c; c = b; b = a; a = (one + two) | 0;
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

/**
 * H(prefix ‖ x) for many x after one prefix of whole blocks: the seed of a draw is exactly one block,
 * so each ticket (02 §5) costs two blocks instead of three.
 */
export function prefixed(prefix) {
  const middle = Int32Array.from(START);
  for (let at = 0; at < prefix.length; at += 64) {
    load(prefix, at);
    rounds(middle);
  }
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
