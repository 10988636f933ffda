"""A nation's complaints, made up: all counties, three years, every state of the lifecycle.

The same number of rows and the same last day give the same file. Counties differ in size as counties
do, what is old is mostly closed, and a few words stand in almost every text while others are rare.
"""
import csv
import datetime
import pathlib
import random

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
GOODS = {  # class: what it is called, what is wrong with it
    "食品": (["大米", "酱油", "奶粉", "食用油", "糕点", "白酒", "饮用水"], ["有异味", "过期变质", "检出霉斑", "标签不符"]),
    "家用电器": (["电热水壶", "空调", "洗衣机", "充电宝", "电磁炉"], ["漏电", "不制冷", "起火冒烟", "噪声过大"]),
    "服装鞋帽": (["羽绒服", "皮鞋", "童装", "运动鞋"], ["褪色", "脱胶", "纤维含量与标称不符", "甲醛味重"]),
    "交通工具": (["电动自行车", "轿车", "儿童推车"], ["刹车失灵", "电池续航不足", "车架断裂", "异响"]),
    "装修建材": (["复合地板", "涂料", "水龙头", "防盗门"], ["开裂", "漏水", "甲醛超标", "锈蚀"]),
    "医药": (["口罩", "血压计", "助听器"], ["读数不准", "过期销售", "无注册证"]),
    "餐饮服务": (["团购套餐", "外卖", "酒席"], ["收费与公示不符", "食材不新鲜", "拒开发票"]),
    "旅游服务": (["跟团游", "酒店预订", "门票"], ["强制购物", "不予退款", "与宣传不符"]),
    "教育培训": (["英语课程", "美术班", "驾校"], ["停业不退费", "更换教师", "虚假宣传"]),
    "美容美发": (["预付卡", "护肤套餐"], ["关店失联", "皮肤过敏", "强制消费"]),
}
WEIGHTS = [26, 14, 12, 9, 7, 4, 13, 6, 5, 4]
ASKED = ["要求退货退款", "要求赔偿损失", "要求更换", "请依法查处", "要求商家道歉", "希望尽快处理"]
WHERE = ["线上购买", "商场购买", "朋友转赠", "直播间下单", "门店消费"]
RARE = ["检定证书", "伪造批号", "召回通知", "燃气泄漏", "电梯困人", "假冒商标", "放射性", "铅超标"]
NAMES = ["华", "泰", "丰", "润", "宏", "瑞", "顺", "达", "康", "盛", "源", "恒", "佳", "美", "信", "诚"]
TRADES = ["商贸", "食品", "电器", "百货", "科技", "服饰", "家居", "汽车销售", "餐饮管理", "医药"]
CHANNELS = ["hotline_12315", "platform_12315", "hotline_12345", "visit"]
MATTERS = ["quality", "after_sales", "contract", "price"]
COLUMNS = ["登记编号", "类型", "来源渠道", "收到日期", "事发地区", "被投诉方信用代码", "被投诉方", "商品或服务类别", "问题类别",
           "内容", "争议金额", "投诉人姓名", "投诉人电话", "承办热线（部门）", "承办人", "受理决定日期", "办结日期", "办理结果",
           "挽回损失", "终止调解日期"]
# The steps that would lead there take hours for a million; what is read is the same.
STATE = """CASE WHEN authority = 'patent_office' THEN 'transferred' WHEN outcome = 'refused' THEN 'refused'
  WHEN closed_on IS NOT NULL THEN 'closed' WHEN terminated_on IS NOT NULL THEN 'terminated'
  WHEN decided_on IS NOT NULL THEN CASE WHEN number LIKE '%7' THEN 'suspended' ELSE 'accepted' END
  ELSE 'received' END"""


def counties(catalog):
    """Codes of the counties of today, sorted."""
    codes = []
    with open(pathlib.Path(catalog) / "codes" / "regions.tsv", encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if len(cells) == 7 and cells[3] == "county" and not cells[5]:
                codes.append(cells[0])
    return sorted(set(codes))


def credit_code(ordinal, region):
    """A unified social credit code with its check character (GB 32100)."""
    body = "91" + region + "MA" + f"{ordinal:06d}"[-6:] + ALPHABET[ordinal % 31]
    total = sum(ALPHABET.index(sign) * pow(3, i, 31) for i, sign in enumerate(body))
    return body + ALPHABET[(31 - total % 31) % 31]


def write(file, firms_file, rows, catalog, last_day):
    """Writes the complaints and the firms complained of, and gives the county with the most complaints."""
    chance = random.Random(6)
    places = counties(catalog)
    sizes = [chance.lognormvariate(0, 0.9) for _ in places]
    firms = []
    for ordinal in range(max(200, rows // 50)):
        place = chance.choices(places, sizes)[0]
        name = "".join(chance.choices(NAMES, k=2)) + chance.choice(TRADES) + "有限公司"
        firms.append((credit_code(ordinal, place), name))
    with open(firms_file, "w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(["统一社会信用代码", "企业名称", "所在地"])
        table.writerows((code, name, code[2:8]) for code, name in firms)
    classes = chance.choices(list(GOODS), WEIGHTS, k=rows)
    regions = chance.choices(places, sizes, k=rows)
    numbers = {}
    with open(file, "w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(COLUMNS)
        for i in range(rows):
            table.writerow(row(i, rows, regions[i], classes[i], firms, last_day, chance))
            numbers[regions[i]] = numbers.get(regions[i], 0) + 1
    return max(numbers, key=lambda one: (numbers[one], one))


def row(i, rows, region, kind_of_goods, firms, last_day, chance):
    code, name = firms[int(len(firms) * chance.random() ** 2)]
    goods, faults = GOODS[kind_of_goods]
    age = int((rows - i) / rows * 1095) + chance.randrange(3)
    received = last_day - datetime.timedelta(days=age)
    decided = received + datetime.timedelta(days=chance.randrange(1, 10))
    closed = decided + datetime.timedelta(days=chance.randrange(3, 60))
    kind = "complaint" if chance.random() < 0.8 else "report"
    fate = chance.random()
    text = (f"{chance.choice(WHERE)}{chance.choice(goods)}，{chance.choice(faults)}，{chance.choice(ASKED)}。"
            f"{chance.choice(RARE) + '。' if chance.random() < 0.004 else ''}合成数据第{i}件")
    amount = round(chance.lognormvariate(6, 1.4), 2)
    authority, outcome, recovered, terminated = "hotline_12315", "", "", ""
    if decided > last_day or fate < 0.002:
        decided = closed = None
    elif fate < 0.04:
        authority, closed = "patent_office", None
    elif fate < 0.16:
        outcome, closed = "refused", None
    elif kind == "complaint" and fate < 0.22:
        terminated, closed = decided + datetime.timedelta(days=20), None
        terminated = terminated if terminated <= last_day else ""
    elif closed > last_day or fate < 0.225:
        closed = None
    else:
        outcome = "mediated" if fate < 0.8 else "not_mediated"
        recovered = f"{amount / 2:.2f}" if outcome == "mediated" else ""
    return [f"TS{i + 1:08d}", kind, chance.choice(CHANNELS), received, region, code, name, kind_of_goods,
            chance.choice(MATTERS), text, f"{amount:.2f}", f"合成姓名{i % 97}", f"000{i:08d}", authority,
            f"officer{region}" if decided and not closed and fate > 0.5 else "", decided or "", closed or "",
            outcome, recovered, terminated]
