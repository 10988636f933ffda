#include "code/link_names.h"

#include <array>

#include "code/epc_text.h"

namespace zhiheng::code {
namespace {

struct Name {
  std::string_view ai;
  std::string_view name;
};

constexpr std::array names{Name{"00", "sscc"},
                           Name{"01", "gtin"},
                           Name{"10", "lot"},
                           Name{"21", "ser"},
                           Name{"22", "cpv"},
                           Name{"253", "gdti"},
                           Name{"254", "glnx"},
                           Name{"255", "gcn"},
                           Name{"401", "ginc"},
                           Name{"402", "gsin"},
                           Name{"410", "shipTo"},
                           Name{"411", "billTo"},
                           Name{"412", "purchasedFrom"},
                           Name{"413", "shipFor"},
                           Name{"414", "gln"},
                           Name{"415", "payTo"},
                           Name{"416", "glnProd"},
                           Name{"417", "party"},
                           Name{"8003", "grai"},
                           Name{"8004", "giai"},
                           Name{"8006", "itip"},
                           Name{"8010", "cpid"},
                           Name{"8011", "cpsn"},
                           Name{"8013", "gmn"},
                           Name{"8017", "gsrnp"},
                           Name{"8018", "gsrn"},
                           Name{"8019", "srin"},
                           Name{"8020", "refno"},
                           Name{"17", "exp"}};

}  // namespace

std::string_view link_ai(std::string_view segment) {
  if (segment.size() < 2 || segment.size() > 13) return {};
  if (all_digits(segment)) return segment.size() <= 4 ? segment : std::string_view();
  for (const Name& each : names) {
    if (each.name == segment) return each.ai;
  }
  return {};
}

std::string_view link_name(std::string_view ai) {
  for (const Name& each : names) {
    if (each.ai == ai) return each.name;
  }
  return {};
}

}  // namespace zhiheng::code
