#pragma once
// Questions about the chain as they come in by HTTP. Inside of this room only.

#include "api/application.h"
#include "base/verb.h"

namespace zhiheng::trace {
class ServedChain;
}

namespace zhiheng::api {

/// A question with the parameters that its address takes: those of trace_parameters(question).
struct Asking {
  const char* question;
  const char* identifier = nullptr;  ///< the parameter that stands for the verb's argument
};

/// From the address, or from the body of what is sent.
/// @fails  api.wrong_parameter, api.malformed_body
[[nodiscard]] Result<Invocation> read_question(const Application& application,
                                               const Request& request, const Asking& asking);

/// @fails  api.unexpected when the server keeps none
[[nodiscard]] Result<trace::ServedChain*> served_chain(Application& application);

std::vector<Route> recall_routes(Application& application);

}  // namespace zhiheng::api
