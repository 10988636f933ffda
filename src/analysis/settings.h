#pragma once
// Settings of a method in one line each, and those that many methods have.

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "analysis/method.h"

namespace zhiheng::analysis {

[[nodiscard]] inline Setting setting_of(Setting::Kind kind, std::string name, std::string otherwise,
                                        Words help) {
  return {.name = std::move(name),
          .kind = kind,
          .otherwise = std::move(otherwise),
          .help = std::move(help)};
}

/// @param otherwise  "" for none
[[nodiscard]] inline Setting number_setting(std::string name, std::string otherwise, Words help) {
  return setting_of(Setting::Kind::number, std::move(name), std::move(otherwise), std::move(help));
}

[[nodiscard]] inline Setting whole_setting(std::string name, std::string otherwise, Words help) {
  return setting_of(Setting::Kind::whole, std::move(name), std::move(otherwise), std::move(help));
}

[[nodiscard]] inline Setting text_setting(std::string name, std::string otherwise, Words help) {
  return setting_of(Setting::Kind::text, std::move(name), std::move(otherwise), std::move(help));
}

[[nodiscard]] inline Setting flag_setting(std::string name, Words help) {
  return setting_of(Setting::Kind::flag, std::move(name), {}, std::move(help));
}

/// The first choice is the one taken when none is given.
[[nodiscard]] inline Setting choice_setting(std::string name, std::vector<std::string> choices,
                                            Words help) {
  Setting made =
      setting_of(Setting::Kind::choice, std::move(name), choices.front(), std::move(help));
  made.choices = std::move(choices);
  return made;
}

/// --threads, read by Call::threads().
[[nodiscard]] inline Setting threads_setting() {
  return whole_setting("threads", "1",
                       {"线程数；结果与之无关", "threads; the answer does not depend on them"});
}

/// Lists of settings as one, in their order.
[[nodiscard]] inline std::vector<Setting> joined(
    std::initializer_list<std::vector<Setting>> lists) {
  std::vector<Setting> all;
  for (const auto& list : lists) all.insert(all.end(), list.begin(), list.end());
  return all;
}

}  // namespace zhiheng::analysis
