#include "trace/query_match.h"

#include <algorithm>
#include <cmath>

#include "base/number.h"
#include "trace/query_values.h"
#include "trace/stored_event.h"
#include "trace/writer.h"

namespace zhiheng::trace {
namespace {

bool nearly_equal(double a, double b) {
  return a == b || std::abs(a - b) <= 1e-9 * std::max(std::abs(a), std::abs(b));
}

/// For anything that can be ordered.
template <class T>
bool holds(Operator op, const T& found, const T& wanted) {
  switch (op) {
    case Operator::greater:
      return found > wanted;
    case Operator::at_least:
      return found >= wanted;
    case Operator::less:
      return found < wanted;
    case Operator::at_most:
      return found <= wanted;
    default:
      return found == wanted;
  }
}

bool number_holds(Operator op, double found, double wanted) {
  if (nearly_equal(found, wanted)) {
    return op == Operator::equal || op == Operator::at_least || op == Operator::at_most;
  }
  return holds(op, found, wanted);
}

/// Numbers as numbers, times as times, texts only for equality.
bool own_value_holds(Operator op, std::string_view found, const std::string& wanted) {
  if (op == Operator::equal && found == wanted) return true;
  const auto a = number_in<double>(found), b = number_in<double>(wanted);
  if (a && b) return number_holds(op, *a, *b);
  const auto then = instant(found), when = instant(wanted);
  return then && when && holds(op, *then, *when);
}

bool quantity_holds(const Condition& condition, const Event& event,
                    const QueryKnowledge& knowledge) {
  const auto in = [&](const std::optional<std::vector<Quantity>>& list) {
    return list && std::ranges::any_of(*list, [&](const Quantity& quantity) {
             const auto amount = number_in<double>(quantity.amount);
             if (!amount) return false;
             const auto converted =
                 knowledge.units == nullptr || quantity.unit == condition.unit
                     ? (quantity.unit == condition.unit ? amount : std::nullopt)
                     : knowledge.units->convert(*amount, quantity.unit, condition.unit);
             return converted && std::ranges::any_of(condition.numbers, [&](double wanted) {
                      return number_holds(condition.op, *converted, wanted);
                    });
           });
  };
  return in(event.quantities) || in(event.output_quantities);
}

bool measure_holds(const Condition& condition, const Event& event,
                   const QueryKnowledge& knowledge) {
  return any_sensor_field(event, condition.kind, [&](std::string_view text, std::string_view unit) {
    auto value = number_in<double>(text);
    if (!value) return false;
    if (!condition.unit.empty() && unit != condition.unit) {
      if (knowledge.units == nullptr) return false;
      value = knowledge.units->convert(*value, unit, condition.unit);
      if (!value) return false;
    }
    return std::ranges::any_of(condition.numbers, [&](double wanted) {
      return number_holds(condition.op, *value, wanted);
    });
  });
}

bool time_holds(const Condition& condition, const Event& event) {
  const auto test = [&](std::string_view text) {
    const auto time = instant(text);
    return time && condition.time && holds(condition.op, *time, *condition.time);
  };
  switch (condition.subject) {
    case Subject::event_time:
      return test(event.time);
    case Subject::record_time:
      return test(event.record_time);
    case Subject::error_time:
      return event.error && test(event.error->time);
    default:
      return any_of_field(condition, event, test);
  }
}

bool exists(const Condition& condition, const Event& event) {
  if (condition.subject == Subject::error) return event.error.has_value();
  if (condition.subject == Subject::sensors) return !event.sensors.empty();
  return any_own_field(condition, event, [](std::string_view) { return true; });
}

bool text_holds(const Condition& condition, const Event& event, const QueryKnowledge& knowledge) {
  const auto& values = condition.values;
  const MasterLookup* master = knowledge.master;
  return any_value(condition, event, [&](std::string_view text) {
    switch (condition.op) {
      case Operator::within:
        return std::ranges::any_of(values, [&](const std::string& above) {
          return master == nullptr ? comparable(text) == above : master->is_within(text, above);
        });
      case Operator::has_attribute:
        return master != nullptr && std::ranges::any_of(values, [&](const std::string& attribute) {
                 return master->has_attribute(text, attribute);
               });
      case Operator::attribute_equal:
        return master != nullptr && master->attribute_equals(text, condition.attribute, values);
      default:
        break;
    }
    if (is_own(condition.subject)) {
      return std::ranges::any_of(values, [&](const std::string& wanted) {
        return own_value_holds(condition.op, text, wanted);
      });
    }
    if (!values.empty() && std::ranges::find(values, in_form(condition, text)) != values.end()) {
      return true;
    }
    return std::ranges::any_of(condition.patterns,
                               [&](const EpcPattern& pattern) { return pattern.matches(text); });
  });
}

bool condition_holds(const Condition& condition, const Event& event,
                     const QueryKnowledge& knowledge) {
  if (condition.op == Operator::exists) return exists(condition, event);
  if (condition.time) return time_holds(condition, event);
  if (condition.values.empty() && condition.patterns.empty() && condition.numbers.empty()) {
    return true;
  }
  if (condition.subject == Subject::quantity) return quantity_holds(condition, event, knowledge);
  if (!condition.numbers.empty()) return measure_holds(condition, event, knowledge);
  return text_holds(condition, event, knowledge);
}

}  // namespace

bool matches(const EventQuery& query, const Event& event, const QueryKnowledge& knowledge) {
  // A QuantityEvent says what an ObjectEvent says since edition 1.1, but keeps its name.
  const bool old = event.type == "QuantityEvent";
  const Event renewed = old ? modern(event) : Event{};
  return std::ranges::all_of(query.conditions, [&](const Condition& condition) {
    const bool plain =
        condition.subject == Subject::event_type || condition.subject == Subject::action || !old;
    return condition_holds(condition, plain ? event : renewed, knowledge);
  });
}

bool OrderKey::before(const OrderKey& other, bool descending) const {
  if (missing != other.missing) return other.missing;
  if (missing) return false;
  if (numeric != other.numeric) return numeric;
  const bool less = numeric ? number < other.number : text < other.text;
  const bool more = numeric ? other.number < number : other.text < text;
  return descending ? more : less;
}

OrderKey order_key(const Order& order, const Event& event) {
  OrderKey key;
  const auto take = [&](std::string_view text) {
    key.missing = false;
    if (const auto number = number_in<double>(text)) {
      key.numeric = true;
      key.number = *number;
    } else if (const auto time = instant(text)) {
      key.numeric = true;
      key.number = static_cast<double>(time->microseconds);
    } else {
      key.text = text;
    }
    return true;
  };
  if (order.subject == Subject::event_time) {
    take(event.time);
  } else if (order.subject == Subject::record_time) {
    take(event.record_time);
  } else if (order.subject == Subject::quantity) {
    const Event renewed = modern(event);
    if (renewed.quantities && !renewed.quantities->empty())
      take(renewed.quantities->front().amount);
  } else {
    key.missing = !any_own_field({.subject = Subject::field, .field = order.field}, event, take);
  }
  return key;
}

}  // namespace zhiheng::trace
