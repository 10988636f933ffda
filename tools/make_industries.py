#!/usr/bin/env python3
"""Writes catalog/codes/industries_2011.tsv, industries_2017.tsv and industry_crosswalk.tsv.

usage: tools/make_industries.py SOURCE OUTPUT

SOURCE  folder with gb4754_2011_full.csv, gb4754_2017_class4_names.csv and gb_2011_2017.csv
OUTPUT  folder to write to

The sources have gaps; what fills them is marked in the last column:
folded    a group that the source leaves out, because it has a single class: named as that class
restored  a name that the source cuts at its line break or leaves out, written by hand
derived   a group of 2017 without a name in the source: named after its one equal of 2011
"""

import collections
import csv
import pathlib
import sys

SECTIONS_2017 = {
    "A": (1, 5), "B": (6, 12), "C": (13, 43), "D": (44, 46), "E": (47, 50), "F": (51, 52), "G": (53, 60),
    "H": (61, 62), "I": (63, 65), "J": (66, 69), "K": (70, 70), "L": (71, 72), "M": (73, 75), "N": (76, 79),
    "O": (80, 82), "P": (83, 83), "Q": (84, 85), "R": (86, 90), "S": (91, 96), "T": (97, 97)}

DIVISIONS_2017 = """
农业 林业 畜牧业 渔业 农、林、牧、渔专业及辅助性活动
煤炭开采和洗选业 石油和天然气开采业 黑色金属矿采选业 有色金属矿采选业 非金属矿采选业 开采专业及辅助性活动 其他采矿业
农副食品加工业 食品制造业 酒、饮料和精制茶制造业 烟草制品业 纺织业 纺织服装、服饰业
皮革、毛皮、羽毛及其制品和制鞋业 木材加工和木、竹、藤、棕、草制品业 家具制造业 造纸和纸制品业
印刷和记录媒介复制业 文教、工美、体育和娱乐用品制造业 石油、煤炭及其他燃料加工业 化学原料和化学制品制造业
医药制造业 化学纤维制造业 橡胶和塑料制品业 非金属矿物制品业 黑色金属冶炼和压延加工业 有色金属冶炼和压延加工业
金属制品业 通用设备制造业 专用设备制造业 汽车制造业 铁路、船舶、航空航天和其他运输设备制造业
电气机械和器材制造业 计算机、通信和其他电子设备制造业 仪器仪表制造业 其他制造业 废弃资源综合利用业
金属制品、机械和设备修理业 电力、热力生产和供应业 燃气生产和供应业 水的生产和供应业
房屋建筑业 土木工程建筑业 建筑安装业 建筑装饰、装修和其他建筑业 批发业 零售业
铁路运输业 道路运输业 水上运输业 航空运输业 管道运输业 多式联运和运输代理业 装卸搬运和仓储业 邮政业
住宿业 餐饮业 电信、广播电视和卫星传输服务 互联网和相关服务 软件和信息技术服务业
货币金融服务 资本市场服务 保险业 其他金融业 房地产业 租赁业 商务服务业
研究和试验发展 专业技术服务业 科技推广和应用服务业 水利管理业 生态保护和环境治理业 公共设施管理业 土地管理业
居民服务业 机动车、电子产品和日用产品修理业 其他服务业 教育 卫生 社会工作
新闻和出版业 广播、电视、电影和录音制作业 文化艺术业 体育 娱乐业
中国共产党机关 国家机构 人民政协、民主党派 社会保障 群众团体、社会团体和其他成员组织 基层群众自治组织及其他组织
国际组织
""".split()

RESTORED_2017 = {
    "1110": "煤炭开采和洗选专业及辅助性活动", "1120": "石油和天然气开采专业及辅助性活动",
    "1362": "鱼糜制品及水产品干腌制加工", "1762": "针织或钩针编织物印染精加工",
    "2456": "儿童乘骑玩耍的童车类产品制造", "2632": "生物化学农药及微生物农药制造",
    "2666": "环境污染处理专用药剂材料制造", "3089": "耐火陶瓷制品及其他耐火材料制造",
    "3379": "搪瓷日用品及其他搪瓷制品制造", "3394": "交通及公共管理用金属标牌制造",
    "3531": "食品、酒、饮料及茶生产专用设备制造", "3546": "玻璃、陶瓷和搪瓷制品生产专用设备制造",
    "3552": "皮革、毛皮及其制品加工专用设备制造", "3563": "电子元器件与机电组件设备制造",
    "3583": "医疗实验室及医用消毒设备和器具制造", "3596": "交通安全、管制及类似专用设备制造",
    "3879": "灯用电器附件及其他照明器具制造", "3899": "其他未列明电气机械及器材制造",
    "3931": "广播电视节目制作及发射设备制造", "3939": "应用电视设备及其他广播电视设备制造",
    "4022": "运输设备及生产用计数仪表制造", "4023": "导航、测绘、气象及海洋专用仪器制造",
    "4819": "其他道路、隧道和桥梁工程建筑", "4822": "河湖治理及防洪设施工程建筑",
    "5145": "音像制品、电子和数字出版物批发", "5179": "其他机械设备及电子产品批发",
    "5244": "音像制品、电子和数字出版物零售", "6739": "其他非公开募集证券投资基金",
    "7113": "建筑工程机械与设备经营租赁", "7517": "三维（3D）打印技术推广服务",
    "8432": "专科疾病防治院（所、站）"}

GROUPS_2017 = {
    "018": "草种植及割草", "039": "其他畜牧业", "051": "农业专业及辅助性活动", "132": "饲料加工", "136": "水产品加工",
    "251": "精炼石油产品制造", "252": "煤炭加工", "254": "生物质燃料加工", "281": "纤维素纤维原料及纤维制造", "283": "生物基材料制造",
    "303": "砖瓦、石材等建筑材料制造", "307": "陶瓷制品制造", "339": "铸造及其他金属制品制造", "346": "烘炉、风机、包装等设备制造",
    "349": "其他通用设备制造业", "351": "采矿、冶金、建筑专用设备制造", "358": "医疗仪器设备及器械制造",
    "359": "环保、邮政、社会公共服务及其他专用设备制造", "361": "汽车整车制造", "373": "船舶及相关装置制造", "376": "自行车和残疾人座车制造",
    "385": "家用电力器具制造", "396": "智能消费设备制造", "451": "燃气生产和供应业", "486": "节能环保工程施工", "487": "电力工程施工",
    "511": "农、林、牧、渔产品批发", "519": "其他批发业", "526": "汽车、摩托车、零配件和燃料及其他动力销售", "582": "运输代理业", "594": "危险品仓储",
    "624": "餐饮配送及外卖送餐服务", "629": "其他餐饮业", "643": "互联网平台", "653": "信息系统集成和物联网技术服务", "657": "数字内容服务",
    "659": "其他信息技术服务业", "662": "货币银行服务", "671": "证券市场服务", "673": "非公开募集证券投资基金", "685": "保险中介服务",
    "699": "其他未列明金融业", "712": "文体设备和用品出租", "721": "组织管理服务", "722": "综合管理服务", "727": "安全保护服务",
    "728": "会议、展览及相关服务", "729": "其他商务服务业", "749": "工业与专业设计及其他专业技术服务", "786": "游览景区管理",
    "805": "洗浴和保健养生服务", "811": "汽车、摩托车等修理与维护", "819": "其他日用产品修理业", "822": "宠物服务", "842": "基层医疗卫生服务",
    "843": "专业公共卫生服务", "849": "其他卫生活动", "891": "体育组织", "899": "其他体育", "905": "文化体育娱乐活动与经纪代理服务",
    "941": "基本保险"}


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def edition_2011(source):
    rows, known = [], set()
    for row in read(source / "gb4754_2011_full.csv"):
        code = row["code"]
        known.add(code)
        parent = {1: "", 2: row["section"], 3: code[:2], 4: code[:3]}[len(code)]
        rows.append((code, row["name"], parent, ""))
    classes = collections.defaultdict(list)
    for code, name, _, _ in rows:
        if len(code) == 4:
            classes[code[:3]].append(name)
    for group, names in classes.items():
        if group not in known:
            if len(names) != 1:
                print(f"2011: group {group} has no name and {len(names)} classes", file=sys.stderr)
            rows.append((group, names[0], group[:2], "folded"))
    return rows


def full_name_2017(code, name):
    if code in RESTORED_2017:
        return RESTORED_2017[code], "restored"
    if name.endswith("制") and "13" <= code[:2] <= "43":
        return name + "造", "restored"
    return name, ""


def edition_2017(source, rows_2011):
    sections = {code: name for code, name, _, _ in rows_2011 if len(code) == 1}
    names_2011 = {code: name for code, name, _, _ in rows_2011}
    rows = [(letter, name, "", "") for letter, name in sections.items()]
    for letter, (first, last) in SECTIONS_2017.items():
        rows += [(f"{n:02}", DIVISIONS_2017[n - 1], letter, "") for n in range(first, last + 1)]
    groups = collections.defaultdict(list)
    for row in read(source / "gb4754_2017_class4_names.csv"):
        name, mark = full_name_2017(row["code"], row["name"])
        rows.append((row["code"], name, row["code"][:3], mark))
        groups[row["code"][:3]].append(name)
    equals = collections.defaultdict(set)
    backward = collections.defaultdict(set)
    for row in read(source / "gb_2011_2017.csv"):
        if row["level"] == "M":
            equals[row["to_code"]].add(row["from_code"])
            backward[row["from_code"]].add(row["to_code"])
    for group, names in groups.items():
        old = equals[group]
        same = len(old) == 1 and backward[next(iter(old))] == {group}
        if len(names) == 1:
            rows.append((group, names[0], group[:2], "folded"))
        elif group in GROUPS_2017:
            rows.append((group, GROUPS_2017[group], group[:2], "restored"))
        elif same:
            rows.append((group, names_2011[next(iter(old))], group[:2], "derived"))
        else:
            print(f"2017: group {group} of {names} has no name", file=sys.stderr)
    return rows


def write(path, head, columns, rows):
    lines = [f"# {line}" for line in head] + ["\t".join(columns)] + ["\t".join(row) for row in sorted(rows)]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{path.name}: {len(rows)} rows", file=sys.stderr)


def main(source, output):
    assert len(DIVISIONS_2017) == 97
    rows_2011 = edition_2011(source)
    rows_2017 = edition_2017(source, rows_2011)
    head = ["Names marked folded, restored or derived are not from the source: see tools/make_industries.py."]
    columns = ("code", "name", "parent", "mark")
    write(output / "industries_2011.tsv",
          ["GB/T 4754-2011. Source: wispiring/China-Economy-Classification (MIT)."] + head, columns, rows_2011)
    write(output / "industries_2017.tsv",
          ["GB/T 4754-2017 without amendment 1. Source of the classes: robin621/gbcrosswalk (MIT)."] + head,
          columns, rows_2017)
    pairs = {(row["from_code"], row["to_code"]) for row in read(source / "gb_2011_2017.csv")}
    write(output / "industry_crosswalk.tsv",
          ["Which codes of GB/T 4754-2011 and -2017 share activities, at each level; many to many.",
           "A value goes over only with declared weights. Source: robin621/gbcrosswalk (MIT)."],
          ("code_2011", "code_2017"), pairs)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*(pathlib.Path(argument) for argument in sys.argv[1:]))
