// A small catalog in the shape that GET /api/catalog answers; only for development and tests.

const w = (zh, en) => ({ zh, en })
const field = (name, type, zh, en, more = {}) => ({
  name, type, title: w(zh, en), help: w('', ''), unit: '', codes: '', target: '',
  required: false, list: false, public: true, personal: false, scale: 0, searchable: false, ...more,
})
const open = [{ name: 'valid', title: w('有效', 'valid'), initial: true, final: false }]
const all = ['read', 'write', 'import']

export const codes = {
  result: [
    { code: 'pass', title: w('合格', 'pass') },
    { code: 'fail', title: w('不合格', 'fail') },
  ],
  motive: [
    { code: 'random', title: w('随机抽查', 'random') },
    { code: 'targeted', title: w('重点抽查', 'targeted') },
    { code: 'follow_up', title: w('跟踪抽查', 'follow-up') },
    { code: 'monitoring', title: w('风险监测', 'monitoring') },
  ],
  category: [
    { code: 'grain', title: w('粮食加工品', 'grain products') },
    { code: 'dairy', title: w('乳制品', 'dairy') },
    { code: 'meat', title: w('肉制品', 'meat products') },
    { code: 'cable', title: w('电线电缆', 'wire and cable') },
    { code: 'fertiliser', title: w('化肥', 'fertiliser') },
    { code: 'toy', title: w('儿童玩具', 'toys') },
  ],
  risk_decision: [
    { code: 'serious', title: w('严重', 'serious') },
    { code: 'potentially_serious', title: w('可能严重', 'potentially serious') },
    { code: 'potential_risk', title: w('可能有风险', 'potential risk') },
    { code: 'not_serious', title: w('不严重', 'not serious') },
    { code: 'no_risk', title: w('无风险', 'no risk') },
  ],
  outcome: [
    { code: 'mediated', title: w('调解成功', 'mediated') },
    { code: 'refused', title: w('不予受理', 'refused') },
    { code: 'pending', title: w('办理中', 'pending') },
  ],
}

export const registers = [
  {
    name: 'enterprise', title: w('企业', 'Enterprises'), help: w('每个市场主体一条，按统一社会信用代码', 'One record for each firm, by unified social credit code'),
    serves: ['F8'], parent: '',
    fields: [
      field('code', 'party', '统一社会信用代码', 'Unified social credit code', { required: true, searchable: true }),
      field('name', 'text', '企业名称', 'Name', { required: true, searchable: true }),
      field('region', 'region', '所在地区', 'Region'),
      field('industry', 'industry', '行业', 'Industry'),
      field('founded_on', 'date', '成立日期', 'Founded on'),
      field('employees', 'integer', '从业人数', 'Employees'),
      field('contact', 'text', '联系人', 'Contact', { personal: true, public: false }),
    ],
    key: ['code'], time_field: 'founded_on', region_field: 'region', title_field: 'name', states: open, steps: [], can: all,
  },
  {
    name: 'spot_check', title: w('监督抽查', 'Spot checks'), help: w('一批次样品一条；结论按批次判定', 'One record for each batch sampled; judged by batch'),
    serves: ['D3', 'C1'], parent: '',
    fields: [
      field('sample_number', 'text', '抽样编号', 'Sample number', { required: true, searchable: true, help: w('抽样单上的编号，不重复', 'As on the sampling form; unique') }),
      field('product_name', 'text', '产品名称', 'Product', { required: true, searchable: true }),
      field('category', 'code', '产品分类', 'Category', { codes: 'category', required: true }),
      field('producer', 'record', '标称生产企业', 'Named producer', { target: 'enterprise' }),
      field('producer_name', 'text', '标称生产企业名称', 'Name of producer', { searchable: true }),
      field('region', 'region', '抽样地区', 'Region of sampling', { required: true }),
      field('sampled_on', 'date', '抽样日期', 'Sampled on', { required: true }),
      field('motive', 'code', '抽查方式', 'Motive', { codes: 'motive', required: true }),
      field('result', 'code', '检验结论', 'Result', { codes: 'result', required: true }),
      field('net_content', 'decimal', '净含量', 'Net content', { unit: 'g', scale: 1 }),
      field('price', 'money', '单价', 'Unit price', { unit: 'CNY', scale: 2 }),
      field('laboratory', 'text', '检验机构', 'Laboratory'),
      field('retested', 'boolean', '是否复检', 'Re-tested'),
      field('note', 'text', '备注', 'Note', { public: false }),
    ],
    key: ['sample_number'], time_field: 'sampled_on', region_field: 'region', title_field: 'sample_number',
    states: [
      { name: 'recorded', title: w('已登记', 'recorded'), initial: true, final: false },
      { name: 'objected', title: w('异议中', 'objection'), initial: false, final: false },
      { name: 'closed', title: w('已办结', 'closed'), initial: false, final: true },
    ],
    steps: [
      { name: 'object', title: w('提出异议', 'Object'), from: ['recorded'], to: 'objected', roles: ['supervisor'], required_fields: [] },
      { name: 'close', title: w('办结', 'Close'), from: ['recorded', 'objected'], to: 'closed', roles: ['supervisor'], required_fields: [] },
    ],
    can: all,
  },
  {
    name: 'spot_check_item', title: w('抽查检验项目', 'Tested items'), help: w('', ''), serves: ['D3'], parent: 'spot_check',
    fields: [
      field('spot_check', 'record', '抽样编号', 'Spot check', { target: 'spot_check', required: true }),
      field('ordinal', 'integer', '序号', 'No.', { required: true }),
      field('item', 'text', '检验项目', 'Item', { required: true, searchable: true }),
      field('found', 'text', '检验结果', 'Found'),
      field('limit', 'text', '标准值', 'Limit'),
      field('result', 'code', '单项结论', 'Result', { codes: 'result' }),
    ],
    key: ['spot_check', 'ordinal'], time_field: '', region_field: '', title_field: 'item', states: open, steps: [], can: all,
  },
  {
    name: 'alert', title: w('风险通报', 'Alerts'), help: w('国内外食品与消费品风险通报', 'Foreign and domestic notices'), serves: ['E1', 'O1'], parent: '',
    fields: [
      field('reference', 'text', '编号', 'Reference', { required: true, searchable: true }),
      field('subject', 'text', '主题', 'Subject', { searchable: true }),
      field('notified_on', 'date', '通报日期', 'Notified on', { required: true }),
      field('risk_decision', 'code', '风险判定', 'Risk decision', { codes: 'risk_decision' }),
      field('origin', 'text', '原产国', 'Origin', { list: true }),
    ],
    key: ['reference'], time_field: 'notified_on', region_field: '', title_field: 'reference', states: open, steps: [], can: all,
  },
  {
    name: 'complaint', title: w('投诉举报', 'Complaints'), help: w('', ''), serves: ['I1'], parent: '',
    fields: [
      field('number', 'text', '登记编号', 'Number', { required: true, searchable: true }),
      field('received_on', 'date', '收到日期', 'Received on', { required: true }),
      field('region', 'region', '地区', 'Region'),
      field('outcome', 'code', '处理结果', 'Outcome', { codes: 'outcome' }),
      field('subject', 'text', '事由', 'Subject', { searchable: true }),
    ],
    key: ['number'], time_field: 'received_on', region_field: 'region', title_field: 'number', states: open, steps: [], can: ['read'],
  },
  {
    name: 'recall', title: w('缺陷产品召回', 'Recalls'), help: w('', ''), serves: ['F2'], parent: '',
    fields: [
      field('number', 'text', '召回编号', 'Number', { required: true, searchable: true }),
      field('announced_on', 'date', '公告日期', 'Announced on', { required: true }),
      field('product_name', 'text', '产品', 'Product', { searchable: true }),
      field('units', 'integer', '涉及数量', 'Units'),
    ],
    key: ['number'], time_field: 'announced_on', region_field: '', title_field: 'number', states: open, steps: [], can: all,
  },
]

export const indicators = [
  {
    name: 'spot_check_pass_rate', title: w('监督抽查合格率', 'Spot-check pass rate'),
    help: w('随机抽查中结论为合格的批次所占比例；重点抽查与跟踪抽查不计入。', 'Share of randomly sampled batches that passed; targeted and follow-up samples are not counted.'),
    unit: w('%', '%'), scale: 100, kind: 'proportion', register: 'spot_check', dimensions: ['region', 'category', 'motive'], region_field: 'region', industry_field: '',
    interval: 'wilson', confidence: 0.95, minimum_trials: 30, higher_is_better: true, source: '003二(三)1',
  },
  {
    name: 'complaint_count', title: w('投诉举报件数', 'Complaints'), help: w('按收到日期计数。', 'Counted by the day received.'),
    unit: w('件', 'cases'), scale: 1, kind: 'count', register: 'complaint', dimensions: ['region', 'outcome'], region_field: 'region', industry_field: '',
    interval: 'none', confidence: 0.95, minimum_trials: 0, higher_is_better: false, source: '',
  },
  {
    name: 'alert_count', title: w('风险通报数', 'Alerts'), help: w('', ''),
    unit: w('件', 'notices'), scale: 1, kind: 'count', register: 'alert', dimensions: ['risk_decision', 'origin'],
    interval: 'none', confidence: 0.95, minimum_trials: 0, higher_is_better: false, source: '',
  },
]

export const targets = [
  { id: 'T1', title: w('农业标准化生产普及率', 'Standardised agricultural production'), indicator: '', comparator: 'more_than', value: '0.30', unit: '%', deadline: '2015-12-31', force: 'goal', clause: '003二(三)1', verified: true },
  { id: 'T2', title: w('主要农产品质量安全抽检合格率', 'Pass rate of main farm products'), indicator: 'spot_check_pass_rate', comparator: 'at_least', value: '0.96', unit: '%', deadline: '2015-12-31', force: 'goal', clause: '003二(三)1', verified: true },
  { id: 'T3', title: w('产品质量国家监督抽查合格率', 'National spot-check pass rate'), indicator: 'spot_check_pass_rate', comparator: 'at_least', value: '0.90', unit: '%', deadline: '2015-12-31', force: 'goal', clause: '003二(三)1', verified: true },
  { id: 'T4', title: w('大中型工程项目一次验收合格率', 'First-time acceptance, large works'), indicator: '', comparator: 'equal', value: '1', unit: '%', deadline: '2015-12-31', force: 'goal', clause: '003二(三)2', verified: true },
  { id: 'T11', title: w('食品抽样检验批次', 'Food batches sampled'), indicator: 'spot_check_pass_rate', comparator: 'at_least', value: '0.93', unit: '%', deadline: '2026-12-31', force: 'aspirational', clause: '004#15', verified: false },
  { id: 'T14', title: w('新开工建筑工程质量监督覆盖率', 'Supervision of new works'), indicator: '', comparator: 'equal', value: '1', unit: '%', deadline: '2014-12-31', force: 'binding', clause: '002(九)', verified: true },
]

export const mappings = [
  { name: 'food-pass', title: w('食品抽检合格公示表', 'Food spot checks, passed (official template)'), registers: ['spot_check'], formats: ['csv', 'xlsx'] },
  { name: 'food-fail', title: w('食品抽检不合格公示表', 'Food spot checks, failed (official template)'), registers: ['spot_check', 'spot_check_item'], formats: ['csv', 'xlsx'] },
  { name: 'rasff-full', title: w('RASFF Window 全表', 'RASFF Window, full export'), registers: ['alert'], formats: ['csv', 'xlsx'] },
]
