# L1, L3: a fuel dispenser, verified, overdue after half a year, found by an inspector, corrected.

story: twenty working days to the first verification, and no dispenser stays in use beyond its day

people
| name   | role       | region | company            |
| li.na  | officer    | 620102 |                    |
| sun.yu | officer    | 620102 |                    |
| chen   | officer    | 370102 |                    |
| firm   | enterprise |        | 91350100M000100Y43 |
| other  | enterprise |        | 91110108M000300Y5B |

clock 2025-09-24T09:00
as li.na
file measuring_instrument
| number | use    | kind           | place_class  | owner              | owner_name | region |
| JY-01  | trade  | fuel_dispenser | fuel_station | 91350100M000100Y43 | 甲加油站   | 620102 |
file measuring_instrument
| number | use    | carrier     | level | owner              | region | accuracy_class | unit_of_value | installed_on | remote |
| DN-01  | energy | electricity | unit  | 91350100M000100Y43 | 620102 | 0.5            | kWh           | 2025-09-01   | true   |
# 25, 26, 28 (working Sunday) to 30 September; 9 to 11 (working Saturday), 13 to 17, 20 to 24, 27, 28 October.
clocks measuring_instrument JY-01
| name  | standing | due_on     |
| first | running  | 2025-10-28 |
take verify measuring_instrument JY-01
| verified_on | valid_until |
| 2025-09-25  | 2025-09-25  |
! valid_until registry.rule_broken
take verify measuring_instrument JY-01
| verified_on | valid_until |
| 2025-09-25  | 2026-03-24  |
# What serves trade is everybody's business; a firm's own meter is not.
as anyone
see measuring_instrument JY-01
| state  | owner_name | valid_until | seals |
| in_use | 甲加油站   | 2026-03-24  | -     |
see measuring_instrument DN-01
! 404
as firm
see measuring_instrument DN-01
| unit_of_value |
| kWh           |
as other
see measuring_instrument DN-01
! 404

clock 2026-03-25T09:00
as li.na
work
| group   | register             | key   | clock        | due_on     |
| overdue | measuring_instrument | JY-01 | verification | 2026-03-24 |
as firm
take verify measuring_instrument JY-01
| verified_on | valid_until |
| 2026-03-25  | 2026-09-24  |
! 403
as chen
work
| group | register |
as li.na
file supervision_check
| number | subject    | instrument | form | region | party              | checked_on | finding | result | test_error | error_limit | handler |
| JC-1   | instrument | JY-01      | fuel | 620102 | 91350100M000100Y43 | 2026-03-25 | overdue | pass   | -0.45      | 0.30        | li.na   |
! result registry.rule_broken
file supervision_check
| number | subject    | instrument | form | region | party              | checked_on | finding | result | test_error | error_limit | handler |
| JC-1   | instrument | JY-01      | fuel | 620102 | 91350100M000100Y43 | 2026-03-25 | overdue | fail   | -0.45      | 0.30        | li.na   |
take stop measuring_instrument JY-01
take close supervision_check JC-1
! close registry.guard_not_met
take order_by_term supervision_check JC-1
# Thirty natural days: six in March, twenty-four in April.
clocks supervision_check JC-1
| name                 | standing | due_on     |
| metrology_correction | running  | 2026-04-24 |
as firm
take correct supervision_check JC-1
| corrected_on |
| 2026-04-20   |
as other
see supervision_check JC-1
! 404
clock 2026-04-21T09:00
as sun.yu
take verify measuring_instrument JY-01
| verified_on | valid_until |
| 2026-04-21  | 2026-10-20  |
take recheck supervision_check JC-1
| rechecked_on |
| 2026-04-21   |
clocks supervision_check JC-1
| name                 | standing | due_on     |
| metrology_correction | met      | 2026-04-24 |
links measuring_instrument JY-01
| register          | direction | key  | state  |
| supervision_check | from      | JC-1 | closed |
