#pragma once
// Makes records of any declared register from its field types, and changes them until the rules and
// a condition hold: a small search over candidate values.

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/text.h"
#include "catalog/catalog.h"
#include "records.h"
#include "registry/registry.h"

namespace zhiheng::registry {

class RecordSolver {
 public:
  /// @param pointer  the key of some record of a register, made when there is none or a fresh one
  ///                 is wanted
  RecordSolver(const catalog::Catalog& catalog, const catalog::Register& of,
               std::function<std::string(const std::string& target, bool fresh)> pointer)
      : catalog_(catalog), of_(of), pointer_(std::move(pointer)) {
    for (const auto& rule : of.rules) learn(rule.condition.text());
    for (const auto& step : of.steps) {
      if (step.guard) learn(step.guard->text());
    }
    for (const auto& clock : of.clocks) {
      if (clock.when) learn(clock.when->text());
    }
  }

  /// What a record must meet, beyond the rules of its register.
  struct Wish {
    std::string state;
    std::vector<std::string> filled;  ///< fields that may not be empty
    std::vector<const expr::Expression*> conditions;
  };

  /// Values in the order of the fields; none when the search finds nothing.
  /// @param later  conditions that will be asked for when the key can no longer be changed
  /// @param kind   of the record, where the register tells kinds apart; empty: any
  std::optional<std::vector<Value>> fresh(const std::string& number,
                                          const std::vector<const expr::Expression*>& later = {},
                                          const std::string& kind = "") {
    std::vector<Value> values(of_.fields.size());
    number_ = number;
    if (const auto at = of_.position(of_.kind_field); at && !of_.kind_field.empty()) {
      values[*at] = kind.empty() ? candidates(of_.fields[*at]).front() : Value(kind);
    }
    Wish wish{.state = of_.initial_state(), .filled = {}, .conditions = later};
    for (const auto& field : of_.fields) {
      const bool required = field.required || field.required_of_kinds || is_key(field);
      if (required && has(values, field)) wish.filled.push_back(field.name);
    }
    if (!of_.region_field.empty()) wish.filled.push_back(of_.region_field);
    // Belonging to the firm and the officer who will act lets every role be tried, unless the rules
    // say that nobody enters records of firms by hand.
    Wish of_a_firm = wish;
    if (!of_.holder.empty() && has(values, *of_.find_field(of_.holder))) {
      of_a_firm.filled.push_back(of_.holder);
    }
    fresh_ = true;
    auto made = solved(values, of_a_firm);
    if (!made) made = solved(std::move(values), wish);
    fresh_ = false;
    return made;
  }

  /// Whether a condition looks at the key.
  [[nodiscard]] bool is_about_key(const expr::Expression& condition) const {
    return std::ranges::any_of(condition.fields_used(), [&](std::size_t used) {
      return used < of_.fields.size() && is_key(of_.fields[used]);
    });
  }

  /// The same record with as few changes as the search finds; keys are never changed.
  std::optional<std::vector<Value>> solved(std::vector<Value> values, const Wish& wish) {
    for (const auto& name : wish.filled) {
      const auto at = of_.position(name);
      if (!at || !is_null(values[*at])) continue;
      const auto options = candidates(of_.fields[*at]);
      if (options.empty()) return std::nullopt;
      values[*at] = options.front();
    }
    for (int round = 0; round < 12; ++round) {
      const auto wrong = violated(values, wish);
      if (wrong.empty()) return values;
      if (!improve(values, wish, wrong)) return std::nullopt;
    }
    return std::nullopt;
  }

  /// Texts of the conditions that do not hold.
  [[nodiscard]] std::vector<std::string> complaints(const std::vector<Value>& values,
                                                    const Wish& wish) const {
    std::vector<std::string> texts;
    for (const auto* one : violated(values, wish)) texts.push_back(one->text());
    return texts;
  }

  /// Values to try in a field, likeliest first.
  std::vector<Value> candidates(const catalog::Field& field) {
    using catalog::FieldType;
    std::vector<Value> found;
    switch (field.type) {
      case FieldType::text:
      case FieldType::point:
        if (is_key(field)) {
          const std::string text = "T" + number_;
          const auto longest = static_cast<std::size_t>(field.max_length);
          return {Value(text.size() > longest ? text.substr(text.size() - longest) : text)};
        }
        for (const auto& text : texts_) {
          if (text.size() <= static_cast<std::size_t>(field.max_length)) found.emplace_back(text);
        }
        found.insert(found.begin(), Value(std::string("甲")));
        return found;
      case FieldType::code:
        if (const auto* list = catalog_.find_codes(field.codes)) {
          for (const auto& code : list->codes) found.emplace_back(code.code);
        }
        return turned(field, std::move(found));
      case FieldType::integer:
      case FieldType::decimal:
      case FieldType::money:
        return numbers(field);
      case FieldType::date:
        for (const Date day : days(field)) found.emplace_back(day);
        return found;
      case FieldType::timestamp:
        for (const Date day : days(field)) {
          found.emplace_back(*parse_timestamp(to_text(day) + "T08:00:00+08:00"));
        }
        return found;
      case FieldType::boolean:
        return {Value(true), Value(false)};
      case FieldType::region:
        return turned(field, {Value(std::string("620102")), Value(std::string("620103")),
                              Value(std::string("620104")), Value(std::string("620105")),
                              Value(std::string("620000")), Value(std::string("620100"))});
      case FieldType::industry:
        return {Value(std::string("1311"))};
      case FieldType::party:
        return {Value(credit_code("620102", is_key(field) ? std::stoi(number_) : 7)),
                Value(credit_code("620102", 8))};
      case FieldType::product:
        return {Value(gtin(is_key(field) ? std::stoul(number_) : 1))};
      case FieldType::record:
        if (auto key = pointer_(field.target, is_key(field)); !key.empty())
          found.emplace_back(std::move(key));
        return found;
      case FieldType::attachment:
        return {Value(std::string(64, 'a') + "/a.pdf")};
    }
    return found;
  }

 private:
  /// Whether records of this kind have the field.
  [[nodiscard]] bool has(const std::vector<Value>& values, const catalog::Field& field) const {
    return field.kinds.empty() ||
           std::ranges::find(field.kinds, of_.kind_of(values)) != field.kinds.end();
  }

  [[nodiscard]] bool is_kind(std::size_t field) const {
    return field < of_.fields.size() && of_.fields[field].name == of_.kind_field;
  }

  [[nodiscard]] bool is_key(const catalog::Field& field) const {
    return std::ranges::find(of_.key, field.name) != of_.key.end();
  }

  /// A GTIN of 14 digits with its check digit.
  static std::string gtin(unsigned long number) {
    const std::string digits = std::to_string(number);
    std::string code = "0690" + std::string(9 - digits.size(), '0') + digits;
    int sum = 0;
    for (std::size_t i = 0; i < code.size(); ++i) sum += (code[i] - '0') * (i % 2 == 0 ? 3 : 1);
    return code + std::to_string((10 - sum % 10) % 10);
  }

  /// Values of a key begin elsewhere for each record, so that records differ.
  std::vector<Value> turned(const catalog::Field& field, std::vector<Value> values) const {
    if (is_key(field) && !values.empty()) {
      const auto by = std::stoul(number_) % values.size();
      std::ranges::rotate(values, values.begin() + static_cast<std::ptrdiff_t>(by));
    }
    return values;
  }

  [[nodiscard]] std::vector<Date> days(const catalog::Field& field) const {
    const Date today = china_date(now());
    std::vector<Date> days;
    if (is_key(field)) days.push_back(Date{today.days - std::stoi(number_) % 3000});
    for (const int back : {0, 1, -1, 10, -10, 40, -40, 100, -100, 400, -400, 1200, -1200}) {
      days.push_back(Date{today.days - back});
    }
    return days;
  }

  std::vector<Value> numbers(const catalog::Field& field) {
    std::vector<std::int64_t> tries = {1, 0, 2, 5, 10, 100, 2026};
    for (const auto& number : numbers_) {
      for (const std::int64_t by : {0, 1, -1}) tries.push_back(number + by);
    }
    std::vector<Value> found;
    const auto add = [&](Decimal number) {
      if (field.minimum && compare(number, *field.minimum) < 0) return;
      if (field.maximum && compare(number, *field.maximum) > 0) return;
      if (field.storage() == Storage::integer) {
        found.emplace_back(number.unscaled);
      } else if (const auto fitting = rescale(number, field.scale)) {
        found.emplace_back(*fitting);
      }
    };
    if (is_key(field)) {
      add(Decimal{std::stoll(number_) % 1000, 0});
      if (field.minimum) add(Decimal{field.minimum->unscaled + std::stoll(number_) % 50, 0});
    }
    for (const auto number : tries) add(Decimal{number, 0});
    if (field.storage() == Storage::decimal) {
      for (const auto number : numbers_) add(Decimal{number * 10 + 5, 1});  // between two of them
    }
    if (field.minimum && field.minimum->scale == 0) add(*field.minimum);
    return found;
  }

  /// Literals of a condition are what it most likely waits for.
  void learn(const std::string& text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\'') {
        const auto end = std::min(text.find('\'', i + 1), text.size());
        texts_.insert(text.substr(i + 1, end - i - 1));
        i = end;
      } else if (text[i] >= '0' && text[i] <= '9') {
        std::int64_t number = 0;
        for (; i < text.size() && text[i] >= '0' && text[i] <= '9' && number < 1'000'000'000; ++i) {
          number = number * 10 + (text[i] - '0');
        }
        numbers_.insert(number);
      }
    }
  }

  [[nodiscard]] std::vector<const expr::Expression*> violated(const std::vector<Value>& values,
                                                              const Wish& wish) const {
    std::vector<Value> record(values.begin(),
                              values.begin() + static_cast<std::ptrdiff_t>(of_.fields.size()));
    record.emplace_back(wish.state);
    record.emplace_back(now());
    record.emplace_back(std::string("tester"));
    const expr::Environment environment{china_date(now())};
    std::vector<const expr::Expression*> wrong;
    for (const auto& rule : of_.rules) {
      const Value met = rule.condition.evaluate(record, environment);
      const auto* truth = std::get_if<bool>(&met);
      if (truth != nullptr && !*truth) wrong.push_back(&rule.condition);
    }
    for (const auto* condition : wish.conditions) {
      if (!condition->holds(record, environment)) wrong.push_back(condition);
    }
    return wrong;
  }

  using Changes = std::vector<std::pair<std::size_t, Value>>;

  /// Tries every choice of so many changes.
  static bool change_some(std::vector<Value>& values, const Changes& changes, std::size_t from,
                          std::size_t left,
                          const std::function<bool(const std::vector<Value>&)>& better) {
    if (left == 0) return better(values);
    for (std::size_t i = from; i < changes.size(); ++i) {
      Value before = values[changes[i].first];
      values[changes[i].first] = changes[i].second;
      if (change_some(values, changes, i + 1, left - 1, better)) return true;
      values[changes[i].first] = std::move(before);
    }
    return false;
  }

  /// Changes one field, or up to three at once, so that fewer conditions are violated.
  bool improve(std::vector<Value>& values, const Wish& wish,
               const std::vector<const expr::Expression*>& wrong) {
    std::set<std::size_t> fields;
    for (const auto* one : wrong) {
      for (const auto used : one->fields_used()) {
        if (used < of_.fields.size()) fields.insert(used);
      }
    }
    // What a rule ties to these fields may have to change with them.
    for (bool grew = true; grew;) {
      const auto before = fields.size();
      for (const auto& rule : of_.rules) {
        const auto& used = rule.condition.fields_used();
        const bool tied = std::ranges::any_of(
            used, [&](std::size_t one) { return fields.contains(one) && !is_kind(one); });
        for (const auto one : used) {
          if (tied && one < of_.fields.size()) fields.insert(one);
        }
      }
      grew = fields.size() > before;
    }
    // A record keeps its kind, and what other kinds have stays empty.
    std::erase_if(fields,
                  [&](std::size_t one) { return is_kind(one) || !has(values, of_.fields[one]); });
    std::erase_if(fields, [&](std::size_t one) { return !fresh_ && is_key(of_.fields[one]); });
    std::vector<std::pair<std::size_t, Value>> changes;
    for (const auto field : fields) {
      for (auto& value : candidates(of_.fields[field])) changes.emplace_back(field, value);
      const bool needed =
          of_.fields[field].required || of_.fields[field].required_of_kinds ||
          std::ranges::find(wish.filled, of_.fields[field].name) != wish.filled.end();
      if (!needed) changes.emplace_back(field, Value());
    }
    const auto better = [&](const std::vector<Value>& tried) {
      return violated(tried, wish).size() < wrong.size();
    };
    for (std::size_t at_once = 1; at_once <= 3; ++at_once) {
      if (at_once == 3 && changes.size() > 80) break;
      if (change_some(values, changes, 0, at_once, better)) return true;
    }
    return false;
  }

  const catalog::Catalog& catalog_;
  const catalog::Register& of_;
  std::function<std::string(const std::string&, bool)> pointer_;
  std::set<std::string> texts_;
  std::set<std::int64_t> numbers_;
  std::string number_ = "1";
  bool fresh_ = false;  ///< a new record: its key may still be chosen
};

}  // namespace zhiheng::registry
