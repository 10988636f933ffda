# G9, G10: the list of serious breaches. Heard first, listed with the consent of the level above, off
# the list on request after a year, otherwise by itself after three.

story: told, heard, listed with consent, and no removal within the first year

people
| name  | role              | region | company            |
| li.na | officer           | 620102 |                    |
| ma    | quality_authority | 620100 |                    |
| firm  | enterprise        |        | 91350100M000100Y43 |

clock 2025-09-01T09:00
as li.na
file credit_list_entry
| number | kind           | party              | party_name | region | ground         | legal_basis          | gross | heavy_penalty | proposed_on | level  |
| YZ-1   | serious_breach | 91350100M000100Y43 | 甲公司     | 620102 | quality_safety | 总局令44号第七条     | true  | fine          | 2025-09-01  | county |
as anyone
see credit_list_entry YZ-1
! 404
as li.na
take tell credit_list_entry YZ-1
| facts        | told_on    |
| 多次抽查不合格 | 2025-09-02 |
take hear credit_list_entry YZ-1
| heard_on   |
| 2025-09-10 |
as ma
take list credit_list_entry YZ-1
| decision_number | listed_on  |
| 列字1号         | 2025-09-28 |
! list registry.guard_not_met
take list credit_list_entry YZ-1
| decision_number | listed_on  | consented_on | consent_by |
| 列字1号         | 2025-09-28 | 2025-09-26   | 省局       |
as anyone
see credit_list_entry YZ-1
| state  | party_name | statement | told_on |
| listed | 甲公司     | -         | -       |
as firm
clock 2026-03-01T09:00
take request credit_list_entry YZ-1
| removal_requested_on |
| 2026-03-01           |
! request registry.guard_not_met
clock 2026-09-28T09:00
take request credit_list_entry YZ-1
| removal_requested_on |
| 2026-09-28           |

story: after three years an entry ends by itself and is no longer public

people
| name  | role              | region |
| li.na | officer           | 620102 |
| ma    | quality_authority | 620000 |

clock 2022-09-01T09:00
as li.na
file credit_list_entry
| number | kind           | party              | party_name | region | ground         | legal_basis      | gross | heavy_penalty | proposed_on | level      |
| YZ-2   | serious_breach | 91350100M000100Y43 | 甲公司     | 620102 | quality_safety | 总局令44号第七条 | true  | ban           | 2022-09-01  | provincial |
take tell credit_list_entry YZ-2
| facts    | told_on    |
| 屡次违法 | 2022-09-02 |
take hear credit_list_entry YZ-2
| heard_on   |
| 2022-09-10 |
as ma
take list credit_list_entry YZ-2
| decision_number | listed_on  |
| 列字2号         | 2022-09-20 |
clock 2025-09-19T12:00
run clocks run
as anyone
see credit_list_entry YZ-2
| state  |
| listed |
clock 2025-10-09T12:00
run clocks run
see credit_list_entry YZ-2
! 404
as li.na
see credit_list_entry YZ-2
| state   | removed_on |
| removed | 2025-10-09 |
