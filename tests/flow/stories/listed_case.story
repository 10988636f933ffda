# D13: a case under listed supervision. The lister decides when it is over, the one who reports it done does not.

story: listed, reported on time, late once, sent back, and released

people
| name    | role              | region |
| li.na   | officer           | 620102 |
| jian    | supervision       | 620000 |
| ma      | quality_authority | 620000 |
| public1 | analyst           | 620102 |

clock 2025-09-26T09:00
as li.na
file case_file
| number | party_name | matter      | region | opened_on  | handler |
| AJ-7   | 某乳业     | food_safety | 620102 | 2025-09-01 | li.na   |
file listed_case
| number | case_file | title      | region | level      | grounds          | supervisor | unit     | proposed_on | handler |
| DB-1   | AJ-7      | 某乳粉案   | 620102 | provincial | 涉案货值五百万元 | 省监察厅   | 城关区局 | 2025-09-26  | li.na   |
as anyone
see listed_case DB-1
! 404
as li.na
take list listed_case DB-1
| listed_on  | deadline   | next_report_on |
| 2025-09-28 | 2025-12-28 | 2025-10-09     |
! 403
clock 2025-09-28T09:00
as jian
take list listed_case DB-1
| listed_on  | deadline   | next_report_on |
| 2025-09-28 | 2025-09-27 | 2025-10-09     |
! deadline registry.rule_broken
take list listed_case DB-1
| listed_on  | deadline   | next_report_on |
| 2025-09-28 | 2025-12-28 | 2025-10-09     |
as anyone
see listed_case DB-1
| state  | title    | deadline   | progress | handler |
| listed | 某乳粉案 | 2025-12-28 | -        | -       |

as li.na
clock 2025-10-09T09:00
work
| group   | register    | key  | clock    | due_on     |
| today   | listed_case | DB-1 | report   | 2025-10-09 |
| later   | case_file   | AJ-7 | decision | 2025-11-30 |
| later   | listed_case | DB-1 | deadline | 2025-12-28 |
take report listed_case DB-1
| progress   | reported_on | next_report_on |
| 已扣押产品 | 2025-10-09  | 2025-11-10     |
clock 2025-11-11T09:00
clocks listed_case DB-1
| name     | standing | due_on     |
| deadline | running  | 2025-12-28 |
| report   | overdue  | 2025-11-10 |
take finish listed_case DB-1
| result   | reported_on |
| 已作处罚 | 2025-11-11  |
as jian
take return listed_case DB-1
as li.na
take finish listed_case DB-1
| result             | reported_on |
| 已作处罚并移送公安 | 2025-12-01  |
take release listed_case DB-1
| released_on |
| 2025-12-02  |
! 403
as jian
take release listed_case DB-1
| released_on |
| 2025-12-02  |
as anyone
see listed_case DB-1
| state    | result             | released_on |
| released | 已作处罚并移送公安 | 2025-12-02  |
history listed_case DB-1
! 403
as li.na
history listed_case DB-1
| version | step    | state    | recorded_by |
| 1       | -       | proposed | li.na       |
| 2       | list    | listed   | jian        |
| 3       | report  | listed   | li.na       |
| 4       | finish  | reported | li.na       |
| 5       | return  | listed   | jian        |
| 6       | finish  | reported | li.na       |
| 7       | release | released | jian        |
