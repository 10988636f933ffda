#include "analysis/answer.h"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <cmath>
#include <ostream>

namespace zhiheng::analysis {

namespace {

std::size_t length_of(const AnswerColumn& column) {
  return std::visit([](const auto& values) { return values.size(); }, column.values);
}

std::string rounded(double value) {
  if (!std::isfinite(value)) return written(value);
  char digits[32];
  // A large number keeps its places before the point: 50000838 with an uncertainty of 32.
  const bool large = std::abs(value) >= 1e6 && std::abs(value) < 1e15;
  const auto format = large ? std::chars_format::fixed : std::chars_format::general;
  const auto end = std::to_chars(digits, digits + sizeof digits, value, format, large ? 0 : 6);
  return {digits, end.ptr};
}

bool is_text(const AnswerColumn& column) {
  return std::holds_alternative<std::vector<std::string>>(column.values);
}

std::string quoted(std::string text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string marked = "\"";
  for (const char c : text) marked.append(c == '"' ? 2 : 1, c);
  return marked + "\"";
}

void json_cell(std::ostream& out, const AnswerColumn& column, std::size_t row) {
  if (const auto* texts = std::get_if<std::vector<std::string>>(&column.values)) {
    out << boost::json::serialize(boost::json::string((*texts)[row]));
  } else if (const auto* wholes = std::get_if<std::vector<std::int64_t>>(&column.values)) {
    out << (*wholes)[row];
  } else {
    const double value = std::get<std::vector<double>>(column.values)[row];
    if (std::isnan(value)) {
      out << "null";
    } else if (std::isinf(value)) {
      out << '"' << written(value) << '"';
    } else {
      out << written(value);
    }
  }
}

// Columns on a terminal: CJK characters take two.
std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 || byte >= 0xC0) width += byte >= 0xE0 ? 2 : 1;
  }
  return width;
}

}  // namespace

std::string written(double value) {
  if (std::isnan(value)) return {};
  if (std::isinf(value)) return value > 0 ? "Inf" : "-Inf";
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, value);
  return {digits, end.ptr};
}

void Answer::add(std::string name, std::vector<double> values) {
  columns.push_back({std::move(name), std::move(values)});
}
void Answer::add(std::string name, std::vector<std::int64_t> values) {
  columns.push_back({std::move(name), std::move(values)});
}
void Answer::add(std::string name, std::vector<std::string> values) {
  columns.push_back({std::move(name), std::move(values)});
}

std::size_t Answer::rows() const { return columns.empty() ? 0 : length_of(columns.front()); }

const AnswerColumn* Answer::find(std::string_view name) const {
  const auto found = std::ranges::find(columns, name, &AnswerColumn::name);
  return found == columns.end() ? nullptr : &*found;
}

std::string Answer::cell(std::size_t row, std::size_t column) const {
  const auto& values = columns[column].values;
  if (const auto* texts = std::get_if<std::vector<std::string>>(&values)) return (*texts)[row];
  if (const auto* wholes = std::get_if<std::vector<std::int64_t>>(&values)) {
    return std::to_string((*wholes)[row]);
  }
  return written(std::get<std::vector<double>>(values)[row]);
}

void write_csv(std::ostream& out, const Answer& answer) {
  for (std::size_t at = 0; at < answer.columns.size(); ++at) {
    out << (at == 0 ? "" : ",") << quoted(answer.columns[at].name);
  }
  out << '\n';
  for (std::size_t row = 0; row < answer.rows(); ++row) {
    for (std::size_t at = 0; at < answer.columns.size(); ++at) {
      out << (at == 0 ? "" : ",");
      out << (is_text(answer.columns[at]) ? quoted(answer.cell(row, at)) : answer.cell(row, at));
    }
    out << '\n';
  }
}

void write_json(std::ostream& out, const Answer& answer, std::string_view method,
                const std::vector<std::pair<std::string, std::string>>& options) {
  boost::json::object given;
  for (const auto& [name, value] : options) given[name] = value;
  out << R"({"method":)" << boost::json::serialize(boost::json::string(method)) << R"(,"options":)"
      << boost::json::serialize(given) << R"(,"rows":[)";
  std::vector<std::string> names;
  for (const AnswerColumn& column : answer.columns) {
    names.push_back(boost::json::serialize(boost::json::string(column.name)) + ":");
  }
  for (std::size_t row = 0; row < answer.rows(); ++row) {
    out << (row == 0 ? "\n{" : ",\n{");
    for (std::size_t at = 0; at < answer.columns.size(); ++at) {
      out << (at == 0 ? "" : ",") << names[at];
      json_cell(out, answer.columns[at], row);
    }
    out << '}';
  }
  boost::json::array remarks;
  for (const std::string& remark : answer.remarks) remarks.emplace_back(remark);
  out << "],\"remarks\":" << boost::json::serialize(remarks) << "}\n";
}

void write_text(std::ostream& out, const Answer& answer) {
  const auto shown = [&](std::size_t row, std::size_t at) {
    const auto* numbers = std::get_if<std::vector<double>>(&answer.columns[at].values);
    return numbers != nullptr ? rounded((*numbers)[row]) : answer.cell(row, at);
  };
  std::vector<std::size_t> widths;
  for (std::size_t at = 0; at < answer.columns.size(); ++at) {
    std::size_t width = width_of(answer.columns[at].name);
    for (std::size_t row = 0; row < answer.rows(); ++row) {
      width = std::max(width, width_of(shown(row, at)));
    }
    widths.push_back(width);
  }
  const auto put = [&](const std::string& text, std::size_t at) {
    const std::string blanks(widths[at] - width_of(text), ' ');
    const bool last = at + 1 == answer.columns.size();
    if (is_text(answer.columns[at])) {
      out << text << (last ? "" : blanks);
    } else {
      out << blanks << text;
    }
    out << (last ? "\n" : "  ");
  };
  for (std::size_t at = 0; at < answer.columns.size(); ++at) put(answer.columns[at].name, at);
  for (std::size_t row = 0; row < answer.rows(); ++row) {
    for (std::size_t at = 0; at < answer.columns.size(); ++at) put(shown(row, at), at);
  }
  for (const std::string& remark : answer.remarks) out << remark << '\n';
}

}  // namespace zhiheng::analysis
