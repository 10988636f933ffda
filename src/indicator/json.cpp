// Answers as JSON. Written by hand for one reason: Boost prints 0.917 as 9.17E-1.

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include "indicator/indicator.h"
#include "indicator/number.h"
#include "indicator/print.h"

namespace zhiheng::indicator {
namespace {

std::string text(std::string_view value) {
  return boost::json::serialize(boost::json::string(value));
}

std::string words(const Words& value) {
  return "{\"zh\":" + text(value.zh) + ",\"en\":" + text(value.en) + "}";
}

std::string number(const std::optional<double>& value) {
  return value ? real_text(*value) : "null";
}

/// Members of an object, in the order they are added.
class Object {
 public:
  Object& add(std::string_view name, const std::string& json) {
    out_ += out_.empty() ? "{" : ",";
    out_ += text(name) + ":" + json;
    return *this;
  }
  [[nodiscard]] std::string done() const { return out_.empty() ? "{}" : out_ + "}"; }

 private:
  std::string out_;
};

template <class Items, class Say>
std::string array(const Items& items, Say say) {
  std::string out = "[";
  for (const auto& item : items) out += (out.size() > 1 ? "," : "") + say(item);
  return out + "]";
}

std::string change(const std::optional<Change>& value) {
  if (!value) return "null";
  return Object()
      .add("difference", real_text(value->difference))
      .add("p", number(value->p))
      .add("significant", value->significant ? "true" : "false")
      .done();
}

std::string point_json(const Point& point) {
  const bool hidden = point.note == "suppressed";
  return Object()
      .add("group", array(point.group, text))
      .add("period", text(point.period))
      .add("records", hidden ? "null" : std::to_string(point.records))
      .add("hits", hidden ? "null" : std::to_string(point.hits))
      .add("distinct", point.distinct ? std::to_string(*point.distinct) : "null")
      .add("value", number(point.value))
      .add("low", number(point.low))
      .add("high", number(point.high))
      .add("standard_error", number(point.standard_error))
      .add("note", text(point.note))
      .add("on_previous", change(point.on_previous))
      .add("on_year", change(point.on_year))
      .done();
}

std::string by_json(const Answer& answer) {
  std::string out = "[";
  for (std::size_t i = 0; i < answer.by.size(); ++i) {
    Object titles;
    for (const auto& [code, title] : answer.titles[i]) titles.add(code, words(title));
    out += (i > 0 ? "," : "") + Object()
                                    .add("name", text(answer.by[i]))
                                    .add("title", words(answer.headings[i]))
                                    .add("titles", titles.done())
                                    .done();
  }
  return out + "]";
}

std::string_view comparator_name(catalog::Comparator comparator) {
  constexpr std::string_view names[] = {"at_least", "at_most", "more_than", "less_than",
                                        "equal",    "about",   "rises",     "falls"};
  return names[static_cast<std::size_t>(comparator)];
}

std::string_view force_name(catalog::Force force) {
  constexpr std::string_view names[] = {"binding", "goal", "task", "aspirational", "nominal"};
  return names[static_cast<std::size_t>(force)];
}

}  // namespace

std::string to_json(const Answer& answer, bool explain) {
  const auto& indicator = *answer.indicator;
  Object object;
  object.add("indicator", text(indicator.name))
      .add("title", words(indicator.title))
      .add("unit", words(indicator.unit))
      .add("scale", real_text(indicator.scale))
      .add("interval", text(answer.interval))
      .add("confidence", real_text(answer.confidence))
      .add("by", by_json(answer))
      .add("points", array(answer.points, point_json))
      .add("remarks", array(answer.remarks, words));
  if (explain) {
    object.add("position", std::to_string(answer.position)).add("sql", text(answer.sql));
  }
  return object.done();
}

std::string to_json(const Answer& answer, const Funnel& funnel) {
  const auto limit = [](const Funnel::Limit& at) {
    return Object()
        .add("trials", std::to_string(at.trials))
        .add("low95", real_text(at.low95))
        .add("high95", real_text(at.high95))
        .add("low998", real_text(at.low998))
        .add("high998", real_text(at.high998))
        .done();
  };
  return Object()
      .add("centre", real_text(funnel.centre))
      .add("limits", array(funnel.limits, limit))
      .add("points", array(answer.points, point_json))
      .add("by", by_json(answer))
      .done();
}

std::string to_json(const std::vector<Standing>& standings) {
  return array(standings, [](const Standing& standing) {
    const auto& target = *standing.target;
    return Object()
        .add("id", text(target.id))
        .add("title", words(target.title))
        .add("clause", text(target.clause))
        .add("comparator", text(comparator_name(target.comparator)))
        .add("value", target.value ? text(to_text(*target.value)) : "null")
        .add("unit", text(target.unit))
        .add("deadline", target.deadline ? text(to_text(*target.deadline)) : "null")
        .add("force", text(force_name(target.force)))
        .add("note", words(target.note))
        .add("verified", target.verified ? "true" : "false")
        .add("verdict", text(standing.verdict))
        .add("reason", words(standing.reason))
        .add("indicator", text(target.indicator))
        .add("point", standing.point ? point_json(*standing.point) : "null")
        .done();
  });
}

std::string list_json(const catalog::Catalog& catalog) {
  constexpr std::string_view kinds[] = {"count", "total", "proportion",
                                        "ratio", "mean",  "stratified_proportion"};
  return array(catalog.indicators, [&](const catalog::Indicator& indicator) {
    return Object()
        .add("name", text(indicator.name))
        .add("title", words(indicator.title))
        .add("help", words(indicator.help))
        .add("register", text(indicator.register_name))
        .add("kind", text(kinds[static_cast<std::size_t>(indicator.kind)]))
        .add("unit", words(indicator.unit))
        .add("scale", real_text(indicator.scale))
        .add("dimensions", array(indicator.dimensions, text))
        .add("minimum_trials", std::to_string(indicator.minimum_trials))
        .add("suppress_below", std::to_string(indicator.suppress_below))
        .add("public", indicator.is_public ? "true" : "false")
        .add("source", text(indicator.source))
        .done();
  });
}

}  // namespace zhiheng::indicator
