# B11, B13: a quality award is granted, shown, paid for once, and taken back.

story: who approves does not pay, nobody is paid twice, and what was taken back is no longer shown

people
| name   | role              | region | company            |
| plan1  | planner           | 620000 |                    |
| cai.wu | finance           | 620000 |                    |
| ma     | quality_authority | 620000 |                    |
| firm   | enterprise        |        | 91350100M000100Y43 |
| other  | enterprise        |        | 91110108M000300Y5B |

clock 2025-09-24T09:00
as plan1
file award
| number | kind               | level      | year | holder             | holder_name | region | result | awarded_on |
| JL-1   | government_quality | provincial | 2025 | 91350100M000100Y43 | 甲公司      | 620102 | winner | 2023-09-24 |
! awarded_on registry.rule_broken
file award
| number | kind               | level      | year | holder             | holder_name | region | result | awarded_on |
| JL-1   | government_quality | provincial | 2025 | 91350100M000100Y43 | 甲公司      | 620102 | winner | 2025-09-24 |
as anyone
see award JL-1
! 404
as plan1
take show award JL-1
as anyone
see award JL-1
| state | holder_name | result |
| shown | 甲公司      | winner |

as plan1
file incentive_payment
| award | policy_clause        | payee              | payee_name | region | year | amount     |
| JL-1  | 质量强省意见第十二条 | 91350100M000100Y43 | 甲公司     | 620102 | 2025 | 1000000.00 |
take approve incentive_payment JL-1|质量强省意见第十二条
| checked_on |
| 2025-10-09 |
take pay incentive_payment JL-1|质量强省意见第十二条
| paid_on    | voucher |
| 2025-10-10 | PZ-1    |
! 403
as cai.wu
take pay incentive_payment JL-1|质量强省意见第十二条
| paid_on    | voucher |
| 2025-10-08 | PZ-1    |
! paid_on registry.rule_broken
take pay incentive_payment JL-1|质量强省意见第十二条
| paid_on    | voucher |
| 2025-10-10 | PZ-1    |
# Asked for again, it is the same payment: nothing is added.
as plan1
file incentive_payment
| award | policy_clause        | payee              | payee_name | region | year | amount     |
| JL-1  | 质量强省意见第十二条 | 91350100M000100Y43 | 甲公司     | 620102 | 2025 | 1000000.00 |
take pay incentive_payment JL-1|质量强省意见第十二条
! 403
history incentive_payment JL-1|质量强省意见第十二条
| version | step    | state    | recorded_by |
| 1       | -       | claimed  | plan1       |
| 2       | approve | approved | plan1       |
| 3       | pay     | paid     | cai.wu      |
as cai.wu
take pay incentive_payment JL-1|质量强省意见第十二条
! 409
as other
see incentive_payment JL-1|质量强省意见第十二条
! 404

clock 2026-05-12T09:00
as plan1
take revoke award JL-1
| withdrawn_because    |
| 当年隐瞒重大质量事故 |
! 403
as ma
take revoke award JL-1
! withdrawn_because registry.required
take revoke award JL-1
| withdrawn_because    |
| 当年隐瞒重大质量事故 |
as anyone
see award JL-1
! 404
as firm
see award JL-1
| state     | withdrawn_because    | withdrawn_on |
| withdrawn | 当年隐瞒重大质量事故 | 2026-05-12   |
links award JL-1
| register          | direction | state |
| incentive_payment | from      | paid  |
