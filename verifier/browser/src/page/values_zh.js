// 「应为」「实为」中成句的内容。Values of findings that are sentences: [whole text as a pattern, Chinese].
// Digests, field names and numbers stand as they are.

const rows = [
  ['a file of 03 §4', '规范 03 §4 列出的文件'], ['another file', '其他文件'], ['the file', '该文件'], ['nothing', '无'], ['none', '无'], ['a whole file', '完整的文件'], ['damaged in the ZIP', 'ZIP 中已损坏'],
  ['no such tile', '没有这样的分块'], ['at most (.+) hashes', '至多 $1 个哈希'], ['at most (.+) bytes', '至多 $1 字节'], ['(\\d+) bytes', '$1 字节'], ['more bytes', '更多字节'], ['more', '更多'], ['(\\d+) entries', '$1 条'], ['at least (\\d+) entries', '至少 $1 条'],
  ['(\\d+) entries without rest', '恰好 $1 条,没有剩余'], ['something else', '其他内容'], ['the first entries of the larger tile', '较大分块的开头各条'], ['others', '其他条目'],
  ['a blob that an entry names', '某一条目列出的文件'], ['named by none', '没有条目列出它'], ['a name twice', '名称重复'], ['a link', '链接'], ['encrypted', '已加密'], ['an absolute name or a backslash', '绝对路径或含反斜杠'], ['a name with an empty part or \\.\\.', '名称含空段或 ..'],
  ['a right signature', '正确的签名'], ['a right cosignature', '正确的见证签名'], ['a signature of the agency key', '运营方密钥的签名'], ['one line', '一行'], ['(\\d+) lines', '$1 行'], ['at most 100 signature lines', '至多 100 行签名'], ['three lines', '三行'], ['those of the trust file', '与信任文件一致'],
  ['a public key that is a point not of small order', '不是小阶点的公钥'], ['different keys', '互不相同的密钥'], ['different bodies', '互不相同的单位'], ['one key in two roles', '一把密钥两种用途'], ['one twice', '有一个重复'],
  ['(.+) first', '须先有 $1'], ['a second one', '第二个'], ['one (.+) each', '$1 每人一次'], ['one (roster\\.audit|draw\\.void|draw\\.\\w+|match\\.result)', '只有一个 $1'], ['nothing in (.+), which is void', '$1 已作废,不应再有内容'],
  ['nothing after the end of campaign (\\d+)', '活动 $1 结束后不应再有内容'], ['a campaign of this ledger', '本账本中的活动'], ['a draw that has begun', '已开始的抽取'], ['before the first draw', '在首次抽取之前'], ['after it', '在其之后'],
  ['between draw\\.freeze and draw\\.close', '在 draw.freeze 与 draw.close 之间'], ['before draw\\.beacon and draw\\.result', '在 draw.beacon 与 draw.result 之前'], ['no draw: everybody has one', '不应再抽:各代表都已抽取'], ['types not drawn before', '以前未抽过的类别'], ['types of the catalogue', '产品目录中的类别'],
  ['a representative', '代表'], ['a representative with a contribution', '提供了随机贡献的代表'], ['every person in one role', '每人只担任一种角色'], ['at most (\\d{4}-\\d{2}-\\d{2})', '不晚于 $1'], ['at least (\\d{4}-\\d{2}-\\d{2})', '不早于 $1'], ['at most (\\d+)', '至多 $1'], ['at least (\\d+)', '至少 $1'],
  ['leaves of the roster', '名录中的密封条目'], ['no row drawn in (.+)', '没有在抽取 $1 中抽中过的行'], ['ascending by leaf, unique', '按密封条目升序,不重复'], ['<leaf>, or <leaf> m or r, and an LF', '每行一个密封条目(抽样池另有 m 或 r),以换行结束'], ['no more rows', '没有更多行'], ['a statement', '结果陈述'],
  ['an institution pair for (.+)', '$1 有一对可选机构'], ['no pair', '没有'], ['all parts open', '各部分都已揭示'], ['only rows of 02 §1', '只有规范 02 §1 规定的行'], ['no row of this leaf', '没有这个密封条目的行'], ['leaves that are meant', '应包含的密封条目'], ['(.+) not in the pool', '$1 不在抽样池中'], ['not in the pool', '不在抽样池中'], ['in the pool', '在抽样池中'], ['in the pool as (.)', '在抽样池中,标记为 $1'],
  ['in the selection', '在抽中名单中'], ['not in the selection', '不在抽中名单中'], ['on the roster', '在名录中'], ['not on the roster', '不在名录中'], ['(facts|lot) of all rows by (.+)', '$2 之前揭示全部行的 $1'], ['id of the selected rows by (.+)', '$1 之前揭示抽中各行的 id'], ['no such disclosure', '没有这样的披露'],
  ['the same in the book and in the folder', '账本与审计文件夹一致'], ['different openings', '揭示内容不同'], ['a valid enterprise code', '有效的统一社会信用代码'], ['a code used once', '不重复的代码'], ['a LOT used once', '不重复的 LOT'], ['different people', '不同的人'], ['one number twice', '号码重复'], ['people named in the campaign', '活动中列出的人员'], ['no line of this person', '没有此人的一行'],
  ['an answer before the end', '结束前的答复'], ['a failure of (.+)', '$1 不通过'], ['it does not fail', '它并无错误'], ['an empty text', '空文本'], ['a result of this book', '本账本的某个结果'], ['no result of this book has this digest', '本账本没有这个摘要的结果'], ['the same as in entry (\\d+)', '与条目 $1 相同'],
  ['a salt used once', '只用一次的盐'], ['(.+), or \\*', '$1,或 *'], ['the opening is not one to refute with: .+', '不能凭这份揭示文件反驳:它须格式严格,并揭示 id'],
  ['no such draw', '没有这次抽取'], ['this entry', '这一条目'], ['another one', '另一条目'], ['not listed', '未列出'], ['a file from elsewhere', '来自别处的文件'], ['the same file inside the publication', '公布文件内的同一文件'], ['no note of this log', '不是本账本的检查点'], ['an enterprise of campaign (.+)', '活动 $1 的企业'], ['ticket (\\w+) (>|≤) (\\w+)', '签号 $1 $2 $3'],
  ['null: no witnesses', 'null:没有见证方'], ['a date', '日期'], ['a text', '文本'], ['an object', '对象'], ['a key', '键'], ['a value', '值'], ['64 hex digits', '64 位十六进制数字'], ['at most (\\d+) levels', '至多 $1 层'], ['(.+) in time', '及时的 $1 个'],
  // 无法判断的原因(结论下方)
  ['no checkpoint: this is no publication', '没有检查点:这不是公布文件'], ['the trust file lies inside the publication it is to judge', '信任文件就在要核验的公布文件里'], ['the trust file cannot be used: (.+)', '信任文件不能使用:$1'], ['this is not a ZIP file', '这不是 ZIP 文件'], ['the ZIP file has no readable directory', 'ZIP 文件的目录无法读取'],
  ['a split ZIP file is not read', '不读取分卷 ZIP 文件'], ['more than 1,000,000 files', '文件超过 1,000,000 个'], ['more than 4 GiB unpacked', '解压后超过 4 GiB'], ['the digest on the sheet has 64 hex digits', '打印件上的摘要应为 64 位十六进制数字'], ['the typed checkpoint is neither a note nor a size and a root', '输入的检查点既不是签名的检查点,也不是条目数和根值'],
  ['(.+) could not be fetched: .+', '$1 无法取得:没有应答、发生转址,或服务器不允许其他网页读取(CORS)'], ['(.+): status (\\d+)', '$1:状态 $2'], ['(.+): a redirect to another place', '$1:转址到别处'],
];

/** [pattern, Chinese] in the order in which they are tried. */
export const valuesZh = rows.map(([text, zh]) => [new RegExp(`^${text}$`, 'u'), zh]);
