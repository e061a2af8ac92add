// The enterprise code of 00 §3 (GB 32100 with the organisation code of GB 11714 inside).

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const DIGITS36 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const INNER = [3, 7, 9, 10, 5, 8, 4, 2];

function lastCharacter(code) {
  let sum = 0;
  let weight = 1;
  for (let i = 0; i < 17; i++, weight = (weight * 3) % 31) sum += weight * ALPHABET.indexOf(code[i]);
  return ALPHABET[(31 - (sum % 31)) % 31];
}

function innerCharacter(code) {
  const sum = INNER.reduce((total, weight, i) => total + weight * DIGITS36.indexOf(code[8 + i]), 0);
  const r = 11 - (sum % 11);
  if (r === 10) return 'X';
  return r === 11 ? '0' : String(r);
}

/** True if the code has the right form and both check characters. */
export function isEnterprise(code) {
  if (typeof code !== 'string' || code.length !== 18) return false;
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(code)) return false;
  return code[17] === lastCharacter(code) && code[16] === innerCharacter(code);
}
