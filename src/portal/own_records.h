#pragma once
// The records whose holder is the firm of an account, as that account may see them.

#include <span>
#include <string>
#include <vector>

#include "registry/registry.h"

namespace zhiheng::portal {

/// A record with everything that the firm may see of it.
struct OwnValues {
  std::string id = {}, state = {};
  /// In the order of Register::step_fields; what is not for the firm is null.
  std::vector<Value> all = {};
};

/// The account has rights on rows of its own here, rather than on rows in general.
[[nodiscard]] bool is_own(const registry::Registry& registry, const registry::Person& person,
                          const catalog::Register& of);

/// "holder = '91…'".
[[nodiscard]] std::string own_filter(const catalog::Register& of, const std::string& company);

/// States from which one of the person's roles takes a step.
[[nodiscard]] std::vector<std::string> states_to_act_in(const catalog::Register& of,
                                                        const registry::Person& person);

/// Those that were changed last, as many as capacity.toml says.
/// @param states  empty: any
[[nodiscard]] Result<std::vector<OwnValues>> own_records(registry::Registry& registry,
                                                         const registry::Person& person,
                                                         const catalog::Register& of,
                                                         std::span<const std::string> states);

[[nodiscard]] std::string title_of(const catalog::Register& of, const OwnValues& values);

}  // namespace zhiheng::portal
