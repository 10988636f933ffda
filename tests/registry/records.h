#pragma once
// Spot checks, enterprises and complaints for the tests of this room.

#include <string>
#include <vector>

#include "code/credit_code.h"
#include "registry/registry.h"

namespace zhiheng::registry {

/// A valid credit code of a firm registered in `region`; `number` makes it a different one.
inline std::string credit_code(const std::string& region, int number) {
  std::string digits = std::to_string(number);
  std::string code = "91" + region + std::string(9 - digits.size(), '0') + digits;
  return code + code::credit_code_check_character(code);
}

inline const std::vector<std::string> spot_check_columns = {
    "sample_number", "sampled_on", "motive", "product_name", "region", "result", "remark"};

inline Entry spot_check(const std::string& number, const std::string& region = "620102",
                        const std::string& result = "pass", Date on = make_date(2024, 3, 1)) {
  return {
      .values = {number, on, std::string("random"), std::string("小麦粉"), region, result, Value{}},
      .line = 0};
}

inline const std::vector<std::string> enterprise_columns = {"credit_code", "name", "region",
                                                            "employees"};

inline Entry enterprise(int number, const std::string& region = "620102") {
  return {.values = {credit_code(region, number), "企业" + std::to_string(number), region,
                     std::int64_t{10}},
          .line = 0};
}

inline const std::vector<std::string> complaint_columns = {"number", "kind",    "received_on",
                                                           "region", "content", "complainant_name"};

inline Entry complaint(const std::string& number, const std::string& region = "620102") {
  return {.values = {number, std::string("complaint"), make_date(2024, 5, 6), region,
                     std::string("商品变质"), std::string("王小明")},
          .line = 0};
}

}  // namespace zhiheng::registry
