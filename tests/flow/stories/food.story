# D3, D6: food and other goods that failed on the same day. 食品安全法 art. 88: a re-test is asked for within seven
# working days; 产品质量法 art. 15: fifteen days. What failed by micro-organisms is not re-tested; who took up the
# objection does not arrange the re-test.

story: seven working days for milk powder, fifteen days for a blanket, none for bacteria

people
| name   | role              | region | company            |
| li.na  | officer           | 620102 |                    |
| sun.yu | officer           | 620102 |                    |
| ma     | quality_authority | 620000 |                    |
| firm   | enterprise        |        | 91350100M000100Y43 |
| other  | enterprise        |        | 91110108M000300Y5B |

clock 2025-09-24T09:00
as li.na
file spot_check
| sample_number | sampled_on | motive | product_name | producer_name | producer           | region | industry | result | reported_on | notified_on |
| SP-1          | 2025-09-01 | random | 乳粉         | 甲公司        | 91350100M000100Y43 | 620102 | 1442     | fail   | 2025-09-22  | 2025-09-24  |
| CP-1          | 2025-09-01 | random | 电热毯       | 甲公司        | 91350100M000100Y43 | 620102 | 3856     | fail   | 2025-09-22  | 2025-09-24  |
# 25, 26, 28 (working Sunday) to 30 September, 9, 10 October; fifteen days end on October 9.
clocks spot_check SP-1
| name      | standing | due_on     |
| objection | running  | 2025-10-10 |
clocks spot_check CP-1
| name      | standing | due_on     |
| objection | running  | 2025-10-09 |

clock 2025-10-10T09:00
as firm
see spot_check SP-1
| state    | result |
| recorded | fail   |
file objection
| number | kind              | spot_check | party              | region | told_on    | filed_on   | in_time | grounds  | microbiological |
| YY-1   | spot_check_result | SP-1       | 91350100M000100Y43 | 620102 | 2025-09-24 | 2025-10-10 | true    | 运输受污 | true            |
| YY-2   | spot_check_result | CP-1       | 91350100M000100Y43 | 620102 | 2025-09-24 | 2025-10-10 | false   | 样品受潮 | false           |
| YY-3   | spot_check_result | SP-1       | 91350100M000100Y43 | 620102 | 2025-09-24 | 2025-10-10 | true    | 脂肪含量 | false           |
as other
see objection YY-1
! 404
as li.na
take accept objection YY-1
| accepted_on |
| 2025-10-10  |
! accept registry.guard_not_met
take accept objection YY-2
| accepted_on |
| 2025-10-10  |
! accept registry.guard_not_met
take refuse objection YY-2
| decision | decided_on |
| 逾期提出 | 2025-10-10 |
take accept objection YY-3
| accepted_on |
| 2025-10-10  |
take retest objection YY-3
| sample_kept | fee_prepaid | retest_result |
| true        | true        | pass          |
! retest registry.same_person
as sun.yu
take retest objection YY-3
| sample_kept | fee_prepaid | retest_result |
| true        | false       | pass          |
! retest registry.guard_not_met
take retest objection YY-3
| sample_kept | fee_prepaid | retest_result |
| true        | true        | pass          |
as ma
take uphold objection YY-3
| decision | decided_on |
| 复检合格 | 2025-10-14 |
as sun.yu
take object spot_check SP-1
| objection |
| upheld    |
take decide spot_check SP-1
| retest_result | retested_on |
| pass          | 2025-10-13  |
# Nothing follows from a batch that passed after all.
take handle_failure spot_check SP-1
! handle_failure registry.guard_not_met
as anyone
see spot_check SP-1
| state  | result | retest_result |
| closed | fail   | pass          |
