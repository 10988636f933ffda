# D21: an industrial-product licence: documents asked for once, the visit does not count, one extension.

story: granted in time although the holiday and the visit lie between

people
| name  | role              | region | company            |
| li.na | officer           | 620102 |                    |
| ma    | quality_authority | 620100 |                    |
| firm  | enterprise        |        | 91350100M000100Y43 |

clock 2025-09-22T09:00
as firm
file licence
| number | kind               | party              | party_name | region | product_classes | applied_on |
| XK-1   | industrial_product | 91350100M000100Y43 | 甲公司     | 620102 | cable_electric  | 2025-09-22 |
as li.na
take ask licence XK-1
| supplement |
| 缺检验报告 |
as firm
take supply licence XK-1
as li.na
take accept licence XK-1
| accepted_on |
| 2025-09-24  |
as anyone
see licence XK-1
! 404
as li.na
clock 2025-09-25T09:00
take review licence XK-1
clock 2025-10-15T09:00
take report licence XK-1
| reviewed_on | review_result |
| 2025-10-15  | pass          |
take grant licence XK-1
| decided_on |
| 2025-10-16 |
! 403
clock 2025-10-16T09:00
as ma
take grant licence XK-1
| decided_on |
| 2025-10-16 |
as li.na
take issue licence XK-1
| licence_number | issued_on  | valid_until |
| XK06-001-00001 | 2025-10-17 | 2025-10-16  |
! valid_until registry.rule_broken
take issue licence XK-1
| licence_number | issued_on  | valid_until |
| XK06-001-00001 | 2025-10-17 | 2030-10-16  |
as anyone
see licence XK-1
| state | licence_number | valid_until | handler |
| valid | XK06-001-00001 | 2030-10-16  | -       |
