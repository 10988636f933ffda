# N4: people are trapped in a lift. 电梯维护保养规则（TSG T5002-2017）: rescuers are there within thirty minutes in
# municipalities and in the districts of cities, elsewhere within an hour.

story: the station gets there in time, and a call with people inside is no false alarm

people
| name       | role             | region |
| li.na      | officer          | 620102 |
| station.07 | supervision_unit |        |
| zhao.lei   | officer          | 620102 |
| wang.wei   | officer          | 620000 |

clock 2025-10-01T08:00

as wang.wei
file rescue_station
| number | title          | region | level | rescuers | all_day | opened_on  |
| JY-07  | 城关区七号站点 | 620102 | first | 6        | true    | 2020-01-01 |
file special_equipment
| number       | kind | user_name | place_class | region | lift_code | registered_on | next_inspection_on |
| 梯11甘A00001 | lift | 某小区    | residence   | 620102 | 620001    | 2024-01-05    | 2026-01-04         |
take register special_equipment 梯11甘A00001

clock 2025-10-01T09:05
as li.na
file lift_alarm
| number    | lift         | region | called_at                 | trapped | level | station |
| DT-1001-1 | 梯11甘A00001 | 620102 | 2025-10-01T09:04:00+08:00 | 3       | first | JY-07   |

# A holiday does not stop a clock of hours.
clocks lift_alarm DT-1001-1
| name    | standing | due                       |
| arrival | running  | 2025-10-01T09:34:00+08:00 |
| release | running  | 2025-10-01T11:04:00+08:00 |

take dismiss lift_alarm DT-1001-1
! dismiss registry.guard_not_met

take dispatch lift_alarm DT-1001-1
| dispatched_at             | handler    |
| 2025-10-01T09:06:00+08:00 | station.07 |

clock 2025-10-01T09:20
as station.07
take arrive lift_alarm DT-1001-1
| arrived_at                |
| 2025-10-01T09:00:00+08:00 |
! arrived_at registry.rule_broken
take arrive lift_alarm DT-1001-1
| arrived_at                |
| 2025-10-01T09:19:00+08:00 |
take free lift_alarm DT-1001-1
| freed_at                  |
| 2025-10-01T09:31:00+08:00 |
take close lift_alarm DT-1001-1
| fault |
| door  |
! 403

as li.na
take close lift_alarm DT-1001-1
| fault |
| door  |
clocks lift_alarm DT-1001-1
| name    | standing |
| arrival | met      |
| release | met      |
see lift_alarm DT-1001-1
| state  | fault | handler    |
| closed | door  | station.07 |

story: nobody comes within the hour, so the call goes up a level

people
| name     | role    | region |
| li.na    | officer | 620121 |

clock 2025-10-05T23:30
as li.na
file special_equipment
| number       | kind | user_name | place_class | region |
| 梯11甘A00002 | lift | 某医院    | hospital    | 620121 |
file lift_alarm
| number    | lift         | region | called_at                 | trapped | level |
| DT-1005-1 | 梯11甘A00002 | 620121 | 2025-10-05T23:28:00+08:00 | 1       | first |
take dispatch lift_alarm DT-1005-1
| dispatched_at             |
| 2025-10-05T23:31:00+08:00 |

# In a county; an hour later it is late.
clocks lift_alarm DT-1005-1
| name    | standing | due                       |
| arrival | running  | 2025-10-06T00:28:00+08:00 |
| release | running  | 2025-10-06T01:28:00+08:00 |
clock 2025-10-06T00:40
work
| group   | register   | clock   | key       |
| overdue | lift_alarm | arrival | DT-1005-1 |
| today   | lift_alarm | release | DT-1005-1 |
| later   | special_equipment | registration | 梯11甘A00002 |
take escalate lift_alarm DT-1005-1
| level  |
| second |
take arrive lift_alarm DT-1005-1
| arrived_at                |
| 2025-10-06T00:55:00+08:00 |
clocks lift_alarm DT-1005-1
| name    | standing |
| arrival | met_late |
| release | running  |
