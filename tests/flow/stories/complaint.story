# H and I: a complaint over the National Day of 2025 (holiday October 1 to 8; working days on Sunday,
# September 28 and Saturday, October 11). Terms as counted by hand on a calendar.

story: seven working days to accept, forty-five to mediate, with the days of an examination left out

people
| name   | role    | region |
| li.na  | officer | 620102 |
| chen   | officer | 370102 |

clock 2025-09-24T10:00
as li.na
file complaint
| number | kind      | received_on | region | respondent         | respondent_name | matter  | content        | complainant_name | complainant_phone |
| TS-1   | complaint | 2025-09-24  | 620102 | 91350100M000100Y43 | 甲公司          | quality | 洗衣机漏电     | 李四             | 13900000062       |

# 25, 26, 28 (working Sunday), 29, 30 September, 9, 10 October.
clocks complaint TS-1
| name       | standing | due_on     |
| acceptance | running  | 2025-10-10 |

as chen
see complaint TS-1
! 404

clock 2025-10-10T16:00
as li.na
work
| group | register  | key  | clock      | due_on     |
| today | complaint | TS-1 | acceptance | 2025-10-10 |
take accept complaint TS-1
| decided_on |
| 2025-10-10 |
clocks complaint TS-1
| name       | standing | due_on     |
| acceptance | met      | 2025-10-10 |
| mediation  | running  | 2025-12-11 |

# Examined from Monday 13 to Friday 17 October: five working days that do not count.
clock 2025-10-13T09:00
take suspend complaint TS-1
clocks complaint TS-1
| name       | standing  |
| acceptance | met       |
| mediation  | suspended |
clock 2025-10-17T17:00
take resume complaint TS-1
clocks complaint TS-1
| name       | standing | due_on     | suspended_days |
| acceptance | met      | 2025-10-10 | 0              |
| mediation  | running  | 2025-12-17 | 4              |

clock 2025-12-19T09:00
work
| group   | register  | key  | clock     | due_on     |
| overdue | complaint | TS-1 | mediation | 2025-12-17 |
