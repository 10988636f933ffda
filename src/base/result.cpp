#include "base/result.h"

namespace zhiheng {

std::unexpected<Error> fail(const Failure& failure, std::string where, std::string found,
                            std::string wanted) {
  return std::unexpected(Error{&failure, std::move(where), std::move(found), std::move(wanted)});
}

std::string describe(const Error& error) {
  std::string line;
  if (error.failure != nullptr) {
    line.append(error.failure->id).append(": ").append(error.failure->sentence);
  }
  if (!error.where.empty()) line.append("; at ").append(error.where);
  if (!error.found.empty()) line.append("; found ").append(error.found);
  if (!error.wanted.empty()) line.append("; wanted ").append(error.wanted);
  return line;
}

}  // namespace zhiheng
