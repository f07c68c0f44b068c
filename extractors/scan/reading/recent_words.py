"""Words of today's administration that jieba's dictionary, made from the newspapers of 1998, does not have.

Without them 食材 was held for 良材 and 失能老年人 for 失态老年人: each a right row in doubt.
"""

from __future__ import annotations

_WORDS = """
失能 半失能 陪诊 助餐 助浴 助洁 助医 托育 普惠 适老 适老化 辅具 未保 临救 军休 人社 民宗 关工 医共体 医联体 家医
两癌 慢病 公卫 疾控 卫健 卒中 院感 食材 明厨亮灶 农残 师德 思政 研学 双减 控辍 保学 非遗 文旅 送戏 惠演 绿道 步道
车亭 候车亭 首末站 公交化 通客车 网约车 充电桩 换电 并网 碳汇 双碳 黑臭 截污 纳管 支管 支管网 主支管 雨污 管廊 旱厕
户厕 餐厨 厨余 渗滤液 扬尘 固废 危废 医废 劣五 散煤 煤改 黄标 优良天 重污染 危化 河长 湖长 林长 田长 路长 宜机 宜居
宜业 和美 深松 飞防 退捕 还草 国储林 种薯 能繁 稻渔 强免 动监 纾困 稳岗 惠企 稳外 双创 众创 科创 小微 专精特新 高企
规上 限上 升规 入规 上规 智改 数转 上云 商超 冷链 农批 消费券 综保 数智 算力 云网 云主机 核数 物联 信创 等保 密评
容灾 运维 在线率 可用率 政数 一网 通办 免申 即享 减材 容缺 工单 好差评 双随机 时长 办结率 化债 隐债 专债 财评 绩评
政采 招采 比选 问责 维稳 矛调 法援 社矫 反诈 辅警 网格员 驻村 棚改 公租 保租 公租房 保租房 困人 维保 提标 扩面 提质
增效 制修订 团标 质量官 亩均 地均 户均 营收 后扶 警辅 班线 站牌
"""
RECENT = frozenset(_WORDS.split())
LONGEST = max(map(len, RECENT))
