# I5: the terms of a rewarded report: fifteen working days to check it, five to tell a named reporter, sixty
# to claim the reward, after which it is given up. Counted on the calendar of 2025 (holiday October 1 to 8;
# working days on Sunday, September 28 and Saturday, October 11).

story: checked, told, awarded within its share, and forfeited when nobody comes

people
| name   | role          | region |
| li.na  | officer       | 620102 |
| chen   | officer       | 370102 |
| office | reward_office | 620000 |
| cai.wu | finance       | 620000 |

clock 2025-09-24T09:00
as li.na
file violation_report
| number | received_on | region | source  | named | matter          | suspect            | suspect_name | content    |
| JB-1   | 2025-09-24  | 620102 | insider | true  | product_quality | 91350100M000100Y43 | 甲公司       | 以次充好   |
as chen
see violation_report JB-1
! 404
as anyone
see violation_report JB-1
! 404
as li.na
take check violation_report JB-1
| handler |
| li.na   |
# 25, 26, 28 to 30 September; 9 to 11, 13 to 17, 20, 21 October.
clocks violation_report JB-1
| name  | standing | due_on     |
| check | running  | 2025-10-21 |
clock 2025-09-30T16:00
take open_case violation_report JB-1
| decided_on | case_number | verified |
| 2025-09-30 | AJ-1        | true     |
# 9, 10, 11, 13, 14 October.
clocks violation_report JB-1
| name   | standing | due_on     |
| check  | met      | 2025-10-21 |
| inform | running  | 2025-10-14 |
change violation_report JB-1
| informed_on |
| 2025-10-14  |
clocks violation_report JB-1
| name   | standing | due_on     |
| check  | met      | 2025-10-21 |
| inform | met      | 2025-10-14 |

as office
file report_reward
| number | region | report | fine      | grade | share | amount   |
| JJ-1   | 620102 | JB-1   | 200000.00 | first | 5.00  | 10000.01 |
! amount registry.rule_broken
file report_reward
| number | region | report | fine      | grade | share | amount   |
| JJ-1   | 620102 | JB-1   | 200000.00 | first | 5.00  | 10000.00 |
as cai.wu
take award report_reward JJ-1
| awarded_on |
| 2025-09-30 |
! 403
as office
take award report_reward JJ-1
| awarded_on |
| 2025-09-30 |
# 9 to 11, 13 to 17, 20 to 24, 27 to 31 October are 18; 20 in November; 22 in December are the 1st to the 5th,
# 8th to 12th, 15th to 19th, 22nd to 26th, 29th and 30th.
clocks report_reward JJ-1
| name  | standing | due_on     |
| claim | running  | 2025-12-30 |
clock 2025-12-30T23:59
run clocks run
see report_reward JJ-1
| state   |
| awarded |
clock 2025-12-31T00:05
run clocks run
see report_reward JJ-1
| state     | paid_on |
| forfeited | -       |
take claim report_reward JJ-1
| claimed_on |
| 2025-12-31 |
! 409
