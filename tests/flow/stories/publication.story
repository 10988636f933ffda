# D17, D18, G9: how long a penalty stays public. 市场监督管理行政处罚信息公示规定（总局令45号，2021）: twenty working days to
# publish it, three years, ended early by repair, never early for a shutdown; what was annulled is withdrawn in three
# working days. The calendars of 2025 and 2026 are on record.

story: published for three years, mended after one, never mended when it was a shutdown, withdrawn when annulled

people
| name  | role              | region | company            |
| li.na | officer           | 620102 |                    |
| ma    | quality_authority | 620100 |                    |
| he.fa | legal_affairs     | 620100 |                    |
| firm  | enterprise        |        | 91350100M000100Y43 |
| other | enterprise        |        | 91110108M000300Y5B |

clock 2025-09-24T09:00
as li.na
file penalty
| number | party              | party_name | region | matter      | summary      | kinds    | fine      | ordinary | decided_on |
| CF-1   | 91350100M000100Y43 | 甲公司     | 620102 | substandard | 销售不合格品 | fine     | 600000.00 | true     | 2025-09-24 |
| CF-2   | 91350100M000100Y43 | 甲公司     | 620102 | substandard | 屡次不合格   | shutdown | 0.00      | true     | 2025-09-24 |
| CF-3   | 91350100M000100Y43 | 甲公司     | 620102 | labelling   | 标签不规范   | fine     | 1000.00   | true     | 2025-09-24 |
file penalty
| number | party              | party_name | region | matter    | kinds   | fine   | ordinary | warning_only | decided_on |
| CF-4   | 91350100M000100Y43 | 甲公司     | 620102 | labelling | warning | 100.00 | true     | true         | 2025-09-24 |
! warning_only registry.rule_broken
# 25, 26, 28 to 30 September; 9 to 11, 13 to 17, 20 to 24, 27, 28 October.
clocks penalty CF-1
| name        | standing | due_on     |
| publication | running  | 2025-10-28 |
take publish_minor penalty CF-2
! publish_minor registry.guard_not_met
take keep_closed penalty CF-1
! keep_closed registry.guard_not_met
clock 2025-10-28T09:00
take publish penalty CF-1
take publish penalty CF-2
take publish_minor penalty CF-3
clocks penalty CF-1
| name        | standing | due_on     |
| publication | met      | 2025-10-28 |
| term        | running  | 2028-10-28 |
clocks penalty CF-3
| name        | standing | due_on     |
| publication | met      | 2025-10-28 |
| term_short  | running  | 2026-01-28 |

# The short one ends by itself after its last day.
clock 2026-01-28T12:00
run clocks run
as anyone
see penalty CF-3
| state           |
| published_minor |
clock 2026-01-29T00:10
run clocks run
see penalty CF-3
! 404

# Repair: not within the first year, not while the day is not reached, and not for a shutdown.
clock 2026-10-20T09:00
as firm
file credit_repair
| number | penalty | party              | party_name | region | breach  | revocation | duty_done | harm_removed | no_repeat | on_other_list | applied_on |
| XF-1   | CF-1    | 91350100M000100Y43 | 甲公司     | 620102 | serious | false      | true      | true         | true      | false         | 2026-10-20 |
# Five working days: 21 to 23, 26, 27 October.
clocks credit_repair XF-1
| name       | standing | due_on     |
| acceptance | running  | 2026-10-27 |
as other
see credit_repair XF-1
! 404
as li.na
take accept credit_repair XF-1
| accepted_on | published_since | may_repair_from |
| 2026-10-20  | 2025-10-28      | 2026-10-28      |
take check credit_repair XF-1
| checked_on |
| 2026-10-21 |
as ma
take repair credit_repair XF-1
| decision | decided_on |
| 准予修复 | 2026-10-27 |
! repair registry.guard_not_met
clock 2026-10-28T09:00
take repair credit_repair XF-1
| decision | decided_on |
| 准予修复 | 2026-10-28 |
take repair penalty CF-1
| repaired_on |
| 2026-10-28  |
take repair penalty CF-2
| repaired_on |
| 2026-10-28  |
! repair registry.guard_not_met
as anyone
see penalty CF-1
! 404
see penalty CF-2
| state     | kinds    |
| published | shutdown |

story: what a review annuls is withdrawn in three working days, over the National Day of 2026

people
| name  | role              | region | company            |
| li.na | officer           | 620102 |                    |
| he.fa | legal_affairs     | 620100 |                    |
| firm  | enterprise        |        | 91350100M000100Y43 |

clock 2026-09-01T09:00
as li.na
file penalty
| number | party              | party_name | region | matter      | summary      | kinds | fine      | ordinary | decided_on |
| CF-5   | 91350100M000100Y43 | 甲公司     | 620102 | substandard | 销售不合格品 | fine  | 600000.00 | true     | 2026-09-01 |
take publish penalty CF-5
take annul penalty CF-5
| annulled_on | annulled_because |
| 2026-09-29  | 复议撤销         |
! 403
clock 2026-09-29T09:00
as he.fa
take annul penalty CF-5
| annulled_on | annulled_because |
| 2026-09-29  | 复议撤销         |
# Holiday October 1 to 7: 30 September, 8 and 9 October.
as li.na
clocks penalty CF-5
| name        | standing | due_on     |
| publication | met      | 2026-09-29 |
| term        | met      | 2029-09-01 |
| withdrawal  | running  | 2026-10-09 |
as anyone
see penalty CF-5
| state    | annulled_because |
| annulled | -                |
clock 2026-10-10T09:00
as li.na
work
| group   | register | key  | clock      | due_on     |
| overdue | penalty  | CF-5 | withdrawal | 2026-10-09 |
take withdraw penalty CF-5
as anyone
see penalty CF-5
! 404
as firm
see penalty CF-5
| state     |
| withdrawn |
