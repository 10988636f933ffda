# B6, B7: a quality award. Who examines has no conflict; who visited does not announce; a veto ends it.

story: an application, its examiners, the notice period and the award

people
| name  | role              | region | company            |
| plan1 | planner           | 620000 |                    |
| plan2 | planner           | 620000 |                    |
| ma    | quality_authority | 620000 |                    |
| zhuan | expert            |        |                    |
| shuai | expert            |        |                    |
| firm  | enterprise        |        | 91350100M000100Y43 |

clock 2025-06-02T09:00
as firm
file award_application
| number | kind               | level      | year | applicant          | applicant_name | region | submitted_on |
| JL-1   | government_quality | provincial | 2025 | 91350100M000100Y43 | 甲公司         | 620102 | 2025-06-02   |
as plan1
take admit award_application JL-1
| eligible | veto_event     |
| true     | 上年有重大事故 |
! admit registry.guard_not_met
take admit award_application JL-1
| eligible |
| true     |
take review award_application JL-1
| document_score |
| 612.5          |
file expert_pool
| number | kind     | name   | region | grade | sectors       |
| PS-1   | examiner | 张评审 | 620000 | chief | manufacturing |
file expert_pool
| number | kind     | name   | region | grade    | sectors       |
| PS-2   | examiner | 李评审 | 620000 | examiner | manufacturing |
file examiner_review
| application | examiner | examiner_account | conflict |
| JL-1        | PS-1     | zhuan            | true     |
| JL-1        | PS-2     | shuai            | false    |
as zhuan
take score examiner_review JL-1|PS-1
| score | scored_on  |
| 640   | 2025-06-20 |
! score registry.rule_broken
take decline examiner_review JL-1|PS-1
# An examiner sees only what was assigned to them.
see examiner_review JL-1|PS-2
! 404
as shuai
take score examiner_review JL-1|PS-2
| score | scored_on  |
| 640   | 2025-06-20 |
as plan1
take visit award_application JL-1
| visited_on | site_score |
| 2025-07-01 | 655        |
take announce award_application JL-1
| consensus_score | notice_from | notice_to  |
| 648             | 2025-09-20  | 2025-10-09 |
! announce registry.same_person
as plan2
take announce award_application JL-1
| consensus_score | notice_from | notice_to  |
| 648             | 2025-09-20  | 2025-10-09 |
as anyone
see award_application JL-1
| state   | applicant_name | document_score | consensus_score |
| noticed | 甲公司         | -              | -               |
as ma
take award award_application JL-1
| result | decided_on |
| winner | 2025-10-09 |
! award registry.guard_not_met
take award award_application JL-1
| result | decided_on |
| winner | 2025-10-10 |
as plan1
links award_application JL-1
| register        | direction | state    |
| award           | from      | granted  |
| examiner_review | from      | scored   |
| examiner_review | from      | declined |
