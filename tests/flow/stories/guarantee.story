# F9, F11, I7: the three guarantees on a washing machine bought on September 24, 2025, and what becomes of
# a claim that the seller disputes. 部分商品修理更换退货责任规定: returned within 7 days (until October 1), exchanged
# within 15 (until October 9) and after two repairs within the guarantee; days in repair do not count.

story: the right on each day, a seller who disputes it, an appraisal, an agreement that is not kept

people
| name  | role       | region | company            |
| li.na | officer    | 620102 |                    |
| chen  | officer    | 370102 |                    |
| shop  | enterprise |        | 91350100M000100Y43 |
| other | enterprise |        | 91620100MA00020021 |
| lab   | laboratory |        | 91110108M000300Y5B |
| rival | laboratory |        | 91620100MA00020021 |

clock 2025-09-24T09:00
as shop
file quality_guarantee
| producer           | producer_name | region | product_code | product | product_class      | return_days | exchange_days | repair_months | repairs_before_exchange | mandatory | valid_from |
| 91350100M000100Y43 | 甲公司        | 620102 | XQG70        | 洗衣机  | electric_appliance | 5           | 15            | 12            | 2                       | true      | 2025-09-01 |
! return_days registry.rule_broken
file quality_guarantee
| producer           | producer_name | region | product_code | product | product_class      | return_days | exchange_days | repair_months | repairs_before_exchange | mandatory | valid_from |
| 91350100M000100Y43 | 甲公司        | 620102 | XQG70        | 洗衣机  | electric_appliance | 7           | 15            | 12            | 2                       | true      | 2025-09-01 |

# On the seventh day, on the eighth, after one repair, after two, and when it was dropped.
clock 2025-10-20T09:00
as li.na
file guarantee_claim
| number | seller             | region | product | product_class      | bought_on  | claimed_on | price   | return_days | exchange_days | repair_months | repairs | repairs_before_exchange | days_in_repair | handler |
| SB-1   | 91350100M000100Y43 | 620102 | 洗衣机  | electric_appliance | 2025-09-24 | 2025-10-01 | 3000.00 | 7           | 15            | 12            | 0       | 2                       | 0              | li.na   |
| SB-2   | 91350100M000100Y43 | 620102 | 洗衣机  | electric_appliance | 2025-09-24 | 2025-10-02 | 3000.00 | 7           | 15            | 12            | 0       | 2                       | 0              | li.na   |
| SB-3   | 91350100M000100Y43 | 620102 | 洗衣机  | electric_appliance | 2025-09-24 | 2025-10-16 | 3000.00 | 7           | 15            | 12            | 1       | 2                       | 6              | li.na   |
| SB-4   | 91350100M000100Y43 | 620102 | 洗衣机  | electric_appliance | 2025-09-24 | 2025-10-15 | 3000.00 | 7           | 15            | 12            | 1       | 2                       | 6              | li.na   |
| SB-5   | 91350100M000100Y43 | 620102 | 洗衣机  | electric_appliance | 2025-09-24 | 2025-10-20 | 3000.00 | 7           | 15            | 12            | 2       | 2                       | 6              | li.na   |
| SB-6   | 91350100M000100Y43 | 620102 | 洗衣机  | electric_appliance | 2025-09-24 | 2025-09-30 | 3000.00 | 7           | 15            | 12            | 0       | 2                       | 0              | li.na   |
as shop
take decide guarantee_claim SB-1
| fault_confirmed |
| false           |
! 403
as chen
take decide guarantee_claim SB-1
| fault_confirmed |
| true            |
! 404
as li.na
take decide guarantee_claim SB-1
! fault_confirmed registry.required
take decide guarantee_claim SB-1
| fault_confirmed |
| true            |
take decide guarantee_claim SB-2
| fault_confirmed |
| true            |
take decide guarantee_claim SB-3
| fault_confirmed |
| true            |
take decide guarantee_claim SB-4
| fault_confirmed |
| true            |
take decide guarantee_claim SB-5
| fault_confirmed |
| true            |
take decide guarantee_claim SB-6
| fault_confirmed | misuse |
| true            | true   |
list guarantee_claim sort=number
| number | state   | right       | decided_on |
| SB-1   | decided | return      | 2025-10-20 |
| SB-2   | decided | replacement | 2025-10-20 |
| SB-3   | decided | repair      | 2025-10-20 |
| SB-4   | decided | replacement | 2025-10-20 |
| SB-5   | decided | replacement | 2025-10-20 |
| SB-6   | decided | none        | 2025-10-20 |
as other
see guarantee_claim SB-1
! 404
as shop
take perform guarantee_claim SB-2
| performed_on |
| 2025-10-20   |
take dispute guarantee_claim SB-1
| dispute        |
| 使用不当所致   |

# Mediated: forty-five working days from October 21: 8 in October, 20 in November, 17 until December 23.
clock 2025-10-21T09:00
as li.na
file dispute_mediation
| number | region | kind      | requested_on | claimant_name | respondent         | respondent_name | claim | claim_amount | mediator_kind |
| TJ-1   | 620102 | guarantee | 2025-10-21   | 李四          | 91350100M000100Y43 | 甲公司          | 退货  | 3000.00      | authority     |
take accept dispute_mediation TJ-1
| accepted_on | mediator |
| 2025-10-21  | li.na    |
take mediate dispute_mediation TJ-1
clocks dispute_mediation TJ-1
| name      | standing | due_on     |
| mediation | running  | 2025-12-23 |
as shop
see dispute_mediation TJ-1
| state     | claim | claimant_name |
| mediating | 退货  | -             |
as other
see dispute_mediation TJ-1
! 404

# Both ask for an appraisal: October 28 to 31, four working days, do not count: 24, 25, 26, 29 December.
clock 2025-10-27T09:00
as li.na
file arbitration_test
| number | kind      | region | requested_on | requester | product_name | dispute      | laboratory_code    | handler |
| JD-1   | appraisal | 620102 | 2025-10-27   | 双方      | 洗衣机       | 是否使用不当 | 91110108M000300Y5B | li.na   |
take suspend dispute_mediation TJ-1
! test registry.required
take suspend dispute_mediation TJ-1
| test |
| JD-1 |
clocks dispute_mediation TJ-1
| name      | standing  |
| mediation | suspended |
as rival
see arbitration_test JD-1
! 404
as lab
see arbitration_test JD-1
| state     | product_name |
| requested | 洗衣机       |
as li.na
clock 2025-10-31T16:00
take resume dispute_mediation TJ-1
clocks dispute_mediation TJ-1
| name      | standing | due_on     | suspended_days |
| mediation | running  | 2025-12-29 | 4              |

# They agree; what is agreed is not paid in time.
clock 2025-11-03T09:00
take agree dispute_mediation TJ-1
| ended_on   | result | perform_by | agreed_amount |
| 2025-11-03 | failed | 2025-12-01 | 2800.00       |
! agreed_amount registry.rule_broken
take agree dispute_mediation TJ-1
| ended_on   | result | perform_by | agreed_amount |
| 2025-11-03 | agreed | 2025-12-01 | 2800.00       |
clock 2025-12-02T08:30
work
| group   | register          | key  | clock       | due_on     |
| overdue | dispute_mediation | TJ-1 | performance | 2025-12-01 |
take breach dispute_mediation TJ-1
links dispute_mediation TJ-1
| register         | direction | key  | state     |
| arbitration_test | to        | JD-1 | requested |
