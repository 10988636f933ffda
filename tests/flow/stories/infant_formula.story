# D24: a producer of infant formula is examined again.

story: not passed with a key item open, passed after the correction, by another than who audited

people
| name  | role              | region | company            |
| li.na | officer           | 620000 |                    |
| exp   | expert            |        |                    |
| ma    | quality_authority | 620000 |                    |
| firm  | enterprise        |        | 91350100M000100Y43 |

clock 2025-09-01T09:00
as li.na
file producer_audit
| number | party              | party_name | region | product_class  | formulas | own_milk_share | filed_on   | handler |
| SH-1   | 91350100M000100Y43 | 甲乳业     | 620102 | infant_formula | 3        | 100            | 2025-09-01 | exp     |
as anyone
see producer_audit SH-1
! 404
as exp
take audit producer_audit SH-1
| audited_on | items_checked | items_failed | key_items_failed |
| 2025-09-10 | 60            | 61           | 0                |
! items_failed registry.rule_broken
take audit producer_audit SH-1
| audited_on | items_checked | items_failed | key_items_failed |
| 2025-09-10 | 60            | 4            | 1                |
as ma
take pass producer_audit SH-1
| tests_every_batch | traceability | decided_on | conclusion |
| true              | true         | 2025-09-12 | 通过       |
! pass registry.guard_not_met
as li.na
take order producer_audit SH-1
| correction_due_on |
| 2025-10-10        |
clock 2025-10-11T09:00
work
| group   | register       | key  | clock      | due_on     |
| waiting | producer_audit | SH-1 | correction | 2025-10-10 |
as firm
see producer_audit SH-1
| state      | handler |
| correcting | exp     |
take correct producer_audit SH-1
| corrected_on |
| 2025-10-11   |
as exp
take audit producer_audit SH-1
| audited_on | items_checked | items_failed | key_items_failed |
| 2025-10-13 | 60            | 0            | 0                |
as li.na
take pass producer_audit SH-1
| tests_every_batch | traceability | decided_on | conclusion |
| true              | true         | 2025-10-15 | 通过       |
! 403
as ma
take pass producer_audit SH-1
| tests_every_batch | traceability | decided_on | conclusion |
| true              | false        | 2025-10-15 | 通过       |
! pass registry.guard_not_met
take pass producer_audit SH-1
| tests_every_batch | traceability | decided_on | conclusion |
| true              | true         | 2025-10-15 | 通过       |
as anyone
see producer_audit SH-1
| state  | conclusion | formulas | filed_on | tests_every_batch |
| passed | 通过       | 3        | -        | -                 |
