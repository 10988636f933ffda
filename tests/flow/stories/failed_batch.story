# D3, D17, D18, F, G9: one failed batch from the laboratory's report to the end of its publication. The firm
# objects, the kept sample fails too, the re-check fails, a case is opened, decided and published,
# and the firm mends its name. Every day counted by hand on the calendars of 2025 and 2026.

story: failure, objection, re-check, case, penalty, publication, repair

people
| name   | role              | region | company            |
| li.na  | officer           | 620102 |                    |
| sun.yu | officer           | 620102 |                    |
| zhou   | officer           | 620102 |                    |
| chen   | officer           | 370102 |                    |
| ma     | quality_authority | 620100 |                    |
| he.fa  | legal_affairs     | 620100 |                    |
| firm   | enterprise        |        | 91350100M000100Y43 |
| other  | enterprise        |        | 91110108M000300Y5B |

clock 2025-09-22T10:00
as li.na
file spot_check
| sample_number | sampled_on | motive | product_name | producer_name | producer           | region | result | reported_on | notified_on | level      |
| CC-9          | 2025-09-10 | random | 乳粉         | 甲公司        | 91350100M000100Y43 | 620102 | fail   | 2025-09-19  | 2025-09-22  | prefecture |
# Fifteen days end on October 7, in the holiday, so on October 9.
clocks spot_check CC-9
| name               | standing | due_on     |
| objection          | running  | 2025-10-09 |

file spot_check_item
| spot_check | item     | measured | limit | verdict |
| CC-9       | 菌落总数 | 90000    | 50000 | fail    |

# What is not yet final is nobody else's business, nor is any part of it.
as anyone
see spot_check CC-9
! 404
list spot_check
| sample_number |
see spot_check_item CC-9|菌落总数
! 404
as other
see spot_check CC-9
! 404
as chen
see spot_check CC-9
! 404

clock 2025-10-09T10:00
as firm
file objection
| number | kind              | spot_check | party              | region | told_on    | filed_on   | in_time | grounds  |
| YY-1   | spot_check_result | CC-9       | 91350100M000100Y43 | 620102 | 2025-09-22 | 2025-10-09 | true    | 样品受潮 |
as other
see objection YY-1
! 404
as li.na
take object spot_check CC-9
| objection |
| filed     |
take accept objection YY-1
| accepted_on |
| 2025-10-09  |

clock 2025-10-14T10:00
take retest objection YY-1
| sample_kept | fee_prepaid | retest_result |
| true        | true        | fail          |
! retest registry.same_person
as sun.yu
take retest objection YY-1
| sample_kept | fee_prepaid | retest_result |
| true        | true        | fail          |
as ma
take uphold objection YY-1
| decision   | decided_on |
| 复检不合格 | 2025-10-15 |
! uphold registry.guard_not_met
take reject objection YY-1
| decision   | decided_on |
| 复检不合格 | 2025-10-15 |
as firm
see objection YY-1
| state    | decision   |
| rejected | 复检不合格 |

as li.na
take decide spot_check CC-9
| retest_result | retested_on |
| fail          | 2025-10-14  |
take handle_failure spot_check CC-9
as anyone
see spot_check CC-9
| state  | result | retest_result | remark |
| closed | fail   | fail          | -      |
see spot_check_item CC-9|菌落总数
| measured | verdict |
| 90000    | fail    |

clock 2025-10-16T09:00
as li.na
take order sampling_follow_up CC-9/1
| ordered_on |
| 2025-10-16 |
clocks sampling_follow_up CC-9/1
| name       | standing | due_on     |
| correction | running  | 2025-12-15 |
| recheck    | running  | 2025-12-30 |
as firm
take correct sampling_follow_up CC-9/1
| stopped_selling | measures | corrected_on |
| false           | 无       | 2025-11-20   |
! correct registry.guard_not_met
take correct sampling_follow_up CC-9/1
| stopped_selling | measures     | corrected_on |
| true            | 更换供应商   | 2025-11-20   |
clock 2025-12-01T09:00
as zhou
take fail sampling_follow_up CC-9/1
| rechecked_on | recheck_result |
| 2025-12-01   | fail           |

# Fifteen working days to check a lead: 2 to 5, 8 to 12, 15 to 19, 22 December.
links sampling_follow_up CC-9/1
| register       | direction | key      | state    |
| spot_check     | to        | CC-9     | closed   |
| violation_lead | from      | CC-9/1/1 | received |
as li.na
clocks violation_lead CC-9/1/1
| name  | standing | due_on     |
| check | running  | 2025-12-22 |
take check violation_lead CC-9/1/1
| handler |
| li.na   |
take open_case violation_lead CC-9/1/1
| matter      | finding  | decided_on |
| substandard | 两次不合格 | 2025-12-08 |
! 403
clock 2025-12-08T09:00
as ma
take open_case violation_lead CC-9/1/1
| matter      | finding    | decided_on |
| substandard | 两次不合格 | 2025-12-08 |

as li.na
clocks case_file CC-9/1/1/1
| name     | standing | due_on     |
| decision | running  | 2026-03-08 |
take investigate case_file CC-9/1/1/1
| facts              | law              | second_officer |
| 销售不合格乳粉一批 | 产品质量法第49条 | li.na          |
! second_officer registry.rule_broken
take investigate case_file CC-9/1/1/1
| facts              | law              | second_officer |
| 销售不合格乳粉一批 | 产品质量法第49条 | sun.yu         |
as he.fa
take review case_file CC-9/1/1/1
| review_opinion | reviewed_on |
| 同意           | 2025-12-22  |
as li.na
take notify_party case_file CC-9/1/1/1
| notice_on  | penalties |
| 2025-12-23 | fine      |
clock 2026-01-12T09:00
as ma
take decide case_file CC-9/1/1/1
| penalties | fine     | decided_on | decision_number | ordinary |
| fine      | 50000.00 | 2026-01-12 | 兰市监罚1号     | true     |

# Twenty working days to publish: 13 to 16, 19 to 23, 26 to 30 January, 2 to 6, 9 February.
as li.na
clocks penalty CC-9/1/1/1/1
| name        | standing | due_on     |
| publication | running  | 2026-02-09 |
as anyone
see penalty CC-9/1/1/1/1
! 404
clock 2026-01-20T09:00
as li.na
take publish_minor penalty CC-9/1/1/1/1
| summary            | kinds |
| 销售不合格乳粉一批 | fine  |
as anyone
see penalty CC-9/1/1/1/1
| state           | fine     | responsible_person | published_on |
| published_minor | 50000.00 | -                  | 2026-01-20   |

as li.na
links penalty CC-9/1/1/1/1
| register     | direction | key            | state   |
| case_file    | to        | CC-9/1/1/1     | decided |
| credit_entry | from      | CC-9/1/1/1/1/1 | entered |

# The firm asks for repair; who checked may not decide.
clock 2026-04-21T09:00
as firm
file credit_repair
| number | penalty      | party              | party_name | region | breach  | revocation | duty_done | harm_removed | no_repeat | on_other_list | applied_on |
| XF-1   | CC-9/1/1/1/1 | 91350100M000100Y43 | 甲公司     | 620102 | general | false      | true      | true         | true      | false         | 2026-04-21 |
clocks credit_repair XF-1
| name       | standing | due_on     |
| acceptance | running  | 2026-04-28 |
as li.na
take accept credit_repair XF-1
| accepted_on | published_since | may_repair_from |
| 2026-04-22  | 2026-01-20      | 2026-04-20      |
take check credit_repair XF-1
| checked_on |
| 2026-04-24 |
take repair credit_repair XF-1
| decision | decided_on |
| 准予修复 | 2026-04-27 |
! 403
as ma
take repair credit_repair XF-1
| decision | decided_on |
| 准予修复 | 2026-04-10 |
! repair registry.guard_not_met
take repair credit_repair XF-1
| decision | decided_on |
| 准予修复 | 2026-04-27 |
take repair penalty CC-9/1/1/1/1
| repaired_on |
| 2026-04-27  |
as anyone
see penalty CC-9/1/1/1/1
! 404
as firm
see penalty CC-9/1/1/1/1
| state    | repaired_on |
| repaired | 2026-04-27  |
