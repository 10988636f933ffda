#include "code/application_identifier.h"

#include <array>
#include <charconv>

#include "code/epc_text.h"
#include "code/failures.h"
#include "code/table.h"

namespace zhiheng::code {
namespace {

constexpr std::array<std::string_view, 12> identifier_columns{
    "ai",        "flags", "format",  "requires",   "excludes", "link",
    "older_key", "title", "name_zh", "valid_from", "valid_to", "status"};

enum Column : std::size_t {
  ai,
  flags,
  format,
  requires_column,
  excludes,
  link,
  older_key,
  title,
  name_zh,
  valid_from,
  valid_to,
  status
};

/// Parts between a sign; none for an empty text.
std::vector<std::string_view> parts_of(std::string_view text, char sign) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = text.find(sign);
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return parts;
}

std::optional<int> number_in(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool is_identifier(std::string_view text) {
  return text.size() >= 2 && text.size() <= 4 && all_digits(text);
}

/// "310n"
std::optional<AiPattern> read_pattern(std::string_view text) {
  AiPattern pattern;
  if (text.size() < 2 || text.size() > 4) return std::nullopt;
  pattern.length = static_cast<std::uint8_t>(text.size());
  std::string digits(text);
  for (char& digit : digits) {
    if (digit == 'n') {
      digit = '0';
      pattern.mask = static_cast<std::uint16_t>(pattern.mask * 10);
    } else if (!is_digit(digit) || pattern.mask > 1) {
      return std::nullopt;
    }
  }
  pattern.number = static_cast<std::uint16_t>(*number_in(digits));
  return pattern;
}

/// "01+21,8006"
std::optional<std::vector<AiGroup>> read_groups(std::string_view text) {
  std::vector<AiGroup> groups;
  for (const std::string_view written : parts_of(text, ',')) {
    AiGroup& group = groups.emplace_back();
    for (const std::string_view each : parts_of(written, '+')) {
      const auto pattern = read_pattern(each);
      if (!pattern) return std::nullopt;
      group.push_back(*pattern);
    }
  }
  return groups;
}

/// "N13,csum,gcppos1", "[X..17]"
std::optional<AiComponent> read_component(std::string_view text) {
  AiComponent component;
  const auto words = parts_of(text, ',');
  std::string_view shape = words.empty() ? std::string_view() : words[0];
  if (shape.starts_with('[') && shape.ends_with(']')) {
    component.optional = true;
    shape = shape.substr(1, shape.size() - 2);
  }
  if (shape.empty()) return std::nullopt;
  const std::size_t kind = std::string_view("NXYZ").find(shape[0]);
  if (kind == std::string_view::npos) return std::nullopt;
  component.signs = static_cast<AiSigns>(kind);
  shape.remove_prefix(1);
  const bool variable = shape.starts_with("..");
  const auto length = number_in(shape.substr(variable ? 2 : 0));
  if (!length || *length < 1 || *length > 99) return std::nullopt;
  component.longest = static_cast<std::uint8_t>(*length);
  component.shortest = variable ? 1 : component.longest;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const auto linter = linter_named(words[i]);
    if (!linter || component.checks == component.linters.size()) return std::nullopt;
    component.linters[component.checks++] = *linter;
  }
  return component;
}

bool read_qualifiers(std::string_view text, ApplicationIdentifier& row) {
  if (text == "-") return true;
  row.key = true;
  if (text == "=") return true;
  for (const std::string_view alternative : parts_of(text, '|')) {
    auto& order = row.qualifiers.emplace_back();
    for (const std::string_view each : parts_of(alternative, ',')) {
      if (!is_identifier(each)) return false;
      order.emplace_back(each);
    }
  }
  return !row.qualifiers.empty();
}

/// Reads the cells of one row one after the other; `refused` is the column that cannot be read.
struct RowReader {
  const Table& table;
  std::size_t row;
  std::size_t refused = identifier_columns.size();

  bool components(ApplicationIdentifier& out) {
    for (const std::string_view each : parts_of(table.cell(row, format), ' ')) {
      const auto component = read_component(each);
      if (!component) return refuse(format);
      out.components.push_back(*component);
    }
    return !out.components.empty() || refuse(format);
  }

  bool partners(ApplicationIdentifier& out) {
    for (const std::string_view condition : parts_of(table.cell(row, requires_column), ';')) {
      auto groups = read_groups(condition);
      if (!groups) return refuse(requires_column);
      out.requires_any.push_back(*std::move(groups));
    }
    for (const std::string_view each : parts_of(table.cell(row, excludes), ',')) {
      const auto pattern = read_pattern(each);
      if (!pattern) return refuse(excludes);
      out.excludes.push_back(*pattern);
    }
    return read_qualifiers(table.cell(row, link), out) || refuse(link);
  }

  bool names(ApplicationIdentifier& out) {
    const std::string_view run = table.cell(row, ai);
    const std::size_t dash = run.find('-');
    out.first = run.substr(0, dash);
    out.last = dash == std::string_view::npos ? out.first : std::string(run.substr(dash + 1));
    if (!is_identifier(out.first) || !is_identifier(out.last) ||
        out.first.size() != out.last.size() || out.last < out.first) {
      return refuse(ai);
    }
    for (const char flag : table.cell(row, flags)) {
      if (flag != '*' && flag != '?') return refuse(flags);
      (flag == '*' ? out.predefined_length : out.attribute) = true;
    }
    out.older_key = table.cell(row, older_key) == "yes";
    out.title = table.cell(row, title);
    out.name_zh = table.cell(row, name_zh);
    out.status = table.cell(row, status);
    return true;
  }

  bool refuse(std::size_t column) {
    refused = column;
    return false;
  }
};

Result<bool> in_force(const Table& table, std::string_view name, std::size_t row, Date on) {
  if (const std::string_view cell = table.cell(row, valid_from); !cell.empty()) {
    const auto from = parse_day_or_year(cell);
    if (!from) return refuse_cell(table, name, row, valid_from, "2026-01-01");
    if (on < *from) return false;
  }
  if (const std::string_view cell = table.cell(row, valid_to); !cell.empty()) {
    const auto to = parse_day_or_year(cell);
    if (!to) return refuse_cell(table, name, row, valid_to, "2026-01-01");
    return on < *to;
  }
  return true;
}

std::size_t place_of(std::string_view digits) {
  std::size_t number = 0;
  for (const char digit : digits) number = number * 10 + static_cast<std::size_t>(digit - '0');
  return number + (digits.size() == 3 ? 100 : digits.size() == 4 ? 1'100 : 0);
}

}  // namespace

Result<ApplicationIdentifiers> ApplicationIdentifiers::read(std::string_view text,
                                                            std::string_view name, Date on) {
  ZH_TRY(const Table table, read_table(text, name, identifier_columns));
  ApplicationIdentifiers identifiers;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    ApplicationIdentifier each;
    RowReader reader{table, row};
    if (!reader.names(each) || !reader.components(each) || !reader.partners(each)) {
      return refuse_cell(table, name, row, reader.refused,
                         std::string(identifier_columns[reader.refused]));
    }
    ZH_TRY(const bool valid, in_force(table, name, row, on));
    if (!valid) continue;
    const std::size_t two = place_of(std::string_view(each.first).substr(0, 2));
    if (identifiers.lengths_[two] != 0 && identifiers.lengths_[two] != each.first.size()) {
      return refuse_cell(table, name, row, ai, "one length for all that begin alike");
    }
    identifiers.lengths_[two] = static_cast<std::uint8_t>(each.first.size());
    for (std::size_t at = place_of(each.first); at <= place_of(each.last); ++at) {
      if (identifiers.places_[at] != 0) return refuse_cell(table, name, row, ai, "once");
      identifiers.places_[at] = static_cast<std::uint16_t>(identifiers.rows_.size() + 1);
      if (each.first.size() == 2) identifiers.lengths_[at] = 2;
    }
    identifiers.rows_.push_back(std::move(each));
  }
  return identifiers;
}

const ApplicationIdentifier* ApplicationIdentifiers::find(std::string_view digits) const {
  if (!is_identifier(digits)) return nullptr;
  const std::uint16_t place = places_[place_of(digits)];
  return place == 0 ? nullptr : &rows_[place - 1U];
}

bool ApplicationIdentifiers::could_be(std::string_view digits) const {
  if (!is_identifier(digits)) return false;
  const std::size_t length = length_of(digits[0], digits[1]);
  return length == 0 || length == digits.size();
}

Result<Gs1Tables> load_gs1_tables(const std::filesystem::path& catalog, Date on) {
  const auto folder = catalog / "codes";
  ZH_TRY(const std::string rows, read_file(folder / "application_identifiers.tsv"));
  ZH_TRY(const std::string codes, read_file(folder / "gs1_code_lists.tsv"));
  Gs1Tables tables;
  ZH_TRY(tables.identifiers, ApplicationIdentifiers::read(rows, "application_identifiers.tsv", on));
  ZH_TRY(tables.lint.lists, CodeLists::read(codes, "gs1_code_lists.tsv"));
  return tables;
}

}  // namespace zhiheng::code
