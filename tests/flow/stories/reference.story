# C20: a value from abroad is compared only after its definition was brought to ours, by another than who adopts it.

story: collected, brought to our definition by a factor, adopted, shown

people
| name  | role              | region |
| fx    | analyst           | 620000 |
| ma    | quality_authority | 620000 |

clock 2025-09-24T09:00
as fx
file reference_series
| indicator            | country | year | value | unit_name | source   |
| spot_check_pass_rate | JPN     | 2024 | 93.1  | %         | 统计年鉴 |
! 403
as ma
file reference_series
| indicator            | country | year | value | unit_name | source   | low  | high |
| spot_check_pass_rate | JPN     | 2024 | 93.1  | %         | 统计年鉴 | 93.5 | 94.0 |
! value registry.rule_broken
file reference_series
| indicator            | country | year | value | unit_name | source   | low  | high |
| spot_check_pass_rate | JPN     | 2024 | 93.1  | %         | 统计年鉴 | 92.0 | 94.0 |
take adopt reference_series spot_check_pass_rate|JPN|2024
! 409
as fx
take harmonise reference_series spot_check_pass_rate|JPN|2024
! definition registry.required
! difference registry.required
! factor registry.required
take harmonise reference_series spot_check_pass_rate|JPN|2024
| definition     | difference           | factor |
| 流通领域抽检   | 国内含生产领域       | 0.98   |
take adopt reference_series spot_check_pass_rate|JPN|2024
! 403
as ma
take adopt reference_series spot_check_pass_rate|JPN|2024
# 93.1 x 0.98
as anyone
see reference_series spot_check_pass_rate|JPN|2024
| state   | comparable_value | harmonised_on |
| adopted | 91.2380          | 2025-09-24    |
