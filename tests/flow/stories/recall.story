# E13, F8: a firm learns of an injury, reports, recalls, and the authority asks it to try again.

story: two working days to report over the holiday, then the recall

people
| name  | role              | region | company            |
| li.na | officer           | 620102 |                    |
| ma    | quality_authority | 620000 |                    |
| firm  | enterprise        |        | 91350100M000100Y43 |
| other | enterprise        |        | 91110108M000300Y5B |

clock 2025-09-30T15:00
as firm
file product_incident
| number | kind           | enterprise         | region | mandatory | product | product_class | units | injured | known_on   |
| BG-1   | serious_injury | 91350100M000100Y43 | 620102 | false     | 童车    | child_product | 5000  | 1       | 2025-09-30 |
! mandatory registry.rule_broken
file product_incident
| number | kind           | enterprise         | region | mandatory | product | product_class | units | injured | known_on   |
| BG-1   | serious_injury | 91350100M000100Y43 | 620102 | true      | 童车    | child_product | 5000  | 1       | 2025-09-30 |
clocks product_incident BG-1
| name   | standing | due_on     |
| report | running  | 2025-10-10 |
take report product_incident BG-1
! measures registry.required
take report product_incident BG-1
| measures |
| 停止销售 |
as other
see product_incident BG-1
! 404
as li.na
take accept product_incident BG-1
clock 2025-10-10T09:00
as ma
take recall product_incident BG-1
| conclusion |
| 应当召回   |
as firm
clocks recall_plan BG-1/1
| name | standing | due_on     |
| plan | running  | 2025-10-23 |
take file recall_plan BG-1/1
| defect   | measures    | units | filed_on   |
| 支架断裂 | replacement | 5000  | 2025-10-17 |
as anyone
see recall_plan BG-1/1
! 404
as li.na
take announce recall_plan BG-1/1
| announced_on |
| 2025-10-20   |
as anyone
see recall_plan BG-1/1
| state     | units | defect   | handler |
| announced | 5000  | 支架断裂 | -       |
as firm
take report recall_plan BG-1/1
| reached | remedied | last_report_on |
| 6000    | 10       | 2025-12-01     |
! reached registry.rule_broken
take report recall_plan BG-1/1
| reached | remedied | last_report_on |
| 4000    | 10       | 2025-12-01     |
take complete recall_plan BG-1/1
| remedied | completed_on |
| 4100     | 2026-03-01   |
as ma
take close recall_plan BG-1/1
| effective | final_report_on |
| false     | 2026-03-10      |
! close registry.guard_not_met
take repeat recall_plan BG-1/1
| returned_because |
| 九百辆下落不明   |
as firm
take resume recall_plan BG-1/1
links recall_plan BG-1/1
| register         | direction | key      | state   |
| product_incident | to        | BG-1     | closed  |
| recall_notice    | from      | BG-1/1/1 | drafted |
