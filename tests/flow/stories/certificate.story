# M5: a certificate is shown that nobody issued.

story: the body says that the certificate is forged, and an officer opens a case

people
| name   | role               | region | company            |
| li.na  | officer            | 620102 |                    |
| wang   | officer            | 620000 |                    |
| body   | certification_body |        | 91110108M000300Y5B |
| rival  | certification_body |        | 91350100M000100Y43 |

clock 2025-09-24T09:00
as wang
file quality_body
| number | standing  | title    | region | kind          |
| RZ-1   | qualified | 某认证所 | 620102 | certification |
as li.na
file certificate_verification
| number | region | asked_on   | certificate_number | scheme  | holder_shown | scope_shown | issuer_code        |
| HY-1   | 620102 | 2025-09-24 | CN-ORG-0001        | organic | 丙农庄       | 小米        | 91110108M000300Y5B |
clocks certificate_verification HY-1
| name   | standing |
| answer | running  |
as rival
see certificate_verification HY-1
! 404
as body
take answer certificate_verification HY-1
| answer | answered_on |
| forged | 2025-09-25  |
! answer registry.guard_not_met
take answer certificate_verification HY-1
| answer | answered_on |
| valid  | 2025-09-25  |
! certificate registry.rule_broken
take suspect certificate_verification HY-1
| answer | answered_on |
| forged | 2025-09-25  |
as li.na
take open_case certificate_verification HY-1
see certificate_verification HY-1
| state       | answer |
| case_opened | forged |
as anyone
see certificate_verification HY-1
! 404

story: a body suspends its certificate, everybody sees it, and nobody else can

people
| name  | role               | region | company            |
| body  | certification_body |        | 91110108M000300Y5B |
| rival | certification_body |        | 91350100M000100Y43 |

clock 2025-09-24T09:00
as body
file certificate
| number      | scheme  | body_code          | holder_name | region | product_name | issued_on  | valid_until |
| CN-ORG-0002 | organic | 91110108M000300Y5B | 丁农庄      | 620102 | 荞麦         | 2025-09-24 | 2026-09-23  |
as rival
take suspend certificate CN-ORG-0002
| suspended_on | end_cause |
| 2025-09-30   | 抢生意    |
! 403
as body
take suspend certificate CN-ORG-0002
| suspended_on | end_cause |
| 2025-09-30   | 残留超标  |
as anyone
see certificate CN-ORG-0002
| state     | holder_name | end_cause |
| suspended | 丁农庄      | 残留超标  |
