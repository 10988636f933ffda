#include "trace/query.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "base/number.h"
#include "code/epc.h"
#include "trace/failures.h"
#include "trace/query_reading.h"
#include "trace/stored_event.h"
#include "trace/value_forms.h"
#include "trace/writer.h"

namespace zhiheng::trace {
namespace {

Error wrong(const Parameter& parameter, std::string wanted) {
  return {&query_parameter_wrong, parameter.name,
          parameter.values.empty() ? std::string() : parameter.values.front(), std::move(wanted)};
}

std::optional<std::int64_t> count_of(const Parameter& parameter) {
  if (parameter.values.size() != 1) return std::nullopt;
  const std::string& text = parameter.values.front();
  std::int64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || value < 1) {
    return std::nullopt;
  }
  return value;
}

/// Texts that stand for the same are made equal.
std::string in_form(std::string_view text, ValueKind kind, std::optional<Vocabulary> vocabulary) {
  if (kind == ValueKind::word && vocabulary) return to_web_uri(*vocabulary, text);
  if (kind == ValueKind::identifier) return comparable(text);
  if (kind == ValueKind::boolean && text == "1") return "true";
  if (kind == ValueKind::boolean && text == "0") return "false";
  return std::string(text);
}

}  // namespace

Result<void> QueryParameters::values(const Parameter& given, ValueKind kind,
                                     std::optional<Vocabulary> vocabulary, Condition& made) const {
  if (kind == ValueKind::none) return {};
  for (const std::string& text : given.values) {
    if (kind == ValueKind::time) {
      auto time = instant(text);
      if (!time || given.values.size() != 1) {
        return std::unexpected(wrong(given, "2026-03-01T06:30:00+08:00"));
      }
      made.time = *time;
    } else if (kind == ValueKind::number) {
      const auto number = number_in<double>(text);
      const bool whole = text.find_first_of(".eE") == std::string::npos;
      if (!number || (how_.whole_quantities && !whole)) {
        return std::unexpected(wrong(given, how_.whole_quantities ? "8" : "8, 2.5"));
      }
      made.numbers.push_back(*number);
    } else if (kind == ValueKind::action && text != "ADD" && text != "OBSERVE" &&
               text != "DELETE") {
      return std::unexpected(wrong(given, "ADD | OBSERVE | DELETE"));
    } else if (made.op == Operator::matches && text.find('*') != std::string::npos) {
      auto pattern = EpcPattern::parse(text);
      if (!pattern) return std::unexpected(wrong(given, "urn:epc:idpat:sgtin:4012345.012345.*"));
      made.patterns.push_back(*std::move(pattern));
    } else {
      made.values.push_back(in_form(text, kind, vocabulary));
    }
  }
  const bool several = made.op == Operator::equal || made.op == Operator::matches ||
                       made.op == Operator::within || made.op == Operator::has_attribute ||
                       made.op == Operator::attribute_equal;
  if (!several && given.values.size() != 1) return std::unexpected(wrong(given, "1"));
  return {};
}

Result<void> QueryParameters::order(const Parameter& given) {
  if (given.values.size() != 1) return std::unexpected(wrong(given, "eventTime | recordTime"));
  const std::string& by = given.values.front();
  Order made;
  if (by == "recordTime") {
    made.subject = Subject::record_time;
  } else if (by == "quantity") {
    made.subject = Subject::quantity;
  } else if (by != "eventTime") {
    auto field = field_name(by, how_);
    if (!field) return std::unexpected(wrong(given, "eventTime | recordTime | prefix:name"));
    made.subject = Subject::field;
    made.field = *std::move(field);
  }
  query_.order = made;
  return {};
}

/// Parameters that restrict nothing but say how the answer is given.
Result<bool> QueryParameters::control(const Parameter& given) {
  struct Count {
    std::string_view name;
    std::optional<std::int64_t>& into;
  };
  for (const Count& count :
       {Count{"eventCountLimit", query_.count_limit}, Count{"maxEventCount", query_.max_count},
        Count{"perPage", query_.per_page}}) {
    if (given.name != count.name) continue;
    count.into = count_of(given);
    if (!count.into) return std::unexpected(wrong(given, ">= 1"));
    return true;
  }
  if (given.name == "nextPageToken") {
    query_.next_page = given.values.empty() ? "" : given.values.front();
    return true;
  }
  if (given.name == "orderBy") {
    ZH_DO(order(given));
    return true;
  }
  if (given.name == "orderDirection") {
    const std::string by = given.values.size() == 1 ? given.values.front() : "";
    if (by != "ASC" && by != "DESC") return std::unexpected(wrong(given, "ASC | DESC"));
    descending_ = by == "DESC";
    return true;
  }
  if (given.name == "eventType") {
    Condition made{.subject = Subject::event_type};
    ZH_DO(values(given, ValueKind::text, {}, made));
    query_.conditions.push_back(std::move(made));
    return true;
  }
  return false;
}

Result<void> QueryParameters::parameter(const Parameter& given) {
  ZH_TRY(const bool controls, control(given));
  if (controls) return {};
  const auto name = split_operator(given.name);
  if (!name) return fail(query_parameter_unknown, given.name);
  for (const auto attempt : {&QueryParameters::named, &QueryParameters::reference,
                             &QueryParameters::measured, &QueryParameters::attribute}) {
    ZH_TRY(const bool done, (this->*attempt)(given, *name));
    if (done) return {};
  }
  return own_field(given, *name);
}

Result<EventQuery> QueryParameters::read(std::span<const Parameter> parameters) {
  std::set<std::string_view> seen;
  for (const Parameter& given : parameters) {
    if (!seen.insert(given.name).second) return std::unexpected(wrong(given, "once"));
    if (!how_.piped) {
      ZH_DO(parameter(given));
      continue;
    }
    Parameter parted{given.name, {}};
    for (const std::string& text : given.values) {
      for (std::size_t from = 0; from <= text.size();) {
        const std::size_t end = std::min(text.find('|', from), text.size());
        if (end > from) parted.values.push_back(text.substr(from, end - from));
        from = end + 1;
      }
    }
    ZH_DO(parameter(parted));
  }
  if (query_.count_limit && query_.max_count) {
    return fail(query_parameters_exclude, "eventCountLimit", "maxEventCount");
  }
  if (query_.order && descending_) query_.order->descending = *descending_;
  return std::move(query_);
}

Result<EventQuery> parse_event_query(std::span<const Parameter> parameters,
                                     const QueryReading& reading) {
  return QueryParameters(reading).read(parameters);
}

Result<FieldName> field_name(std::string_view text, const QueryReading& reading) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 >= text.size()) {
    return fail(query_parameter_unknown, std::string(text), {}, "prefix:name");
  }
  const auto prefix = reading.prefixes.find(text.substr(0, colon));
  if (prefix != reading.prefixes.end()) {
    return FieldName{prefix->second, std::string(text.substr(colon + 1))};
  }
  const WrittenName name = xml_name({}, text);
  if (name.name.empty() || name.space == std::string(text.substr(0, colon + 1))) {
    return fail(query_parameter_unknown, std::string(text), {},
                "GS1-Extensions: " + std::string(text.substr(0, colon)) + "=https://…");
  }
  return FieldName{name.space, name.name};
}

std::string comparable(std::string_view identifier) {
  auto form = code::event_hash_form(identifier);
  return form ? *std::move(form) : std::string(identifier);
}

bool EventQuery::asks_master_data() const {
  return std::ranges::any_of(conditions, [](const Condition& condition) {
    return condition.op == Operator::within || condition.op == Operator::has_attribute ||
           condition.op == Operator::attribute_equal;
  });
}

}  // namespace zhiheng::trace
