# B2: a county appeals against its points. The level above decides; no other county hears of it.

story: filed by the county, decided by the city above, and by nobody of the county itself

people
| name     | role          | region |
| county   | assessed      | 620102 |
| next     | assessed      | 620103 |
| scorer   | assessor      | 620102 |
| city     | assessor      | 620100 |
| li.na    | officer       | 620102 |
| ren.shi  | appointments  |        |
| shen.ji  | auditor       |        |

clock 2026-03-02T09:00
as next
file assessment_appeal
| number | scheme           | year | region | node | filed_on   | claim      |
| SS-1   | example_province | 2025 | 620102 | 1.1  | 2026-03-02 | 不应扣分   |
! region registry.outside_region
as county
file assessment_appeal
| number | scheme           | year | region | node | filed_on   | claim          | points_claimed |
| SS-1   | example_province | 2025 | 620102 | 1.1  | 2026-03-02 | 抽查批次算重了 | 3.5            |
as next
see assessment_appeal SS-1
! 404
as li.na
see assessment_appeal SS-1
! 404
as ren.shi
see assessment_appeal SS-1
! 404
as anyone
see assessment_appeal SS-1
! 404
as county
take uphold assessment_appeal SS-1
| decided_on | decision |
| 2026-03-03 | 成立     |
! 403
# An assessor of the same county scores the towns below it, not the county.
as scorer
take uphold assessment_appeal SS-1
| decided_on | decision |
| 2026-03-03 | 成立     |
! 403
as city
take uphold assessment_appeal SS-1
! decided_on registry.required
! decision registry.required
take uphold assessment_appeal SS-1
| decided_on | decision             |
| 2026-03-10 | 重复批次已剔除，改分 |
take reject assessment_appeal SS-1
| decided_on | decision |
| 2026-03-11 | 不成立   |
! 409
as county
see assessment_appeal SS-1
| state  | decision             |
| upheld | 重复批次已剔除，改分 |
as shen.ji
history assessment_appeal SS-1
| version | step   | state  | recorded_by |
| 1       | -      | filed  | county      |
| 2       | uphold | upheld | city        |
