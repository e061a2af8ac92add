// The form of a refutation (04 §11): one text in both languages, to be printed, signed and handed on.

import { both, number, time } from './words.js';

const CLAIMS = {
  missing: ['按规则应被抽中,却不在抽中名单中', 'By the rules it had to be drawn, and it is not in the selection'],
  intruding: ['按规则不应抽中,却在抽中名单中', 'By the rules it was not to be drawn, and it is in the selection'],
  left_out: ['按规则应在抽样池中,却不在其中', 'By the rules it belongs in the pool, and it is not there'],
  wrongly_in: ['按规则不应在抽样池中,却在其中', 'By the rules it does not belong in the pool, and it is there'],
  mark: ['在抽样池中,但必抽标记有误', 'It is in the pool with the wrong mark'],
};

const MARKS = { m: 'm (必抽 must)', r: 'r (随机 random)' };
const words = (value) => MARKS[value] ?? both(value).join(' / ');

const line = (zh, en, value) => `${zh} ${en}: ${value}`;

function claimLines({ leaf }, claim) {
  return [
    '', line('抽取', 'Draw', claim.draw), CLAIMS[claim.field].map((text, i) => `${text}${'。.'[i]}`).join('\n'),
    line('应为', 'Expected', words(claim.expected)), line('实为', 'Found', words(claim.found)),
    line('随机种子', 'Seed', claim.seed), line('签号', 'Ticket', claim.ticket),
    line('手工核对签号', 'The ticket by hand', `printf '%s' "${claim.seed}:draw:${leaf}" | sha256sum`),
    line('截止签号', 'Cut-off', claim.cutoff ?? '—'), line('条目', 'Entry', `#${number(claim.entry)}`), line('条目的叶哈希', 'Leaf hash of the entry', claim.leafhash),
  ];
}

/** The text of the form, for a result with a refutation that holds. */
export function formText({ refutation: it, origin, size, root, now }) {
  return [
    '对抽取的反驳 · Refutation of a draw', '',
    line('账本', 'Book', origin), line('条目数', 'Entries', number(size)), line('根值', 'Root', root), line('活动', 'Campaign', it.campaign),
    line('企业', 'Enterprise', `${it.name} ${it.code}`), line('密封条目', 'Leaf', it.leaf),
    ...['id', 'facts', 'lot'].map((part) => line(`承诺(${part})`, `Commitment (${part})`, it.commitments[part])),
    ...it.claims.flatMap((claim) => claimLines(it, claim)), '',
    '持有公布文件的任何人,用这份揭示文件都能重复以上核验:', 'Whoever holds the publication can repeat this with the opening below:',
    'verifier refute PUBLICATION --trust TRUST --opening OPENING', '',
    '本表载有该揭示文件揭示的内容,原文如下(一行):', 'This form contains what the opening opens. The opening itself, one line:', it.opening, '',
    line('核验时间', 'Checked at', time(now)), '', line('姓名', 'Name', '_'.repeat(30)), '', line('签名', 'Signature', '_'.repeat(30)), '', line('日期', 'Day', '_'.repeat(30)), '',
  ].join('\n');
}
