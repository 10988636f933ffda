// Logging in; what the site is, in Chinese.

export const session = {
  'session.expired': '登录已过期，请重新登录',
  'login.title': '登录',
  'login.user': '用户名',
  'login.code': '验证码（六位）',
  'login.password': '密码',
  'login.enter': '登录',
  'login.hint': '首次启动时，程序在终端打印用户名与初始密码。',
  'about.what': '质衡是为制定和落实质量行动计划的人准备的软件：登记、指标、目标，每个数字都能说明来历。',
  'about.records': '记录：每次改动都是一个新版本，附理由与校验值；旧版本不被覆盖，缺失或篡改可被查出。',
  'about.statistics': '统计：比率附区间与样本量；差别若只是偶然，页面会这样说；样本过少不公布数值。',
  'about.maps': '地图：使用方格图，不画边界，不表示面积。',
  'about.privacy': '个人信息：加密保存，不进入统计，不公开。',
  'about.licence': '许可：Apache-2.0',
}
