# D3, D22: what follows when a firm fails again: announced, checked a second time between the 60th and the 90th
# day, shut down, its licence revoked, out of the market. 产品质量监督抽查管理暂行办法（总局令18号，2019）第六章.

story: sixty days to correct, seventy-five to re-check, not before sixty and within ninety for the second time

people
| name   | role              | region | company            |
| li.na  | officer           | 620102 |                    |
| zhou   | officer           | 620102 |                    |
| chen   | officer           | 370102 |                    |
| ma     | quality_authority | 620000 |                    |
| he.fa  | legal_affairs     | 620000 |                    |
| firm   | enterprise        |        | 91350100M000100Y43 |
| other  | enterprise        |        | 91110108M000300Y5B |

clock 2025-09-24T09:00
as li.na
file spot_check
| sample_number | sampled_on | motive | product_name | producer_name | producer           | region | result | reported_on | level      |
| CC-1          | 2025-09-01 | random | 电热毯       | 甲公司        | 91350100M000100Y43 | 620102 | fail   | 2025-09-15  | provincial |
take handle_failure spot_check CC-1
! 409
take close spot_check CC-1
take handle_failure spot_check CC-1
take order sampling_follow_up CC-1/1
| ordered_on |
| 2025-09-24 |
# 6 days in September, 31 in October, 23 in November: a Sunday, so Monday the 24th. 75: December 8.
clocks sampling_follow_up CC-1/1
| name       | standing | due_on     |
| correction | running  | 2025-11-24 |
| recheck    | running  | 2025-12-08 |
clock 2025-11-25T09:00
work
| group   | register           | key    | clock      | due_on     |
| overdue | sampling_follow_up | CC-1/1 | correction | 2025-11-24 |
| later   | sampling_follow_up | CC-1/1 | recheck    | 2025-12-08 |
take fail sampling_follow_up CC-1/1
| rechecked_on | recheck_result |
| 2025-11-25   | pass           |
! fail registry.guard_not_met
take fail sampling_follow_up CC-1/1
| rechecked_on | recheck_result |
| 2025-11-25   | fail           |
clock 2025-12-10T09:00
take announce sampling_follow_up CC-1/1
| announced_on |
| 2025-12-10   |
! 403
as ma
take announce sampling_follow_up CC-1/1
| announced_on |
| 2025-12-10   |
# 21 days in December, 31 in January, 28 in February, 10 in March.
clocks sampling_follow_up CC-1/1
| name           | standing | due_on     |
| correction     | met_late | 2025-11-24 |
| recheck        | met      | 2025-12-08 |
| second_recheck | running  | 2026-03-10 |
# The sixtieth day is February 8.
clock 2026-02-08T09:00
take shut_down sampling_follow_up CC-1/1
| second_rechecked_on | second_result | shutdown_from |
| 2026-02-07          | fail          | 2026-02-08    |
! second_rechecked_on registry.rule_broken
take pass_second sampling_follow_up CC-1/1
| second_rechecked_on | second_result |
| 2026-02-08          | fail          |
! pass_second registry.guard_not_met
take shut_down sampling_follow_up CC-1/1
| second_rechecked_on | second_result | shutdown_from |
| 2026-02-08          | fail          | 2026-02-08    |
as firm
see sampling_follow_up CC-1/1
| state    | shutdown_from |
| shutdown | 2026-02-08    |
as other
see sampling_follow_up CC-1/1
! 404
as chen
see sampling_follow_up CC-1/1
! 404
as li.na
take revoke sampling_follow_up CC-1/1
! 403
clock 2026-04-08T09:00
as ma
take revoke sampling_follow_up CC-1/1

# Told, heard by one, decided by another; what is decided is public and has its day.
take tell market_exit CC-1/1/1
| told_on    |
| 2026-04-09 |
as anyone
see market_exit CC-1/1/1
! 404
as he.fa
take hear market_exit CC-1/1/1
| heard_on   |
| 2026-04-20 |
take decide market_exit CC-1/1/1
| decided_on | exit_by    |
| 2026-04-27 | 2026-05-27 |
! 403
as ma
take decide market_exit CC-1/1/1
| decided_on | exit_by    |
| 2026-04-27 | 2026-05-27 |
as anyone
see market_exit CC-1/1/1
| state   | party_name | grounds               | exit_by    | told_on |
| decided | 甲公司     | second_recheck_failed | 2026-05-27 | -       |
clock 2026-05-28T09:00
as zhou
work
| group   | register    | key      | clock | due_on     |
| overdue | violation_lead | CC-1/1/1 | check | 2025-12-16 |
| overdue | market_exit    | CC-1/1/1 | exit  | 2026-05-27 |
take confirm market_exit CC-1/1/1
| left_on    |
| 2026-05-28 |
