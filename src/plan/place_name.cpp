// Where does a place stand, as one would cite it?

#include <algorithm>
#include <iterator>

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

/// The last of those that begin at or before a place, or null. They are in the order of the text.
template <class Element>
const Element* last_before(const std::vector<Element>& elements, std::uint32_t at) {
  const auto behind = std::ranges::upper_bound(
      elements, at, {}, [](const Element& element) { return element.span.begin; });
  return behind == elements.begin() ? nullptr : &*std::prev(behind);
}

/// The one of them that holds a place, or null.
template <class Element>
const Element* holding(const std::vector<Element>& elements, std::uint32_t at) {
  const Element* element = last_before(elements, at);
  return element != nullptr && element->span.holds(at) ? element : nullptr;
}

std::string name_of(const Box& box, std::uint32_t at) {
  std::string name = "专栏" + std::to_string(box.no);
  if (const Box::Row* row = holding(box.rows, at)) {
    name += (row->no < 10 ? "-0" : "-") + std::to_string(row->no);
  }
  return name;
}

std::string name_of(const Plan& plan, const Subsection& subsection) {
  return section_of(plan, subsection.section) + marker_of(plan, subsection.marker);
}

std::string name_of(const Plan& plan, const Goal& goal) {
  const Subsection* roof = last_before(plan.subsections, goal.span.begin);
  const bool above = roof != nullptr && roof->section == goal.section;
  return (above ? name_of(plan, *roof) : section_of(plan, goal.section)) +
         marker_of(plan, goal.marker);
}

std::string name_of(const Part* part) {
  if (part == nullptr) return "";
  if (part->kind == PartKind::preamble) return "前言";
  if (part->kind == PartKind::closing) return "结尾";
  return part->kind >= PartKind::notice_title && part->kind <= PartKind::date ? "通知" : "";
}

}  // namespace

std::string place_name(const Plan& plan, std::uint32_t at) {
  if (const Box* box = holding(plan.boxes, at)) return name_of(*box, at);
  if (const Goal* goal = holding(plan.goals, at)) return name_of(plan, *goal);
  if (const Item* item = holding(plan.items, at)) {
    return item->no > 0 ? std::to_string(item->no) : "";
  }
  if (const Subsection* one = holding(plan.subsections, at)) return name_of(plan, *one);
  if (const Section* section = holding(plan.sections, at)) return marker_of(plan, section->marker);
  return name_of(holding(plan.parts, at));
}

}  // namespace zhiheng::plan
