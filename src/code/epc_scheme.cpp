#include <algorithm>
#include <array>

#include "code/epc.h"
#include "code/epc_text.h"

namespace zhiheng::code {
namespace {

constexpr EpcScheme trade_item(std::string_view name, std::string_view qualifier, int tail_length,
                               bool pattern) {
  return {.name = name,
          .kind = "id",
          .key_ai = "01",
          .qualifier_ai = qualifier,
          .digits = 13,
          .leading_digit = true,
          .tail = EpcTail::text,
          .tail_length = tail_length,
          .pattern = pattern};
}

constexpr EpcScheme number_only(std::string_view name, std::string_view key_ai, int digits) {
  return {.name = name,
          .kind = "id",
          .key_ai = key_ai,
          .digits = digits,
          .leading_digit = key_ai == "00"};
}

constexpr EpcScheme document(std::string_view name, std::string_view key_ai, EpcTail tail,
                             int tail_length) {
  return {.name = name,
          .kind = "id",
          .key_ai = key_ai,
          .digits = 12,
          .leading_zero = key_ai == "8003",
          .tail = tail,
          .tail_length = tail_length,
          .pattern = true};
}

constexpr EpcScheme text_key(std::string_view name, std::string_view key_ai) {
  return {.name = name, .kind = "id", .key_ai = key_ai};
}

constexpr std::array schemes{
    trade_item("sgtin", "21", 20, true),
    number_only("sscc", "00", 17),
    EpcScheme{.name = "sgln",
              .kind = "id",
              .key_ai = "414",
              .qualifier_ai = "254",
              .digits = 12,
              .tail = EpcTail::text,
              .tail_length = 20},
    document("grai", "8003", EpcTail::text, 16),
    text_key("giai", "8004"),
    number_only("gsrn", "8018", 17),
    number_only("gsrnp", "8017", 17),
    document("gdti", "253", EpcTail::text, 17),
    EpcScheme{.name = "cpi",
              .kind = "id",
              .key_ai = "8010",
              .qualifier_ai = "8011",
              .tail = EpcTail::number,
              .tail_length = 12,
              .pattern = true,
              .restricted = true},
    document("sgcn", "255", EpcTail::number, 12),
    text_key("ginc", "401"),
    number_only("gsin", "402", 16),
    EpcScheme{.name = "itip",
              .kind = "id",
              .key_ai = "8006",
              .qualifier_ai = "21",
              .digits = 13,
              .leading_digit = true,
              .pieces = true,
              .tail = EpcTail::text,
              .tail_length = 20,
              .pattern = true},
    trade_item("upui", "235", 28, true),
    number_only("pgln", "417", 12),
    EpcScheme{.name = "lgtin",
              .kind = "class",
              .key_ai = "01",
              .qualifier_ai = "10",
              .digits = 13,
              .leading_digit = true,
              .tail = EpcTail::text,
              .tail_length = 20},
    // A lot of an item in pieces has a Digital Link and no URN.
    EpcScheme{.name = "",
              .kind = "class",
              .key_ai = "8006",
              .qualifier_ai = "10",
              .digits = 13,
              .leading_digit = true,
              .pieces = true,
              .tail = EpcTail::text,
              .tail_length = 20},
};

}  // namespace

const EpcScheme* find_epc_scheme(std::string_view name) {
  const auto found = std::find_if(schemes.begin(), schemes.end(), [name](const EpcScheme& scheme) {
    return !name.empty() && scheme.name == name;
  });
  return found == schemes.end() ? nullptr : &*found;
}

std::span<const EpcScheme> epc_schemes() { return schemes; }

int key_length(const EpcScheme& scheme) {
  return scheme.digits == 0
             ? 0
             : scheme.digits + 1 + (scheme.leading_zero ? 1 : 0) + (scheme.pieces ? 4 : 0);
}

}  // namespace zhiheng::code
