// Cells that are looked up: codes, regions, industries, parties, products.
#include <algorithm>

#include "base/text.h"
#include "code/credit_code.h"
#include "code/gs1.h"
#include "code/identify.h"
#include "code/industry.h"
#include "code/organisation_code.h"
#include "code/region.h"
#include "intake/cell_reader.h"
#include "intake/failures.h"

namespace zhiheng::intake {

Result<Value> CellReader::find(std::string_view text) const {
  switch (field_->type) {
    case catalog::FieldType::code:
      return find_code(text);
    case catalog::FieldType::region:
      return find_region(text);
    case catalog::FieldType::industry:
      return find_industry(text);
    default:
      return find_boolean(text);
  }
}

Result<Value> CellReader::find_code(std::string_view text) const {
  const auto word = words_.empty() ? words_.end() : words_.find(to_matching_form(text));
  const catalog::Code* code = codes_->find(word == words_.end() ? text : word->second);
  if (code != nullptr) return Value(code->code);
  std::string wanted;
  constexpr std::size_t enough = 8;
  for (std::size_t at = 0; at < codes_->codes.size() && at < enough; ++at) {
    wanted += (at == 0 ? "" : ", ") + codes_->codes[at].title.zh;
  }
  if (codes_->codes.size() > enough) wanted += ", …";
  return fail(code_unknown, {}, {}, wanted);
}

/// Files name regions as they were when the file was made; the newest table goes first, older codes
/// and names are known too.
Result<Value> CellReader::find_region(std::string_view text) const {
  if (catalog_->regions == nullptr)
    return fail(region_unknown, {}, {}, "catalog/codes/regions.tsv");
  const Date newest{code::Region::still_valid.days - 1};
  if (const code::Region* region = catalog_->regions->recognise(text, newest)) {
    return Value(region->code);
  }
  std::string candidates;
  auto same_name = catalog_->regions->named(text, newest);
  if (same_name.empty()) {
    same_name = catalog_->regions->ever_named(text);
    const bool one_code = !same_name.empty() && std::ranges::all_of(same_name, [&](auto* region) {
      return region->code == same_name.front()->code;
    });
    if (one_code) return Value(same_name.front()->code);
  }
  for (std::size_t at = 0; at < same_name.size() && at < 5; ++at) {
    candidates += (at == 0 ? "" : ", ") +
                  catalog_->regions->path_name(same_name[at]->code, same_name[at]->valid_from) +
                  " " + same_name[at]->code;
  }
  if (!candidates.empty()) return fail(region_ambiguous, {}, {}, candidates);
  return fail(region_unknown, {}, {}, "620102, 甘肃省兰州市城关区");
}

Result<Value> CellReader::find_industry(std::string_view text) const {
  const std::string code = to_upper(to_half_width(text));
  if (catalog_->industries != nullptr) {
    for (const auto edition : {code::Edition::gb2017, code::Edition::gb2011}) {
      const code::Industry* industry = catalog_->industries->find(code, edition);
      if (industry != nullptr) return Value(industry->code);
    }
  }
  return fail(industry_unknown, {}, {}, "C, 13, 131, 1311");
}

/// Lower case, full width, blanks and hyphens are what people type; a wrong check character is
/// refused, and the right one is a hint only: another character may be the wrong one.
Result<Value> CellReader::find_party(std::string_view text) const {
  if (const auto strict = code::check_credit_code(text)) return Value(std::string(strict->text()));
  const std::string code = code::normalise(text);
  constexpr std::size_t old_length = 9;
  if (code.size() == old_length) {
    const auto old = code::check_organisation_code(code);
    if (old) return Value(std::string(old->text()));
    return fail(party_wrong, {}, {}, old.error().wanted);
  }
  const auto checked = code::check_credit_code(code);
  if (checked) return Value(std::string(checked->text()));
  return fail(party_wrong, {}, {}, checked.error().wanted);
}

Result<Value> CellReader::find_product(std::string_view text) const {
  const auto checked = code::check_gtin(code::normalise(text));
  if (checked) return Value(std::string(checked->stored()));
  return fail(product_wrong, {}, {}, checked.error().wanted);
}

Result<Value> CellReader::find_boolean(std::string_view text) const {
  const std::string form = to_matching_form(text);
  for (const std::string_view yes : {"true", "yes", "y", "1", "是", "有", "t"}) {
    if (form == yes) return Value(true);
  }
  for (const std::string_view no : {"false", "no", "n", "0", "否", "无", "没有", "f"}) {
    if (form == no) return Value(false);
  }
  return fail(not_a_boolean, {}, {}, "是 / 否");
}

}  // namespace zhiheng::intake
