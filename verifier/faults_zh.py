"""Chinese sentences for faults and for what could not be checked, by English templates."""

from collections.abc import Mapping

FAULTS_ZH: Mapping[str, str] = {
    # forms of values
    "a number is not an integer": "数值不是整数",
    "an integer is negative or not below 2^53": "整数为负，或者不小于 2^53",
    "the text is not in canonical form (00 §2)": "文本不符合规范格式（00 §2）",
    "the text does not end with one line feed": "文本结尾缺少一个换行符",
    "the text is not JSON in UTF-8": "文本不是 UTF-8 编码的 JSON",
    "the text is nested deeper than 8": "文本嵌套超过 8 层",
    "a key is not of the pattern [a-z0-9_]{1,32}": "键名不符合 [a-z0-9_]{1,32}",
    "a field is wrong": "字段有误",
    "an empty text": "空文本",
    "a quota or weight above 0": "大于 0 的限额或权重",
    "one of the enterprise's types": "该企业的产品类别之一",
    "exactly {n} value(s)": "正好 {n} 个值",
    "at most {n} value(s)": "至多 {n} 个值",
    "at least {n} value(s)": "至少 {n} 个值",
    "{n} values": "{n} 个值",
    "one of: {options}": "下列之一：{options}",
    "a text": "文本",
    "an integer": "整数",
    "true or false": "true 或 false",
    "null": "空值",
    "a date YYYY-MM-DD": "日期（YYYY-MM-DD）",
    "the keys {keys}": "键 {keys}",
    "exactly the keys {keys}": "正好是键 {keys}",
    "an integer from {low} to {high}": "{low} 至 {high} 的整数",
    "a text of the form {form}": "形如 {form} 的文本",
    "an object": "对象",
    "a list": "列表",
    "ascending order": "升序排列",
    "no value twice": "各值不重复",
    "all of {list} in this order": "按此顺序列全 {list}",
    "the numbers 1, 2, 3 …": "编号 1、2、3……",
    "{name}, the only one of this version": "{name}（本版本唯一允许的值）",
    "{field} is unknown to this version": "本版本不认识 {field} 的值",
    "the enterprise code is not valid": "统一社会信用代码无效",
    # files
    "the file is missing, unreadable or a link": "文件缺失、无法读取或者是链接",
    "this is not a plain file": "不是普通文件",
    "the file is longer than allowed": "文件超过允许的长度",
    "the line is longer than allowed": "该行超过允许的长度",
    "the last line has no line feed": "最后一行缺少换行符",
    "the list is empty": "名单为空",
    "the list is not ASCII": "名单含有非 ASCII 字符",
    "the line is not of the form of spec 00 §5": "该行格式不符合规范 00 §5",
    "the leaves are not ascending and unique": "密封条目没有按升序排列或有重复",
    "the base64 is not canonical": "base64 写法不规范",
    "the key is not of the form name+id+base64": "公钥不是“名称+编号+base64”的形式",
    "the key is not a key of 32 bytes of the right kind": "不是种类正确的 32 字节公钥",
    "the id of the key does not belong to it": "公钥的编号与公钥不符",
    "the public key is not in canonical form or is a point of small order": (
        "公钥的写法不规范，或者是小阶点（任何人都能伪造其签名）"
    ),
    "under such an agency key signatures prove nothing": (
        "组织部门的公钥既是如此，签名不能证明任何内容"
    ),
    "the checkpoint has more than 100 signature lines": "检查点的签名行超过 100 行",
    "the name of the key is longer than 255 bytes": "公钥的名称超过 255 字节",
    "the origin as the name of the log key": "以账本名称作为日志公钥的名称",
    "the trust file lies inside the publication": "信任文件位于公布文件夹之内",
    "there is no publication with a checkpoint here": "此处没有带检查点的公布文件夹",
    "the checkpoint has a control character": "检查点含有控制字符",
    "the checkpoint begins with a byte-order mark": "检查点以字节顺序标记（BOM）开头",
    "a signature line is not of the form: dash, name, base64": (
        "签名行不是“破折号、名称、base64”的形式"
    ),
    "a signature line is too short": "签名行过短",
    "the root of the checkpoint is not 32 bytes long": "检查点中的根值不是 32 字节",
    "the checkpoint is not three lines, an empty line and signature lines": (
        "检查点不是“三行正文、一行空行、若干签名行”的形式"
    ),
    "the checkpoint has no origin": "检查点没有账本名称",
    "the tree size of the checkpoint is not a decimal number below 2^53": (
        "检查点中的条目数不是小于 2^53 的十进制数"
    ),
    "the checkpoint is not UTF-8": "检查点不是 UTF-8 编码",
    "the checkpoint could not be read": "检查点无法读取",
    "the checkpoint is of another ledger": "检查点属于另一本账本",
    "there must be exactly one signature line of the log's key": "日志公钥的签名行必须正好一行",
    "the log's signature does not fit the checkpoint": "日志签名与检查点不符",
    "this is a link, a special file or a folder that cannot be read": (
        "这是链接、特殊文件或无法读取的文件夹"
    ),
    "this file is not one of the files of a publication": "公布文件夹中不应有该文件",
    "Extra file {file}. Computers make such files; delete it and check again, it says nothing"
    " against the book": (
        "多了文件 {file}。它常由电脑自动生成；请删去后重新核验，这本身不说明账本有问题"
    ),
    "the address is that of a ZIP file: download it, and give the file instead": (
        "该地址是一个 ZIP 文件：请下载后给出该文件"
    ),
    "the publication lies in a folder, and this lies beside it: delete it, and check again": (
        "公布内容在一个文件夹中，旁边还有这一项：请删去后重新核验"
    ),
    "the publication is this folder: give its path": "公布内容是这个文件夹：请给出它的路径",
    "the trust file is not byte for byte the original (an editor may have changed its line ends):"
    " download it again, and do not open and save it": (
        "信任文件与原件不是逐字节相同（可能被编辑器改过换行）。请重新下载，不要打开另存"
    ),
    "the tile is wider than the tree allows": "分块文件超出哈希树的规模",
    "the tile has a wrong length in bytes": "分块文件的字节数有误",
    "a needed tile is missing": "缺少必需的分块文件",
    "so many needed files are not there that the others were not asked for": (
        "缺少的必需文件太多，其余的没有再请求"
    ),
    "how many tiles there must be: no checkpoint to tell": "没有检查点，无法得知应有多少分块文件",
    # tree
    "the entries tile does not parse without rest": "条目的分块文件不能完整解析",
    "the hash in the tile is not the leaf hash of the entry": "分块文件中的哈希值与条目不符",
    "an older partial tile is not a prefix of the larger tile": (
        "旧的分块文件不是新分块文件的开头部分"
    ),
    "a tile below is missing": "下一层的分块文件缺失",
    "hash {n} of the level is not the root of its 256 children": (
        "该层第 {n} 个哈希值不是其下 256 个哈希值的根值"
    ),
    "the root of all entries is not the checkpoint's root": "由全部条目算出的根值与检查点不符",
    "not every entry could be read": "有条目无法读取",
    "entries do not fit their tiles (02.tile)": "有条目与分块文件不符（02.tile）",
    "the blob does not hash to its name": "数据文件的内容与其文件名（哈希值）不符",
    "a named blob is missing": "条目中列明的数据文件缺失",
    "no entry names this blob": "没有条目列明该数据文件",
    "blobs named by no entry that could be read": "有数据文件未被任何可读取的条目列明",
    "no opening of a row could be read": "没有读到任何一行的揭示",
    "blobs that nobody was asked for": "有些数据文件没有再请求",
    "the blob is missing or damaged (02.blob)": "数据文件缺失或损坏（02.blob）",
    # entries
    "entries of kind {kind} are unknown to this version": "本版本不认识 {kind} 类条目",
    "the entry is of version {version}, which v1 cannot judge": (
        "该条目为第 {version} 版，本版本不能判断"
    ),
    "the entry is longer than allowed": "条目超过允许的长度",
    "seq is not the entry's place in the tree": "编号与条目在哈希树中的位置不符",
    "the time is before that of the entry before": "时间早于前一条目",
    "the entry before could not be read": "前一条目无法读取",
    "prev is not the leaf hash of the entry before": "prev 不是前一条目的哈希值",
    "entry 0 could not be read as genesis": "第 0 号条目无法作为起始条目读取",
    "the simulation flag differs from that of genesis": "模拟标志与起始条目不一致",
    "entry 0 is not the genesis of the trust file": "第 0 号条目不是信任文件所指的起始条目",
    "entry 0 is not a genesis entry": "第 0 号条目的种类不是起始条目",
    "the origin of genesis is not that of the trust file": "起始条目中的账本名称与信任文件不符",
    "the agency key must not be the log key": "组织部门的公钥不得与日志公钥相同",
    "there must be exactly one signature, by the agency key": (
        "必须正好有一个签名，且出自组织部门的公钥"
    ),
    "the signature does not fit the entry's bytes": "签名与条目内容不符",
    "without genesis there is no agency key": "没有起始条目，无从得知组织部门的公钥",
    "genesis may only be entry 0": "起始条目只能是第 0 号",
    "entry 0 could not be read": "第 0 号条目无法读取",
    "the ledger has no entries": "账本没有任何条目",
    "an entry it needs is missing or could not be read": "所需的条目缺失或无法读取",
    "the campaign's opening entry is missing or could not be read": (
        "该次活动的启动条目缺失或无法读取"
    ),
}
