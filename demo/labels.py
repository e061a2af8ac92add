"""Every label the play presses and every sentence it waits for, in Chinese and English.

Copied from the bot by reading, not by importing: a player who looked into the bot could not judge
what people see. A test compares this file with the bot's catalogue. `{name}` stands for a value.
"""

from demo.words import Words

# every decision
EXECUTE = Words("确认执行", "Confirm and do it")
CANCEL = Words("取消", "Cancel")
SUBMIT_PROPOSAL = Words("提交给另一位监管人员审核", "Submit to another official")
AGREE = Words("同意", "Agree")

# an official's steps, in the order of a draw
COMMIT = Words("公布承诺", "Publish the commitment")
FREEZE = Words("固定抽样池", "Fix the pool")
CLOSE_CONTRIBUTIONS = Words("截止随机贡献", "Close the contributions")
OPEN_SECRETS = Words("揭示秘密", "Open the secrets")
RECORD_BEACON = Words("登记信标值", "Record the beacon's value")
DRAW = Words("随机抽取企业", "Draw the enterprises")
MATCH = Words("随机匹配机构", "Match the institutions")
VOID_LATE = Words("作废本次抽取：已来不及揭示", "Void the draw: too late to open")
INHERIT = Words("沿用作废前的选择", "Repeat the voided choice")

# a representative's keyboard, contribution and answer
START_CHOOSING = Words("开始选择产品类别", "Choose product types")
CLASS = Words("{name}（已选 {chosen}/{total}）", "{name} (chosen {chosen} of {total})")
CHOOSE_TYPE = Words("选 {name}", "Choose {name}")
NEXT = Words("下一页", "Next page")
NEXT_CLASS = Words("下一大类：{name}", "Next class: {name}")
CLASSES = Words("返回大类", "Back to the classes")
SUBMIT_CHOICE = Words("提交", "Submit")
RECORD_CHOICE = Words("确认提交，不能再改", "Submit for good, no more changes")
CONTRIBUTE = Words("提供随机贡献", "Contribute to the randomness")
ON_DEVICE = Words("在我自己的设备上（推荐）", "On my own device (recommended)")
IN_CHAT = Words("就在聊天里", "Here in the chat")
SEND_OPENING = Words("提交我的揭示值", "Send my opening")
BRING_BEACON = Words("提供信标值", "Bring the beacon's value")
READ_AND_CONFIRM = Words("我已阅读，确认结果", "I have read it and confirm the result")
OBJECT = Words("我有异议", "I object")
CONFIRM_DIGEST = Words("确认：摘要 {digest}", "Confirm: digest {digest}")

# the supervisor
AUDITED = Words("我已核对，四项属实", "I have audited it, all four statements are true")
RECORD_AUDIT = Words("确认登记四项声明", "Record the four statements")
ANSWER_OBJECTION = Words("答复账本第 {seq} 条异议", "Answer objection {seq}")
OBJECT_PROCEDURE = Words("程序有问题", "The procedure was not followed")
UNFOUNDED = Words("不成立", "Unfounded")

# arriving
CODE_WANTED = Words("此邀请发给{name}，身份为{role}。", "This invitation is for {name} as {role}.")
CODE_WRONG = Words("验证码不正确。", "The code is wrong.")
WELCOME = Words("欢迎，{name}。", "Welcome, {name}.")
GREETING = Words(
    "这里是阳光签：用抽签决定检查哪些企业，任何人都可以重新计算每一次抽取。", "This is Sunlot."
)
INVITATION_UNKNOWN = Words("此邀请无效。", "This invitation is not valid.")
INVITATION_USED = Words("此邀请已经用过。", "This invitation was already used.")
INVITED = Words("{name}的邀请。", "Invitation for {name}.")
CODE_FOR = Words("{name}的验证码：{code}", "Code for {name}: {code}")
GROUP_BOUND = Words("本群现在是活动群。", "This is now the event group.")

# lists and campaign
FILE_REFUSED = Words(
    "未接收：{list}。{refused} 行有误，{right} 行正确；没有导入任何内容。",
    "Refused: {list}. {refused} rows are wrong, {right} are right; nothing was imported.",
)
FILE_REPORT = Words("报告，共 {n} 行。", "The report with {n} rows.")
FILE_ACCEPTED = Words("已接收：{list}，{rows} 行。", "Accepted: {list}, {rows} rows.")
FILE_MISSING = Words("请先发送文件：{kinds}。", "Before this, send the file: {kinds}.")
FILE_EMPTY = Words("文件 {name} 是空的。", "The file {name} is empty.")
FORM = Words(
    "请复制此表，修改需要修改的内容，用一条消息发回：",
    "Copy this form, change what has to be changed, and send it back in one message:",
)
FORM_WRONG = Words(
    "表格有误。请修改以下各项后把整张表重新发送：",
    "The form cannot be read. Change these fields and send the whole form again:",
)
PREVIEW_CHECKED = Words(
    "已检查：即使在最不利的情况下，每家企业都能配到抽样机构和检验机构。",
    "Checked: every enterprise can get a pair of institutions, also in the worst case.",
)
SECOND_NEEDED = Words(
    "尚未执行。须经另一位监管人员同意。", "Nothing has been done yet. A second official must agree."
)
SENT_TO_OTHERS = Words(
    "下一步：由另一位监管人员同意或不同意。", "Next: another official agrees or does not agree."
)
ASKED_TO_AGREE = Words("<b>{name}请您审核：{what}</b>", "<b>{name} asks you to agree: {what}</b>")
AGREED_TOLD = Words("{name}已同意：{what}。", "{name} agreed: {what}.")
CAMPAIGN_OPEN = Words("活动 {number} 已开启。", "Campaign {number} is open.")
CAMPAIGN_CLOSED = Words("活动 {number} 已结束。", "Campaign {number} is closed.")
AUDIT_WANTED = Words(
    "<b>活动 {number}：请核对名录。</b>", "<b>Campaign {number}: please audit the roster.</b>"
)
AUDIT_SURE = Words("登记后写入账本，不能撤回。", "They go into the book and cannot be taken back.")
AUDIT_DONE = Words("您的四项声明已写入账本。", "Your four statements are in the book.")
AUDIT_TOLD = Words(
    "监督人员已核对名录，四项声明均已登记。",
    "The supervisor has audited the roster; all four statements are recorded.",
)

# a draw
DRAW_TITLE = Words(
    "<b>活动 {campaign}，第 {draw} 次抽取</b>", "<b>Campaign {campaign}, draw {draw}</b>"
)
NOTHING_YET = Words("尚未执行。", "Nothing has been done yet.")
COMMITTED = Words("承诺已公布：{digest}", "The commitment is published: {digest}")
YOUR_TURN = Words(
    "现在轮到第 {number} 位代表选择。", "It is the turn of number {number} to choose."
)
COUNTS = Words(
    "<b>已选 {types} 类 · 涉及企业 {pool} 家 · 计划抽取 {planned} 家</b>",
    "<b>Chosen {types} types · enterprises concerned {pool} · planned to draw {planned}</b>",
)
ON_CLASSES = Words("请选择一个大类，或搜索类别。", "Choose a class, or search for a type.")
ON_CLASS = Words("大类：{name}", "Class: {name}")
ON_PAGE = Words("第 {page} 页，共 {pages} 页", "Page {page} of {pages}")
CHOICE_SURE = Words(
    "提交后，任何人都不能更改选择。", "After submitting, nobody can change the choice."
)
CHOICE_DONE = Words(
    "您的选择已写入账本：{n} 个产品类别。", "Your choice is in the book: {n} product types."
)
CHOICE_TOLD = Words("{who}已选定 {n} 个产品类别。", "{who} has chosen {n} product types.")
POOL_FIXED = Words(
    "抽样池已固定：{pool} 家企业，将抽取 {n} 家。",
    "The pool is fixed: {pool} enterprises, to be drawn {n}.",
)
HOW_TO_CONTRIBUTE = Words("您想怎样提供随机贡献？", "How do you want to contribute?")
CODE_TO_PASTE = Words(
    "2. 把下面的代码粘贴进去（轻触即可复制）：", "2. Paste this code there; touching it copies it:"
)
WORDS_WANTED = Words(
    "现在请用一条消息发送任意一句话，或掷骰子的点数。",
    "Now send any sentence, or the numbers of dice you rolled, in one message.",
)
CONTRIBUTED = Words(
    "您的随机贡献（第 {number} 位代表）已写入账本，承诺为：\n{digest}",
    "Your contribution, number {number}, is in the book as the commitment:\n{digest}",
)
ALL_CONTRIBUTED = Words("全部代表均已参与。", "Everybody has contributed.")
CLOSED = Words("随机贡献已截止：共 {n} 份。", "The contributions are closed: {n} of them.")
OPENED = Words(
    "秘密已揭示：账本中共 {n} 份。", "The secrets are open: {n} of them are in the book."
)
SECRETS_OPEN = Words("秘密已揭示", "Secrets opened")
DRAWN = Words("抽样池 {pool} 家企业，抽中 {n} 家。", "{pool} enterprises in the pool, {n} drawn.")
MATCHED = Words("已为 {n} 家企业匹配机构。", "{n} enterprises are matched with institutions.")
RESULT = Words(
    "这是本次抽取的结果，请读完。", "The result of this draw. Please read it to the end."
)
STATEMENT_FILE = Words(
    "第 {draw} 次抽取的结果陈述，与账本中的一字不差。"
    "这是供程序核验的格式，可以不读；结果见下面的消息。",
    "The result statement of draw {draw}, exactly as it is in the book.",
)
ABOUT_TO_CONFIRM = Words(
    "您将确认摘要如下的结果：\n{digest}",
    "You are about to confirm the result with this digest:\n{digest}",
)
CONFIRMED = Words(
    "您的确认已写入账本，对应摘要：\n{digest}",
    "Your confirmation is in the book, for the digest:\n{digest}",
)
WHAT_OBJECTION = Words("您对什么有异议？请按一项。", "What do you object to? Press one.")
OBJECTION_WORDS = Words(
    "请用一条消息写明问题，最多 1,000 字。",
    "Now write in one message what is wrong, at most 1,000 characters.",
)
OBJECTED = Words(
    "您的异议已写入账本，编号 {seq}。", "Your objection is in the book as number {seq}."
)
OBJECTION_TOLD = Words("{who}提出异议：{reason}。", "{who} objects: {reason}.")
IS_IT_FOUNDED = Words("账本第 {seq} 条异议是否成立？", "Objection {seq}: is it founded?")
ANSWER_WORDS = Words(
    "账本第 {seq} 条异议：{outcome}。请用一条消息写出答复，最多 1,000 字。",
    ("Objection {seq}: {outcome}. Now write your answer in one message, at most 1,000 characters."),
)
ANSWER_DONE = Words(
    "您对账本第 {seq} 条异议的答复已写入账本。", "Your answer to objection {seq} is in the book."
)
ANSWER_TOLD = Words(
    "监督人员已答复账本第 {seq} 条异议：{outcome}。",
    "The supervisor has answered objection {seq}: {outcome}.",
)
TO_CLOSE = Words("将结束活动 {number}。", "You are about to close campaign {number}.")

# what everybody may ask
HELP = Words("您可以使用：", "You can use:")
DRAW_LINE = Words(
    "第 {draw} 次抽取：{types} 个产品类别，抽样池 {pool} 家企业，"
    "其中必抽 {must} 家，共抽中 {size} 家。",
    "Draw {draw}: {types} product types, {pool} enterprises in the pool, {must} of them "
    "certain, {size} drawn.",
)
RESULT_DIGEST = Words("结果摘要：{digest}", "Digest of the result: {digest}")
OPENING_WANTED = Words(
    "现在请发送该企业的揭示文件，可以发文件，也可以粘贴其文字。",
    "Send the opening of the enterprise now, as the file you were given or as its text.",
)
OPENING_BAD = Words(
    "这不是企业的揭示文件：{reason}。", "This is not an opening of an enterprise: {reason}."
)

# refusals
NOT_FOR_STRANGERS = Words(
    "仅限：{roles}。您尚未登记；监管人员可以邀请您。",
    "This is only for: {roles}. You are not enrolled; an official can invite you.",
)
NOT_FOR_YOU = Words("仅限：{roles}。您是：{role}。", "This is only for: {roles}. You are: {role}.")
NO_FILE_EXPECTED = Words("现在不需要文件。", "A file was not expected here.")
NO_TEXT_EXPECTED = Words("现在不需要输入文字。", "No text was expected here.")
NO_SUCH_COMMAND = Words("没有 /{name} 这个命令。", "There is no command /{name}.")
NOT_FORWARDED = Words("转发的消息不予执行。", "A forwarded message is not carried out.")
NOT_EDITED = Words(
    "在这里修改以前的消息不起作用。", "Editing an earlier message changes nothing here."
)
BUTTON_FORGED = Words("这个按钮不是本机器人发出的。", "This button was not made by this bot.")
BUTTON_OF_OTHERS = Words("这个按钮是给另一个人的。", "This button is meant for another person.")
BUTTON_USED = Words("这个按钮已经用过。", "This button was already used.")
BUTTON_STALE = Words(
    "这个按钮已被较新的消息取代。", "A newer message took the place of this button."
)
WRONG_STEP = Words(
    "现在不能这样做。下一步是：{next}", "This cannot be done now. The next step is: {next}."
)
CAMPAIGN_RUNNING = Words(
    "活动 {campaign} 正在进行，其名单不能再更改。",
    "Campaign {campaign} is open; its lists can no longer be changed.",
)

# messages that may arrive twice
AGAIN_RESTART = Words(
    "重发：程序刚刚重新启动，这条消息您可能已经收到过。",
    "Sent again: the program has just restarted; you may already have this message.",
)
AGAIN_CONNECTION = Words(
    "重发：连接刚才中断，这条消息您可能已经收到过。",
    "Sent again: the connection broke off; you may already have this message.",
)
