#include "intake/json.h"

#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "intake/failures.h"
#include "intake/json_elements.h"

namespace zhiheng::intake {
namespace {

namespace dom = simdjson::dom;

/// One step of a path: a key, an element by number, or all elements.
struct Step {
  std::string key;
  std::size_t index = 0;
  enum class Kind { key, index, all } kind = Kind::key;
};

std::vector<Step> steps_of(std::string_view path) {
  std::vector<Step> steps;
  while (!path.empty()) {
    if (path.front() == '[') {
      const std::size_t end = std::min(path.find(']'), path.size() - 1);
      const std::string_view inside = path.substr(1, end - 1);
      Step step{{}, 0, inside.empty() ? Step::Kind::all : Step::Kind::index};
      std::from_chars(inside.data(), inside.data() + inside.size(), step.index);
      steps.push_back(step);
      path.remove_prefix(end + 1);
      if (path.starts_with('.')) path.remove_prefix(1);
      continue;
    }
    const std::size_t end = std::min(path.find_first_of(".["), path.size());
    steps.push_back({std::string(path.substr(0, end)), 0, Step::Kind::key});
    path.remove_prefix(end);
    if (path.starts_with('.')) path.remove_prefix(1);
  }
  return steps;
}

/// What a cell has gathered from a record.
struct Gathered {
  std::string text;
  CellKind kind = CellKind::text;
  bool any = false;
};

void add(Gathered& cell, std::string_view text, CellKind kind) {
  if (cell.any) {
    cell.text.push_back(list_mark);
    cell.kind = CellKind::list;
  } else {
    cell.kind = kind;
  }
  cell.text.append(text);
  cell.any = true;
}

void add_value(Gathered& cell, const dom::element& value) {
  char buffer[64];
  switch (value.type()) {
    case dom::element_type::STRING:
      return add(cell, value.get_string().value_unsafe(), CellKind::text);
    case dom::element_type::BOOL:
      return add(cell, value.get_bool().value_unsafe() ? "true" : "false", CellKind::boolean);
    case dom::element_type::INT64:
      return add(cell, std::to_string(value.get_int64().value_unsafe()), CellKind::number);
    case dom::element_type::UINT64:
      return add(cell, std::to_string(value.get_uint64().value_unsafe()), CellKind::number);
    case dom::element_type::DOUBLE: {
      const auto end = std::to_chars(buffer, buffer + sizeof buffer,
                                     value.get_double().value_unsafe(), std::chars_format::fixed);
      if (end.ec != std::errc()) return add(cell, simdjson::minify(value), CellKind::text);
      return add(cell, {buffer, end.ptr}, CellKind::plain_number);
    }
    case dom::element_type::ARRAY: {
      const dom::array all = value.get_array().value_unsafe();
      for (const dom::element one : all) add_value(cell, one);
      return;
    }
    case dom::element_type::OBJECT:
      return add(cell, simdjson::minify(value), CellKind::text);
    case dom::element_type::NULL_VALUE:
      return;
  }
}

void gather(Gathered& cell, const dom::element& from, const std::vector<Step>& steps,
            std::size_t at) {
  if (at == steps.size()) return add_value(cell, from);
  const Step& step = steps[at];
  if (step.kind == Step::Kind::key) {
    dom::element value;
    if (from.is_object() && from[step.key].get(value) == simdjson::SUCCESS) {
      gather(cell, value, steps, at + 1);
    }
    return;
  }
  if (!from.is_array()) return;
  std::size_t position = 0;
  const dom::array all = from.get_array().value_unsafe();
  for (const dom::element one : all) {
    if (step.kind == Step::Kind::all || position == step.index) gather(cell, one, steps, at + 1);
    ++position;
  }
}

class JsonSource final : public Source {
 public:
  JsonSource(JsonElements elements, std::vector<std::string> names)
      : elements_(std::move(elements)), names_(std::move(names)), cells_(names_.size()) {
    for (const std::string& name : names_) steps_.push_back(steps_of(name));
  }

  [[nodiscard]] std::vector<std::string> names() const override { return names_; }
  [[nodiscard]] double done() const override { return elements_.done(); }
  [[nodiscard]] Result<bool> next(Line& line) override;

 private:
  JsonElements elements_;
  std::vector<std::string> names_;
  std::vector<std::vector<Step>> steps_;
  std::vector<Gathered> cells_;
  dom::parser parser_;
  std::int64_t number_ = 0;
};

Result<bool> JsonSource::next(Line& line) {
  ZH_TRY(const std::string_view text, elements_.next());
  if (text.empty()) return false;
  line.number = ++number_;
  line.cells.assign(names_.size(), {});
  line.fault.reset();
  dom::element record;
  const auto problem = parser_.parse(text.data(), text.size(), true).get(record);
  if (problem != simdjson::SUCCESS || !record.is_object()) {
    line.fault = Error{&record_malformed, {}, simdjson::error_message(problem), "{…}"};
    return true;
  }
  for (std::size_t at = 0; at < names_.size(); ++at) {
    Gathered& cell = cells_[at];
    cell.text.clear();
    cell.any = false;
    cell.kind = CellKind::text;
    gather(cell, record, steps_[at], 0);
    line.cells[at] = {cell.text, cell.kind};
  }
  return true;
}

/// All keys that any record has, in the order in which they are first seen.
Result<std::vector<std::string>> keys_of(const std::string& file, const std::string& path) {
  ZH_TRY(JsonElements elements, JsonElements::open(file, path));
  constexpr std::size_t most_keys = 4096;
  std::vector<std::string> keys;
  std::set<std::string, std::less<>> known;
  dom::parser parser;
  for (;;) {
    ZH_TRY(const std::string_view text, elements.next());
    if (text.empty()) break;
    dom::object record;
    if (parser.parse(text.data(), text.size(), true).get(record) != simdjson::SUCCESS) continue;
    for (const auto field : record) {
      if (known.contains(field.key) || keys.size() == most_keys) continue;
      keys.emplace_back(field.key);
      known.emplace(field.key);
    }
  }
  return keys;
}

}  // namespace

Result<std::unique_ptr<Source>> open_json(const std::string& file, const std::string& records_path,
                                          std::vector<std::string> paths) {
  ZH_TRY(const std::vector<std::string> keys, keys_of(file, records_path));
  std::vector<std::string> names;
  std::set<std::string> started;
  for (std::string& path : paths) {
    const auto steps = steps_of(path);
    if (steps.empty() || std::ranges::find(keys, steps.front().key) == keys.end()) continue;
    started.insert(steps.front().key);
    if (std::ranges::find(names, path) == names.end()) names.push_back(std::move(path));
  }
  for (const std::string& key : keys) {
    if (!started.contains(key)) names.push_back(key);
  }
  if (names.empty()) return fail(header_missing, file, {}, "{…}");
  ZH_TRY(JsonElements elements, JsonElements::open(file, records_path));
  return std::make_unique<JsonSource>(std::move(elements), std::move(names));
}

}  // namespace zhiheng::intake
