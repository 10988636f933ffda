#include "base/verb.h"

namespace zhiheng {

std::string Invocation::option(const std::string& name, std::string otherwise) const {
  const auto found = options.find(name);
  if (found == options.end() || found->second.empty()) return otherwise;
  return found->second.front();
}

std::string Invocation::argument(const std::string& name) const {
  const auto found = arguments.find(name);
  if (found == arguments.end() || found->second.empty()) return {};
  return found->second.front();
}

}  // namespace zhiheng
