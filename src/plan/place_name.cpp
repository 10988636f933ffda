// Where does a place stand, as one would cite it?

#include "plan/plan.h"

namespace zhiheng::plan {
namespace {

std::string marker_of(const Plan& plan, Span marker) {
  std::string printed = plan.text.on_one_line(marker);
  for (const std::string_view stop : {"、", ".", "．"}) {
    if (printed.ends_with(stop)) printed.resize(printed.size() - stop.size());
  }
  return printed;
}

std::string section_of(const Plan& plan, std::size_t section) {
  return section == 0 ? "" : marker_of(plan, plan.sections[section - 1].marker);
}

std::optional<std::string> in_box(const Plan& plan, std::uint32_t at) {
  for (const Box& box : plan.boxes) {
    if (!box.span.holds(at)) continue;
    std::string name = "专栏" + std::to_string(box.no);
    for (const Box::Row& row : box.rows) {
      if (row.span.holds(at)) name += (row.no < 10 ? "-0" : "-") + std::to_string(row.no);
    }
    return name;
  }
  return std::nullopt;
}

std::optional<std::string> in_goal(const Plan& plan, std::uint32_t at) {
  for (const Goal& goal : plan.goals) {
    if (!goal.span.holds(at)) continue;
    std::string roof = section_of(plan, goal.section);
    for (const Subsection& one : plan.subsections) {
      const bool above = one.section == goal.section && one.span.begin < goal.span.begin;
      if (above) roof = section_of(plan, one.section) + marker_of(plan, one.marker);
    }
    return roof + marker_of(plan, goal.marker);
  }
  return std::nullopt;
}

std::string in_parts(const Plan& plan, std::uint32_t at) {
  for (const Part& part : plan.parts) {
    if (!part.span.holds(at)) continue;
    if (part.kind == PartKind::preamble) return "前言";
    if (part.kind == PartKind::closing) return "结尾";
    return part.kind >= PartKind::notice_title && part.kind <= PartKind::date ? "通知" : "";
  }
  return "";
}

}  // namespace

std::string place_name(const Plan& plan, std::uint32_t at) {
  if (auto name = in_box(plan, at)) return *std::move(name);
  if (auto name = in_goal(plan, at)) return *std::move(name);
  for (const Item& item : plan.items) {
    if (item.span.holds(at)) return item.no > 0 ? std::to_string(item.no) : "";
  }
  for (const Subsection& one : plan.subsections) {
    if (one.span.holds(at)) return section_of(plan, one.section) + marker_of(plan, one.marker);
  }
  for (std::size_t i = plan.sections.size(); i-- > 0;) {
    if (plan.sections[i].span.holds(at)) return section_of(plan, i + 1);
  }
  return in_parts(plan, at);
}

}  // namespace zhiheng::plan
