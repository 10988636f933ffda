# K4: a firm declares its own standard, nobody approves it, everybody may compare it with the product.

story: declared at once, corrected in time, or listed by itself when the fifteen days are over

people
| name  | role       | region | company            |
| li.na | officer    | 620102 |                    |
| chen  | officer    | 370102 |                    |
| firm  | enterprise |        | 91350100M000100Y43 |
| other | enterprise |        | 91110108M000300Y5B |

clock 2025-09-24T09:00
as firm
file enterprise_standard
| number          | title    | enterprise         | enterprise_name | region | subject | executed   | product_name | declared_on |
| Q/JG001-2025    | 电热毯   | 91350100M000100Y43 | 甲公司          | 620102 | product | enterprise | 电热毯       | 2025-09-24  |
| Q/JG002-2025    | 电暖器   | 91350100M000100Y43 | 甲公司          | 620102 | product | enterprise | 电暖器       | 2025-09-24  |
# Nobody declares in another's name.
as other
file enterprise_standard
| number          | title    | enterprise         | enterprise_name | region | subject | executed   | product_name | declared_on |
| Q/JG003-2025    | 电水壶   | 91350100M000100Y43 | 甲公司          | 620102 | product | enterprise | 电水壶       | 2025-09-24  |
! enterprise registry.not_own
take withdraw enterprise_standard Q/JG001-2025
| withdrawn_from |
| 2025-09-24     |
! 403
as anyone
see enterprise_standard Q/JG001-2025
| state    | enterprise_name | executed   | defect |
| declared | 甲公司          | enterprise | -      |
as chen
take challenge enterprise_standard Q/JG001-2025
| checked_on | defect |
| 2025-09-24 | 无     |
! 404

as li.na
take challenge enterprise_standard Q/JG001-2025
! checked_on registry.required
! defect registry.required
take challenge enterprise_standard Q/JG001-2025
| checked_on | defect                       |
| 2025-09-24 | 泄漏电流指标低于强制性标准   |
take challenge enterprise_standard Q/JG002-2025
| checked_on | defect         |
| 2025-09-24 | 未公开性能指标 |
# Fifteen natural days: six in September, nine in October.
clocks enterprise_standard Q/JG001-2025
| name       | standing | due_on     |
| correction | running  | 2025-10-09 |
clock 2025-10-09T23:00
as firm
take correct enterprise_standard Q/JG001-2025
run clocks run
clock 2025-10-10T00:30
run clocks run
as anyone
list enterprise_standard sort=number
| number        | state     |
| Q/JG001-2025 | corrected |
| Q/JG002-2025 | listed    |
as li.na
history enterprise_standard Q/JG002-2025
| version | step      | state      | recorded_by |
| 1       | -         | declared   | firm        |
| 2       | challenge | challenged | li.na       |
| 3       | list      | listed     | system      |
