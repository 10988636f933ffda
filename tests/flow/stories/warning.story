# E1 to E4: from a signal to a warning that has been received.

story: screened, assessed by the table, warned, received, acted on, lifted

people
| name  | role              | region | company            |
| fx    | risk_analyst      | 620000 |                    |
| exp   | expert            |        |                    |
| ma    | quality_authority | 620000 |                    |
| li.na | officer           | 620102 |                    |
| firm  | enterprise        |        | 91350100M000100Y43 |

clock 2025-09-24T09:00
as fx
file risk_signal
| number | source   | product | product_class | hazard  | region | received_on | summary  |
| XH-1   | hospital | 磁力珠  | toy           | choking | 620102 | 2025-09-24  | 三例误吞 |
take assess risk_signal XH-1
| screened_on |
| 2025-09-25  |
take assess risk_assessment XH-1/1
| scenario | severity | probability_class | level  | assessed_on |
| 幼儿误吞 | s4       | over_1_in_10000   | medium | 2025-09-26  |
! level registry.rule_broken
take assess risk_assessment XH-1/1
| scenario | severity | probability_class | level   | assessed_on |
| 幼儿误吞 | s4       | over_1_in_10000   | serious | 2025-09-26  |
as ma
take warn risk_assessment XH-1/1
| neighbour_level | approved_on |
| serious         | 2025-09-26  |
take approve risk_warning XH-1/1/1
| level | audiences | advice   | approved_on |
| red   | public    | 远离幼儿 | 2025-09-26  |
take release risk_warning XH-1/1/1
! release registry.same_person
as anyone
see risk_warning XH-1/1/1
! 404
as fx
take release risk_warning XH-1/1/1
as anyone
see risk_warning XH-1/1/1
| state    | level | advice   | approved_on |
| released | red   | 远离幼儿 | -           |
