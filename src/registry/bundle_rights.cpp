// Whether what somebody puts is theirs to write, as it is and as it would become.

#include <optional>

#include "registry/bundle.h"
#include "registry/failures.h"

namespace zhiheng::registry {
namespace {

/// Neither the firm's own nor the person's to handle.
Error not_reached(const Access& access, const catalog::Register& of) {
  const bool own = access.writes.own;
  return {&not_own, own ? of.holder : of.handler, "", own ? access.company : access.user};
}

/// Where the person may write.
struct OwnRegion {
  const Access& access;
  std::size_t position;  ///< of the field that says where a record lies
  std::string prefix;    ///< how the codes of regions there begin

  OwnRegion(const Access& limited, const catalog::Register& of)
      : access(limited),
        position(*of.position(of.region_field)),
        prefix(of.expression_fields()[position].prefix(limited.region)) {}

  [[nodiscard]] bool holds(const Value& value) const {
    const auto* code = std::get_if<std::string>(&value);
    return code != nullptr && access.may_write_in(*code, prefix);
  }
};

}  // namespace

void refuse_foreign(const Access& access, const Bundle& bundle,
                    const std::vector<std::vector<Value>>& present) {
  const catalog::Register& of = bundle.of;
  std::optional<OwnRegion> own;
  if (!access.region.empty() && !of.region_field.empty()) own.emplace(access, of);
  for (std::size_t i = 0; i < bundle.entries.size(); ++i) {
    if (present[i].empty()) continue;
    if (own && !own->holds(present[i][own->position])) {
      bundle.answers[i].errors = {{&outside_region, of.region_field, "", own->prefix + "…"}};
    } else if (!access.reaches(access.writes, of, present[i])) {
      bundle.answers[i].errors = {not_reached(access, of)};
    }
  }
}

void judge_region(const Access& access, const Bundle& bundle,
                  const std::vector<std::vector<Value>>& present) {
  const catalog::Register& of = bundle.of;
  if (of.region_field.empty()) {
    // Parts follow their whole, see judge_targets. Else nobody can tell whose the record would be.
    if (!of.parent.empty() || of.all_regions) return;
    for (std::size_t i = 0; i < bundle.entries.size(); ++i) {
      if (bundle.is_good(i)) {
        bundle.answers[i].errors.push_back({&outside_region, of.name, "", access.region});
      }
    }
    return;
  }
  const OwnRegion own(access, of);
  for (std::size_t i = 0; i < bundle.entries.size(); ++i) {
    const Value* given = bundle.value(i, of.region_field);
    const Value* now = present[i].empty() ? nullptr : &present[i][own.position];
    const Value* after = given != nullptr ? given : now;
    if (!bundle.is_good(i) || (after != nullptr && own.holds(*after))) continue;
    bundle.answers[i].errors.push_back({&outside_region, of.region_field,
                                        after == nullptr ? "" : to_text(*after), own.prefix + "…"});
  }
}

void judge_holding(const Access& access, const Bundle& bundle,
                   const std::vector<std::vector<Value>>& present) {
  const catalog::Register& of = bundle.of;
  for (std::size_t i = 0; i < bundle.entries.size(); ++i) {
    std::vector<Value> after(of.fields.size());
    for (std::size_t field = 0; field < after.size(); ++field) {
      const Value* given = bundle.value(i, of.fields[field].name);
      if (given != nullptr) {
        after[field] = *given;
      } else if (!present[i].empty()) {
        after[field] = present[i][field];
      }
    }
    if (!present[i].empty() && !access.reaches(access.writes, of, present[i])) continue;
    if (!access.reaches(access.writes, of, after)) {
      bundle.answers[i].errors.push_back(not_reached(access, of));
    } else if (!present[i].empty() && !access.writes_freely(of, present[i], bundle.states[i])) {
      bundle.answers[i].errors.push_back(
          {&handed_in, of.name, bundle.states[i], of.initial_state()});
    }
  }
}

}  // namespace zhiheng::registry
