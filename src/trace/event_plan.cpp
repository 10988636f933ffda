#include "trace/event_plan.h"

#include <algorithm>
#include <charconv>

#include "trace/failures.h"

namespace zhiheng::trace {
namespace {

/// The column that holds what the subject compares, as it is compared.
std::string_view column_of(Subject subject) {
  switch (subject) {
    case Subject::event_type:
      return "type";
    case Subject::action:
      return "action";
    case Subject::biz_step:
      return "biz_step";
    case Subject::disposition:
      return "disposition";
    case Subject::event_id:
      return "event";
    case Subject::event_time:
      return "event_time";
    case Subject::record_time:
      return "record_time";
    default:
      return {};
  }
}

bool names_things(Subject subject) {
  return subject >= Subject::epc && subject <= Subject::any_class;
}

bool names_others(Subject subject) {
  return subject == Subject::transaction || subject == Subject::source ||
         subject == Subject::destination || subject == Subject::transformation ||
         subject == Subject::read_point || subject == Subject::biz_location;
}

/// The terms of which an event must have one; empty when the index cannot tell.
std::vector<Term> terms_of(const Condition& condition) {
  std::vector<Term> terms;
  const bool things = names_things(condition.subject);
  if (condition.op != Operator::matches && condition.op != Operator::equal) return {};
  const bool event = condition.subject == Subject::event_id;
  if (!things && !event && !names_others(condition.subject)) return {};
  for (const std::string& value : condition.values) {
    terms.push_back(things ? thing_term(value) : event ? event_term(value) : other_term(value));
  }
  for (const EpcPattern& pattern : condition.patterns) {
    const auto link = pattern.class_link();
    if (!link) return {};
    terms.push_back(class_term(*link));
    terms.push_back(thing_term(*link));
  }
  return terms;
}

void filter(const Condition& condition, Sql& where) {
  const std::string_view column = column_of(condition.subject);
  if (column.empty() || (condition.values.empty() && !condition.time)) return;
  if (condition.op != Operator::equal && !condition.time) return;
  if (!where.text.empty()) where.text += " AND ";
  if (condition.time) {
    where.text += std::string(column) + (condition.op == Operator::less ? " < ?" : " >= ?");
    where.values.emplace_back(*condition.time);
    return;
  }
  where.text += std::string(column) + " IN (";
  for (const std::string& value : condition.values) {
    where.text += where.text.back() == '(' ? "?" : ", ?";
    where.values.emplace_back(value);
  }
  where.text += ")";
}

bool limits(const EventQuery& query, Subject time) {
  return std::ranges::any_of(query.conditions, [&](const Condition& condition) {
    return condition.subject == time && condition.time;
  });
}

}  // namespace

void narrow(Sql& where, const Sql& further) {
  if (further.text.empty()) return;
  where.text =
      where.text.empty() ? further.text : "(" + where.text + ") AND (" + further.text + ")";
  where.values.insert(where.values.end(), further.values.begin(), further.values.end());
}

Sql among(const std::vector<std::int64_t>& positions) {
  Sql made;
  for (const std::int64_t position : positions) {
    made.text += made.text.empty() ? "seq IN (?" : ", ?";
    made.values.emplace_back(position);
  }
  made.text += ")";
  return made;
}

EventPlan plan_of(const EventQuery& query) {
  EventPlan plan;
  for (const Condition& condition : query.conditions) {
    filter(condition, plan.where);
    if (auto terms = terms_of(condition); !terms.empty()) plan.groups.push_back(std::move(terms));
  }
  if (query.order) {
    plan.descending = query.order->descending;
    const bool by_event = query.order->subject == Subject::event_time;
    const bool by_record = query.order->subject == Subject::record_time;
    plan.path = !plan.groups.empty() || !(by_event || by_record) ? Path::sorted
                : by_event                                       ? Path::event_time
                                                                 : Path::record_time;
  } else if (plan.groups.empty()) {
    if (limits(query, Subject::event_time)) {
      plan.path = Path::event_time;
    } else if (limits(query, Subject::record_time)) {
      plan.path = Path::record_time;
    }
  }
  return plan;
}

std::string token_of(const PageStart& start) {
  return std::to_string(static_cast<int>(start.path)) + "~" + std::to_string(start.seq) + "~" +
         std::to_string(start.given) + "~" + start.id + "~" + start.key;
}

Result<PageStart> parse_page(const std::string& token, const EventPlan& plan) {
  PageStart start;
  std::string_view rest = token;
  const auto next = [&] {
    const std::size_t end = std::min(rest.find('~'), rest.size());
    const std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return part;
  };
  const auto number = [](std::string_view text, auto& into) {
    const auto read = std::from_chars(text.data(), text.data() + text.size(), into);
    return read.ec == std::errc{} && read.ptr == text.data() + text.size();
  };
  int path = -1;
  const bool good = number(next(), path) && path == static_cast<int>(plan.path) &&
                    number(next(), start.seq) && number(next(), start.given);
  if (!good || start.seq < 0 || start.given < 0) {
    return fail(page_unknown, "nextPageToken", token.substr(0, 60));
  }
  start.path = plan.path;
  start.id = next();
  start.key = rest;
  return start;
}

}  // namespace zhiheng::trace
