#include <boost/json.hpp>
#include <ostream>

#include "code/answers.h"
#include "code/failures.h"
#include "code/region.h"

namespace zhiheng::code {
namespace {

Words title_of(RegionKind kind) {
  switch (kind) {
    case RegionKind::province:
      return {"省级", "province"};
    case RegionKind::prefecture:
      return {"地级", "prefecture"};
    case RegionKind::county:
      return {"县级", "county"};
    case RegionKind::grouping:
      return {"汇总码", "grouping"};
    case RegionKind::zone:
      return {"统计区域", "statistical zone"};
    case RegionKind::variant:
      return {"曾用代码", "variant code"};
  }
  return {};
}

Words title_of(Extent extent) {
  switch (extent) {
    case Extent::whole:
      return {"全部", "whole"};
    case Extent::part:
      return {"部分", "part"};
    case Extent::fringe:
      return {"局部划出", "fringe"};
  }
  return {};
}

/// Only the year, where no more is on record.
std::string shown(Date day, bool exact) {
  const std::string text = to_text(day);
  return exact || !text.ends_with("-01-01") ? text : text.substr(0, 4);
}

std::string span_of(const Region& region) {
  std::string text = shown(region.valid_from, region.exact) + "–";
  if (region.valid_to != Region::still_valid) text += shown(region.valid_to, false);
  return text;
}

boost::json::object brief(const Region& region) {
  boost::json::object object{{"code", region.code},
                             {"name", region.name},
                             {"short_name", region.short_name},
                             {"kind", name_of(region.kind)},
                             {"valid_from", shown(region.valid_from, region.exact)},
                             {"valid_to", nullptr}};
  if (region.valid_to != Region::still_valid) object["valid_to"] = shown(region.valid_to, false);
  return object;
}

/// The regions that the words mean: one, or every one of that name.
std::vector<const Region*> meant(const Regions& table, const std::string& typed, Date on) {
  if (const Region* region = table.recognise(typed, on); region != nullptr) return {region};
  auto hits = table.named(typed, on);
  return hits.empty() ? table.ever_named(typed) : hits;
}

struct FoundRegion {
  const Region* region = nullptr;
  Date seen_from;  ///< a day on which it was in force
  std::vector<Heir> heirs;
};

/// The day asked for where the region was in force, else its own nearest day.
Date day_within(const Region& region, Date on) {
  if (on < region.valid_from) return region.valid_from;
  return region.valid_on(on) ? on : Date{region.valid_to.days - 1};
}

boost::json::object to_json(const Regions& table, const FoundRegion& answer, bool converting) {
  const Region& region = *answer.region;
  boost::json::object object = brief(region);
  object["path"] = table.path_name(region.code, answer.seen_from);
  object["parent"] = region.parent;
  object["prefix"] = subtree_prefix(region.code);
  boost::json::array children;
  for (const Region* child : table.children(region.code, answer.seen_from)) {
    children.push_back(boost::json::object{{"code", child->code}, {"name", child->name}});
  }
  object["children"] = std::move(children);
  boost::json::array versions;
  for (const Region& version : table.versions(region.code)) versions.push_back(brief(version));
  object["versions"] = std::move(versions);
  if (!converting) return object;
  boost::json::array heirs;
  for (const auto& [heir, extent] : answer.heirs) {
    heirs.push_back(boost::json::object{
        {"code", heir->code}, {"name", heir->name}, {"extent", name_of(extent)}});
  }
  object["heirs"] = std::move(heirs);
  return object;
}

void print(std::ostream& out, Language language, const Regions& table, const FoundRegion& answer) {
  const Region& region = *answer.region;
  out << region.code << '\t' << table.path_name(region.code, answer.seen_from) << '\t'
      << title_of(region.kind).in(language) << '\t' << span_of(region) << '\n';
  for (const auto& [heir, extent] : answer.heirs) {
    out << "  → " << heir->code << '\t' << table.path_name(heir->code, heir->valid_from) << '\t'
        << title_of(extent).in(language) << '\n';
  }
}

}  // namespace

Result<int> answer_region(const Invocation& invocation) {
  Date on = china_date(now());
  if (invocation.has("on")) {
    ZH_TRY(on, parse_date(invocation.option("on")));
  }
  std::optional<Date> to;
  if (invocation.has("to")) {
    ZH_TRY(to, parse_date(invocation.option("to")));
  }
  ZH_TRY(const Regions table, load_regions(invocation.catalog));
  const std::string typed = invocation.argument("REGION");
  const auto regions = meant(table, typed, on);
  if (regions.empty()) return fail(region_unknown, to_text(on), typed, "GB/T 2260");

  boost::json::array answers;
  for (const Region* region : regions) {
    FoundRegion answer{region, day_within(*region, on), {}};
    if (to) {
      ZH_TRY(answer.heirs, table.convert(region->code, answer.seen_from, *to));
    }
    if (invocation.json) {
      answers.push_back(to_json(table, answer, to.has_value()));
    } else {
      print(*invocation.out, invocation.language, table, answer);
    }
  }
  if (invocation.json) {
    boost::json::object document{{"on", to_text(on)}, {"regions", std::move(answers)}};
    if (to) document["to"] = to_text(*to);
    *invocation.out << boost::json::serialize(document) << '\n';
  }
  return 0;
}

}  // namespace zhiheng::code
