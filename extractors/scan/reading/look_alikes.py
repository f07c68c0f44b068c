"""Chinese characters that are each other but for a stroke or a small part.

A speck above 大 makes 太 of it, and every recogniser is sure of what it sees: none of them offers 大 as a rival. What
may have stood there is known from the shapes alone.
"""

from __future__ import annotations

# Each group holds characters that become each other by a stroke lost, added, cut short or run together: those met on
# faxes and poor copies, and others of such shapes. Not in are those that often stand alone or end the names of places
# (了, 和, 村).
_GROUPS = """
大太犬 天夭无元 日目曰 旦且 未末 土士 己已巳 入人 千干于 王玉主 木本术 禾木 由甲申田电 鸟乌 今令 土工 力刀 免兔 休体
住往佳 任仕 间问闻 因困囚 找我 代伐 折拆析 晴睛 情清 西酉 官宫 微徽 侯候 辨辩 拔拨 侍待 博搏 持特 帐账 广厂 户尸
午牛 开井升 贝见 贷货贸 卷券 斤斥 处外 名各 客容 兵乒宾 设没 技枝 竞竟 幸辛 季李 考老 栽裁载 衷衰 徒徙 冶治 准淮
咸减 洽恰 洒酒 油抽 挖控 坚竖 籍藉 荼茶 若苦 件伴 便使 侧测 倒到 低抵底 庄压 历厉 昌吕 勺匀 钓钩 颁颂 项顶须 预顶
带帝 率串 宙审 市巿 车东乐 头买 儿几 丸九 方万 为办 毛手 气乞 收攻 夫失 用甩 旱早 乎平 击去 记纪 际标 级极 完宪 字宇
捡检险验 直值植 织识积 组粗 经轻 较校 效放致 政改 数教 量里 质盾 费贵责 员负 贪贫 构购沟 扬杨场 防妨 除徐 服报 板极
林杯 档挡 海悔 污汚 江汪汇 注住 流疏 消清 浅线 线钱 探深 温湿 源原 班斑 环坏 现规观视 理埋 疫疾 登蹬 约纳 细纽 给结
统缔 绩续 编骗 网纲 置署 群郡 联职 肥肌 盲育 肯背 能态 说脱 荐存 管营 被披 评坪 译择 试式 城诚 话活 语浯 误娱 请清
诸储 谈淡 财材 账胀 贴帖 超起 趋越 转传 辅铺 输愉 达边 过讨 运远近 送迭 适活 遂逐 造选 遗遣 邮由 都部 配酒 采来 钢纲
链连 闭闲 附付 隐稳 零雾 露霞 静净 音昔 风凤 食良 专寺 予于 云去 互五 什件 仅仪 似以 伍位 作昨 促捉 俗裕 修候 倡偶
停傅 允充 克兑 共其具 典曲 养美 刊判 刑形 列例 判刹 刷制 剂济 助肋 动劝 势热 协办 卡下 印卬 即既 原愿 友反发 取耿
受爱 只兄 可司 史吏 右石 向问 告吿 周同 味昧 命合 哈恰 售集 四西 园围 国圆 坐座 型刑 基墓 堂常 堆推 增赠 境镜 奖桨
始姑 委季 姓性 孤狐 守宁 宜宣 密蜜 尊遵 屋层 岗冈 币市 帅师 希布 并井 序库 店底 度废 应庆 弃奔 彩采 征证 径经 循盾
心必 忘志 总息 患忠 想相 感咸 慢漫 戊戌 所新 托把 扩矿 抗杭 抢枪 担坦 招绍 指脂 按接 捐损 换唤 排徘 提堤 搬般 摊滩
支文 料科 旅施族 时对 明朋 智知 暂渐 更吏便 最量 有存 望塑 期斯 札扎 机杌 权杖 朵杂 条务 果呆 架驾 查杳 标示 桥侨
械诫 棚栅 模摸 欠次 此比 步涉 段假 母每 求救 永水 池地 汛讯 决快 沿治 泉皂 法去 涂除 液夜 渔鱼 港巷 湖糊 益盖 火灭
灾火 炼练 执热 煤媒 片斤 牌碑 物牧 状壮 疗疚 盘盆 看着 码妈 研妍 社杜 祖租 票栗 秀季 钟种 究空 站战 符付 第弟 笔毛
策菜 简间 粉纷 素索 紧坚 累素 缓援 罐灌 聘骋 股服 般股 色邑 获荻 街衔 裂列 认队 论伦 诊珍 词同 该核 象像 距巨 跟根
践浅 途余 速束 那哪 郊效 锁销 降际 限跟 随隋 颗棵 馆管 饮饭 驻住 横黄
"""


def _alike() -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for group in _GROUPS.split():
        for character in group:
            found.setdefault(character, set()).update(set(group) - {character})
    return {character: "".join(sorted(others)) for character, others in found.items()}


# of each character those that look like it
LOOK_ALIKES = _alike()
