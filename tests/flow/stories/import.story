# O3, O8: a lot of imported goods fails at the port and is destroyed; the public sees it once it is done.

story: drawn, failed, ordered destroyed, destroyed

people
| name  | role    | region |
| haig1 | customs | 310000 |
| haig2 | customs | 440000 |

clock 2025-09-24T09:00
as haig1
file trade_inspection
| number | filing      | direction | region | port | trader_name | trader_grade | tariff     | goods | origin | quantity | quantity_unit | value     | mode     | drawn | declared_on |
| BJ-1   | declaration | import    | 310000 | 上海 | 乙贸易      | regular      | 1901101010 | 乳粉  | NZ     | 20       | t             | 900000.00 | sampling | true  | 2025-09-24  |
take release trade_inspection BJ-1
| released_on |
| 2025-09-24  |
! release registry.guard_not_met
take draw trade_inspection BJ-1
take inspect trade_inspection BJ-1
| inspected_on | result |
| 2025-09-26   | fail   |
take refuse trade_inspection BJ-1
| refused_on |
| 2025-09-26 |
! failed_item registry.required
take refuse trade_inspection BJ-1
| refused_on | failed_item |
| 2025-09-26 | 坂崎克罗诺杆菌 |
as haig2
see trade_inspection BJ-1
! 404
as anyone
see import_disposal BJ-1/1
! 404
as haig1
take notify import_disposal BJ-1/1
| kind    |
| destroy |
take finish import_disposal BJ-1/1
| done_on    | proof    |
| 2025-10-10 | 销毁记录 |
as anyone
see import_disposal BJ-1/1
| state | goods | kind    | trader |
| done  | 乳粉  | destroy | -      |
