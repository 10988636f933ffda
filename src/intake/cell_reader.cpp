#include "intake/cell_reader.h"

#include <algorithm>

#include "base/text.h"
#include "intake/days.h"
#include "intake/failures.h"
#include "intake/formula_guard.h"
#include "intake/numbers.h"

namespace zhiheng::intake {
namespace {

constexpr std::size_t shown_characters = 60;
constexpr std::size_t most_known = 100'000;
constexpr std::size_t digits_of_a_double = 15;

/// Few different cells, dear to find. Parties and products are many, and checked in a moment.
bool is_looked_up(catalog::FieldType type) {
  switch (type) {
    case catalog::FieldType::code:
    case catalog::FieldType::region:
    case catalog::FieldType::industry:
    case catalog::FieldType::boolean:
      return true;
    default:
      return false;
  }
}

/// A number that a spreadsheet keeps as a double has 15 digits, then powers of ten.
bool lost_digits(std::string_view text) {
  const auto digits = std::ranges::count_if(text, [](char c) { return c >= '0' && c <= '9'; });
  return text.find_first_of("eE") != std::string_view::npos ||
         static_cast<std::size_t>(digits) > digits_of_a_double;
}

/// What Excel prints where a formula failed; in a CSV it is all that is left of it.
bool is_spreadsheet_error(std::string_view text) {
  if (!text.starts_with('#')) return false;
  for (const std::string_view error :
       {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"}) {
    if (text == error) return true;
  }
  return false;
}

std::size_t find_separator(std::string_view text, const std::vector<std::string>& separators,
                           std::size_t& length) {
  std::size_t first = std::string_view::npos;
  for (const std::string& separator : separators) {
    std::size_t at = text.find(separator);
    while (separator == "," && at + 1 < text.size() && text[at + 1] == ' ') {
      at = text.find(separator, at + 1);
    }
    if (at < first) {
      first = at;
      length = separator.size();
    }
  }
  return first;
}

}  // namespace

const std::vector<std::string>& usual_empty_cells() {
  static const std::vector<std::string> words = {"/",  "／",  "-",   "--",   "—",    "——",
                                                 "－", "N/A", "n/a", "NULL", "null", "(空)"};
  return words;
}

CellReader::CellReader(const catalog::Catalog& catalog, const catalog::Field& field)
    : catalog_(&catalog), field_(&field) {}

Result<CellReader> CellReader::make(const catalog::Catalog& catalog, const catalog::Field& field,
                                    const catalog::MappedColumn& column,
                                    const std::vector<std::string>& empty, bool is_key) {
  CellReader reader(catalog, field);
  if (field.type == catalog::FieldType::code) {
    reader.codes_ = catalog.find_codes(field.codes);
    if (reader.codes_ == nullptr) {
      return fail(mapping_wrong, field.name, field.codes, "a code list");
    }
  }
  reader.empty_ = empty;
  for (const auto& word : empty)
    reader.longest_empty_ = std::max(reader.longest_empty_, word.size());
  reader.date_format_ = column.date_format;
  // A bar ends a value in any list: that is how lists are stored.
  reader.separators_ = {std::string(1, list_mark), "|"};
  if (!column.separator.empty()) reader.separators_.push_back(column.separator);
  for (const auto& [word, code] : column.values) reader.words_[to_matching_form(word)] = code;
  if (!column.pattern.empty()) {
    ZH_TRY(reader.pattern_, Pattern::compile(column.pattern));
  }
  reader.is_key_ = is_key;
  reader.lenient_ = column.lenient;
  return reader;
}

bool CellReader::is_empty(std::string_view trimmed) const {
  if (trimmed.empty()) return true;
  return trimmed.size() <= longest_empty_ && std::ranges::find(empty_, trimmed) != empty_.end();
}

bool CellReader::read(const Cell& cell, Value& value, Error& error) {
  value = std::monostate{};
  std::string_view text = trim(cell.text);
  if (unguards_ && cell.kind == CellKind::guarded && is_guarded(text)) {
    text.remove_prefix(1);  // and what is behind it stands as it is, be it "-"
  } else if (is_empty(text)) {
    return true;
  }
  bool good = false;
  if (cell.kind == CellKind::error || is_spreadsheet_error(text)) {
    error = Error{&cell_error, {}, {}, {}};
  } else if (field_->list || cell.kind == CellKind::list) {
    good = read_list({text, cell.kind}, value, error);
  } else {
    good = read_one(text, cell.kind, value, error);
  }
  if (!good && lenient_) {
    value = std::monostate{};
    return true;
  }
  // Refusals are kept and shown; what is personal must not get out that way.
  if (!good) error.found = field_->personal ? std::string() : shorten(text, shown_characters);
  return good;
}

bool CellReader::read_one(std::string_view text, CellKind kind, Value& value, Error& error) {
  const auto settle = [&](auto result) {
    if (!result) {
      error = std::move(result).error();
      return false;
    }
    value = *std::move(result);
    return true;
  };
  std::string taken;
  if (pattern_) {
    auto group = pattern_->first_group(text);
    if (!group) {
      error = Error{&pattern_missed, {}, {}, {}};
      return false;
    }
    taken = *std::move(group);
    text = trim(taken);
    if (text.empty()) return true;
  }
  if (is_looked_up(field_->type)) return look_up(text, value, error);
  switch (field_->type) {
    case catalog::FieldType::integer:
      return settle(read_integer(text));
    case catalog::FieldType::decimal:
    case catalog::FieldType::money:
      return settle(read_decimal(text, field_->scale));
    case catalog::FieldType::date:
      return settle(date_format_.empty() ? read_date(text) : read_date(text, date_format_));
    case catalog::FieldType::timestamp:
      return settle(read_timestamp(text));
    case catalog::FieldType::party:
      return settle(find_party(text));
    case catalog::FieldType::product:
      return settle(find_product(text));
    default:
      return read_text(text, kind, value, error);
  }
}

bool CellReader::read_text(std::string_view text, CellKind kind, Value& value, Error& error) {
  const bool stored_as_number = kind == CellKind::plain_number || kind == CellKind::number;
  const bool lost_zeros =
      is_key_ && kind == CellKind::plain_number && text.find('.') != std::string_view::npos;
  if (stored_as_number && (lost_zeros || lost_digits(text))) {
    error = Error{&number_lost_zeros, {}, {}, "\"2024.9650\""};
    return false;
  }
  auto normal = to_nfc(text);
  if (!normal) {
    error = std::move(normal).error();
    return false;
  }
  if (!words_.empty()) {
    const auto word = words_.find(to_matching_form(*normal));
    if (word != words_.end()) *normal = word->second;
  }
  value = *std::move(normal);
  return true;
}

/// Each part as the field would read it alone, in the order of the cell, joined with '|'.
bool CellReader::read_list(const Cell& cell, Value& value, Error& error) {
  std::string joined;
  std::string_view rest = cell.text;
  for (bool more = true; more;) {
    std::size_t length = 0;
    const std::size_t at = find_separator(rest, separators_, length);
    more = at != std::string_view::npos;
    const std::string_view part = trim(rest.substr(0, at));
    if (more) rest.remove_prefix(at + length);
    if (is_empty(part)) continue;
    Value one;
    if (!read_one(part, cell.kind, one, error)) return false;
    if (is_null(one)) continue;
    if (!joined.empty()) joined.push_back('|');
    joined += to_text(one);
  }
  if (!joined.empty()) value = std::move(joined);
  return true;
}

bool CellReader::look_up(std::string_view text, Value& value, Error& error) {
  if (const auto before = known_.find(text); before != known_.end()) {
    value = before->second;
    return true;
  }
  auto found = find(text);
  if (!found) {
    error = std::move(found).error();
    return false;
  }
  if (known_.size() >= most_known) known_.clear();
  known_.emplace(text, *found);
  value = *std::move(found);
  return true;
}

}  // namespace zhiheng::intake
