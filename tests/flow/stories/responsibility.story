# A15: who answers for a product at a stage in an area. Nobody is a gap with a term of thirty days; of several
# authorities one leads; what is in force everybody may read.

story: a gap, a proposal of two authorities, a decision, and the gap again

people
| name  | role              | region |
| plan1 | planner           | 620000 |
| ma    | quality_authority | 620000 |
| ren   | planner           | 370000 |

clock 2025-09-24T09:00
as plan1
file quality_responsibility
| region | product_class | stage  |
| 620102 | 电热毯        | online |
# Six days in September, twenty-four in October: a Friday.
clocks quality_responsibility 620102|电热毯|online
| name | standing | due_on     |
| gap  | running  | 2025-10-24 |
as anyone
see quality_responsibility 620102|电热毯|online
! 404
as ren
see quality_responsibility 620102|电热毯|online
! 404
as plan1
take propose quality_responsibility 620102|电热毯|online
! authority registry.required
! government registry.required
! basis registry.required
take propose quality_responsibility 620102|电热毯|online
| authority                    | government | basis          |
| 区市场监管局¦区商务局        | 城关区政府 | 电子商务法第六条 |
! lead registry.rule_broken
take propose quality_responsibility 620102|电热毯|online
| authority                    | lead         | government | basis          |
| 区市场监管局¦区商务局        | 区市场监管局 | 城关区政府 | 电子商务法第六条 |
take confirm quality_responsibility 620102|电热毯|online
! 403
clock 2025-10-09T09:00
as ma
take confirm quality_responsibility 620102|电热毯|online
as anyone
see quality_responsibility 620102|电热毯|online
| state    | lead         | in_force_on | enterprise |
| in_force | 区市场监管局 | 2025-10-09  | -          |
as plan1
take reopen quality_responsibility 620102|电热毯|online
clocks quality_responsibility 620102|电热毯|online
| name | standing | due_on     |
| gap  | running  | 2025-11-10 |
as anyone
see quality_responsibility 620102|电热毯|online
! 404
