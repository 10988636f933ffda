# E12: an accident; clocks of one and two hours run through the holiday and the night.

story: reported too late, passed on in time, graded by its deaths, investigated, and somebody answers for it

people
| name  | role              | region | company            |
| li.na | officer           | 620102 |                    |
| ma    | quality_authority | 620000 |                    |
| jian  | supervision       | 620000 |                    |
| firm  | enterprise        |        | 91350100M000100Y43 |
| admin | administrator     |        |                    |

clock 2025-10-03T02:00
as firm
file quality_accident
| number | enterprise         | enterprise_name | region | happened_at               | known_at                  | product | product_class   | summary | deaths | injured |
| SG-1   | 91350100M000100Y43 | 甲公司          | 620102 | 2025-10-03T00:30:00+08:00 | 2025-10-03T00:45:00+08:00 | 锅炉    | special_equipment | 爆炸    | 3      | 5       |
clocks quality_accident SG-1
| name   | standing | due                       |
| report | overdue  | 2025-10-03T01:45:00+08:00 |
take report quality_accident SG-1
| reported_at               |
| 2025-10-03T02:00:00+08:00 |
as li.na
clocks quality_accident SG-1
| name       | standing | due                       |
| report     | met_late | 2025-10-03T01:45:00+08:00 |
| passing_on | running  | 2025-10-03T04:00:00+08:00 |
| casualties | running  | 2025-11-03T00:00:00+08:00 |
clock 2025-10-03T03:30
take pass_on quality_accident SG-1
| passed_on_at              | grade    |
| 2025-10-03T03:30:00+08:00 | ordinary |
! grade registry.rule_broken
take pass_on quality_accident SG-1
| passed_on_at              | grade |
| 2025-10-03T03:30:00+08:00 | large |
clocks quality_accident SG-1
| name       | standing |
| report     | met_late |
| passing_on | met      |
| casualties | running  |
as ma
take investigate quality_accident SG-1
| investigation_from |
| 2025-10-09         |
take account quality_accident SG-1
| cause       | finding      | closed_on  |
| maintenance | 安全阀未校验 | 2025-12-01 |
as jian
see accountability_case SG-1/1
| state  | cause    | unit   |
| opened | accident | 甲公司 |
# Not even the administrator reads who answers for it.
as admin
see accountability_case SG-1/1
! 404
as firm
see accountability_case SG-1/1
! 404
