# E5, E6, E7, E8, E4: what a hospital reports about a toy becomes a signal, an investigation, a warning.

story: a death is of the highest severity, a bruise raises no signal, and who found it does not decide it

people
| name  | role              | region | company            |
| ward  | hospital          |        | 91110108M000300Y5B |
| rival | hospital          |        | 91620100MA00020021 |
| fx    | risk_analyst      | 620000 |                    |
| ma    | quality_authority | 620000 |                    |
| li.na | officer           | 620102 |                    |
| firm  | enterprise        |        | 91350100M000100Y43 |

clock 2025-09-30T16:00
as ward
file injury_case
| hospital           | case_number | region | treated_on | age_band | sex | place | product | product_class | mechanism | injury       | body_part | severity | outcome |
| 91110108M000300Y5B | 2025-0001   | 620102 | 2025-09-30 | toddler  | 1   | home  | 磁力珠  | toy           | choking   | foreign_body | digestive | s3       | died    |
! severity registry.rule_broken
file injury_case
| hospital           | case_number | region | treated_on | age_band | sex | place | product | product_class | mechanism | injury       | body_part  | severity | outcome  | narrative |
| 91110108M000300Y5B | 2025-0001   | 620102 | 2025-09-30 | toddler  | 1   | home  | 磁力珠  | toy           | choking   | foreign_body | digestive  | s3       | admitted | 误吞三枚  |
| 91110108M000300Y5B | 2025-0002   | 620102 | 2025-09-30 | child    | 2   | home  | 磁力珠  | toy           | mechanical | contusion   | upper_limb | s1       | home     | 夹手      |
# Nobody reports for another hospital, and nobody else reads what one reported.
as rival
file injury_case
| hospital           | case_number | region | treated_on | age_band | sex | place | product | product_class | mechanism | injury       | body_part | severity | outcome |
| 91110108M000300Y5B | 2025-0003   | 620102 | 2025-09-30 | toddler  | 1   | home  | 磁力珠  | toy           | choking   | foreign_body | digestive | s2       | home    |
! hospital registry.not_own
see injury_case 91110108M000300Y5B|2025-0001
! 404
as anyone
see injury_case 91110108M000300Y5B|2025-0001
! 404

clock 2025-10-09T09:00
as ward
take signal injury_case 91110108M000300Y5B|2025-0001
! 403
as fx
take signal injury_case 91110108M000300Y5B|2025-0002
! signal registry.guard_not_met
take accept injury_case 91110108M000300Y5B|2025-0002
take signal injury_case 91110108M000300Y5B|2025-0001
links injury_case 91110108M000300Y5B|2025-0001
| register    | direction | state    |
| risk_signal | from      | received |
list risk_signal
| source   | product | hazard  | severity | region | received_on |
| hospital | 磁力珠  | choking | s3       | 620102 | 2025-10-09  |

file injury_investigation
| number | product | product_class | hazard  | region | opened_on  | due_on     | handler |
| DC-1   | 磁力珠  | toy           | choking | 620102 | 2025-10-09 | 2025-10-31 | fx      |
clocks injury_investigation DC-1
| name | standing | due_on     |
| due  | running  | 2025-10-31 |
clock 2025-10-30T09:00
take report injury_investigation DC-1
| samples_tested | samples_failed | conclusion | confirmed |
| 10             | 11             | 磁通量超标 | true      |
! samples_failed registry.rule_broken
take report injury_investigation DC-1
| samples_tested | samples_failed | conclusion | confirmed |
| 10             | 8              | 磁通量超标 | true      |
take warn injury_investigation DC-1
| risk |
| high |
! 403
as ma
take warn injury_investigation DC-1
! risk registry.required
take warn injury_investigation DC-1
| risk |
| high |
take approve risk_warning DC-1/1
| level  | audiences | advice       | approved_on |
| orange | public    | 勿给幼儿玩耍 | 2025-10-30  |
take release risk_warning DC-1/1
! release registry.same_person
as firm
see risk_warning DC-1/1
! 404
as fx
take release risk_warning DC-1/1
as anyone
see risk_warning DC-1/1
| state    | kind   | subject | risk | level  | approved_on | published_on |
| released | injury | 磁力珠  | high | orange | -           | 2025-10-30   |
see injury_investigation DC-1
! 404
