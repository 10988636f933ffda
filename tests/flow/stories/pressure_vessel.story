# N3: a pressure vessel whose inspection is overdue, and what an inspector finds.


story: the vessel is overdue and fails

people
| name     | role       | region | company            |
| li.na    | officer    | 620102 |                    |
| sun.yu   | officer    | 620102 |                    |
| chen     | officer    | 370102 |                    |
| firm     | enterprise |        | 91350100M000100Y43 |

clock 2025-09-30T09:00
as li.na
file special_equipment
| number       | kind            | user               | user_name | place_class | region |
| 容15甘A00009 | pressure_vessel | 91350100M000100Y43 | 兰州某厂  | factory     | 620102 |
take register special_equipment 容15甘A00009
| registered_on | next_inspection_on |
| 2022-09-29    | 2025-09-29         |
work
| group   | register          | key          | clock      | due_on     |
| overdue | special_equipment | 容15甘A00009 | inspection | 2025-09-29 |

# The officer of another province neither sees it overdue nor can touch it; the public sees that it is registered.
as chen
work
| group | register |
take order_off special_equipment 容15甘A00009
! 404
as anyone
see special_equipment 容15甘A00009
| user_name | factory_number |
| 兰州某厂  | -              |

as li.na
file supervision_check
| number | equipment    | party              | region | form        | checked_on   | result | severe | hazards  | handler   | subject   |
| JC-1   | 容15甘A00009 | 91350100M000100Y43 | 620102 | supervision | 2025-09-30   | pass   | true   | 超期未检 | li.na     | equipment |
! result registry.rule_broken
file supervision_check
| number | equipment    | party              | region | form        | checked_on   | result | severe | hazards  | handler   | subject   |
| JC-1   | 容15甘A00009 | 91350100M000100Y43 | 620102 | supervision | 2025-09-30   | fail   | true   | 超期未检 | li.na     | equipment |
take order_off special_equipment 容15甘A00009
take order supervision_check JC-1
| order_number | correct_by |
| 监察令1      | 2025-10-09 |

as firm
see supervision_check JC-1
| state   | order_number |
| ordered | 监察令1      |
take correct supervision_check JC-1
| corrected_on |
| 2025-10-09   |

clock 2025-10-10T09:00
as li.na
take recheck supervision_check JC-1
| rechecked_on |
| 2025-10-10   |
take inspect special_equipment 容15甘A00009
| inspected_on | next_inspection_on |
| 2025-10-10   | 2028-10-09         |
see special_equipment 容15甘A00009
| state  | inspected_on |
| in_use | 2025-10-10   |
links special_equipment 容15甘A00009
| register             | direction | key  | state  |
| supervision_check | from      | JC-1 | closed |
