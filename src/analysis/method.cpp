#include "analysis/method.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>

#include "analysis/failures.h"
#include "analysis/methods.h"

namespace zhiheng::analysis {

namespace {

std::string wanted_by(const Setting& setting) {
  switch (setting.kind) {
    case Setting::Kind::number:
      return "0.5";
    case Setting::Kind::whole:
      return "0, 1, 2";
    case Setting::Kind::flag:
      return "true, false";
    case Setting::Kind::choice: {
      std::string all;
      for (const std::string& choice : setting.choices) {
        all.append(all.empty() ? "" : ", ").append(choice);
      }
      return all;
    }
    case Setting::Kind::text:
    case Setting::Kind::table:
      break;
  }
  return "...";
}

bool fits(const Setting& setting, const std::string& value) {
  const auto number = number_of(value);
  switch (setting.kind) {
    case Setting::Kind::number:
      return number && std::abs(*number) <= 1e50;
    case Setting::Kind::whole:
      return number && *number == std::floor(*number) && std::abs(*number) < 9e15;
    case Setting::Kind::flag:
      return value == "true" || value == "false";
    case Setting::Kind::choice:
      return std::ranges::find(setting.choices, value) != setting.choices.end();
    case Setting::Kind::text:
    case Setting::Kind::table:
      break;
  }
  return !value.empty();
}

}  // namespace

const Table* Call::table(const std::string& name) const {
  const auto found = tables.find(name);
  return found == tables.end() ? nullptr : &found->second;
}

bool Call::has(const std::string& setting) const { return settings.contains(setting); }

double Call::number(const std::string& setting) const { return *number_of(settings.at(setting)); }

std::int64_t Call::whole(const std::string& setting) const {
  return static_cast<std::int64_t>(number(setting));
}

bool Call::flag(const std::string& setting) const {
  const auto found = settings.find(setting);
  return found != settings.end() && found->second == "true";
}

const std::string& Call::text(const std::string& setting) const { return settings.at(setting); }

stat::Threads Call::threads() const {
  if (!has("threads")) return {1, interrupted};
  return {static_cast<int>(std::clamp<std::int64_t>(whole("threads"), 0, 1024)), interrupted};
}

Result<void> Call::go_on() const {
  if (stat::is_set(interrupted)) return fail(analysis::interrupted, in().name());
  return {};
}

std::unexpected<Error> Call::refuse(const std::string& setting, std::string wanted) const {
  const auto found = settings.find(setting);
  return fail(setting_wrong, "--" + setting, found == settings.end() ? "" : found->second,
              std::move(wanted));
}

Result<std::string> Call::declared(const std::string& file) const {
  const std::string path = catalog + "/" + file;
  std::ifstream stream(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (!stream.is_open() || stream.bad()) return fail(file_unreadable, path);
  return text;
}

Result<Answer> Call::echo(const std::vector<std::string>& names) const {
  Answer answer;
  std::vector<std::string> all = names;
  for (const std::string& name : keep) {
    if (std::ranges::find(all, name) == all.end()) all.push_back(name);
  }
  for (const std::string& name : all) {
    ZH_TRY(const std::size_t at, in().column(name));
    answer.add(name, in().texts(at));
  }
  return answer;
}

Result<std::map<std::string, std::string>> settings_of(
    const Method& method, const std::map<std::string, std::string>& given) {
  std::map<std::string, std::string> all;
  for (const Setting& setting : method.settings) {
    if (setting.kind != Setting::Kind::table && !setting.otherwise.empty()) {
      all[setting.name] = setting.otherwise;
    }
  }
  for (const auto& [name, value] : given) {
    const auto setting = std::ranges::find(method.settings, name, &Setting::name);
    if (setting == method.settings.end()) return fail(setting_unknown, method.name, "--" + name);
    if (!fits(*setting, value)) {
      return fail(setting_wrong, "--" + name, value, wanted_by(*setting));
    }
    all[name] = value;
  }
  return all;
}

const std::vector<Method>& methods() {
  static const std::vector<Method> all = [] {
    std::vector<Method> joined;
    for (auto* list : {share_methods,
                       rate_methods,
                       funnel_methods,
                       comparison_methods,
                       effect_methods,
                       series_methods,
                       chart_methods,
                       variables_chart_methods,
                       shrinkage_methods,
                       acceptance_methods,
                       switching_methods,
                       net_content_methods,
                       satisfaction_methods,
                       satisfaction_resampling_methods,
                       outbreak_methods,
                       farrington_methods,
                       disproportionality_methods,
                       agreement_methods,
                       proficiency_methods,
                       measurement_methods,
                       uncertainty_methods,
                       reliability_methods,
                       scan_methods,
                       clustering_methods,
                       survey_methods,
                       survey_share_methods,
                       survey_model_methods,
                       linkage_methods,
                       text_methods,
                       efficiency_methods,
                       composite_methods,
                       weight_methods}) {
      std::ranges::move(list(), std::back_inserter(joined));
    }
    return joined;
  }();
  return all;
}

Result<const Method*> find_method(std::string_view name) {
  const auto found = std::ranges::find(methods(), name, &Method::name);
  if (found == methods().end()) {
    return fail(method_unknown, std::string(name), {}, "zhiheng stat --help");
  }
  return &*found;
}

}  // namespace zhiheng::analysis
