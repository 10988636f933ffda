// Files of records: sent, listed, fetched in whole or in part, taken out.

#include "api/attachment_routes.h"

#include <charconv>
#include <filesystem>

#include "api/application.h"
#include "api/failures.h"
#include "api/json.h"
#include "catalog/attachments.h"
#include "content/mapped_file.h"
#include "registry/attachments.h"

namespace zhiheng::api {
namespace {

using catalog::Register;

Result<Response> listed(Application& application, Request& request, const Register& of,
                        int status) {
  ZH_TRY(const auto files,
         registry::Attachments(*application.registry).list(request.person, of, request.parts[1]));
  return json_response(json::object{{"attachments", registry::files_json(files)}}, status);
}

Result<Response> changed(Application& application, Request& request, const Register& of,
                         const registry::Answer& answer, int status) {
  ZH_TRY(Response response, listed(application, request, of, status));
  response.headers.emplace_back("ETag", "\"" + std::to_string(answer.version) + "\"");
  response.headers.emplace_back("Cache-Control", "private, no-cache");
  return response;
}

/// None: whichever is newest; adding a file overwrites nothing.
Result<std::optional<int>> version_seen(const Request& request) {
  if (request.header("if-match").empty()) return std::optional<int>();
  ZH_TRY(const int version, expected_version(request));
  return std::optional(version);
}

Result<Response> add(Application& application, Request& request, const Register& of) {
  ZH_TRY(const auto expected, version_seen(request));
  ZH_TRY(const auto file, content::MappedFile::open(request.body_file));
  ZH_TRY(const registry::Answer answer, registry::Attachments(*application.registry)
                                            .add(request.person, of, request.parts[1], expected,
                                                 {.field = request.parameter("field"),
                                                  .name = request.parameter("name"),
                                                  .bytes = file.bytes()}));
  const bool added = answer.outcome != store::Outcome::unchanged;
  return changed(application, request, of, answer, added ? 201 : 200);
}

Result<Response> remove(Application& application, Request& request, const Register& of) {
  ZH_TRY(const auto expected, version_seen(request));
  std::string reason = request.parameter("reason");
  if (!request.body.empty()) {
    ZH_TRY(const json::object body, body_object(request));
    reason = text_of(body, "reason");
  }
  ZH_TRY(const registry::Answer answer,
         registry::Attachments(*application.registry)
             .remove(request.person, of, request.parts[1], expected, request.parts[2], reason));
  return changed(application, request, of, answer, 200);
}

/// RFC 9110, 14.1.2: one range, the only form that downloads use.
struct Range {
  std::int64_t from = 0, length = 0;
  bool partial = false;
  bool fits = true;
};

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || rest != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

Range range_of(const Request& request, std::int64_t size, const std::string& tag) {
  Range range{.from = 0, .length = size};
  const std::string header = request.header("range");
  const std::string condition = request.header("if-range");
  const std::string_view text = header;
  const std::size_t dash = text.find('-');
  if (!text.starts_with("bytes=") || dash == std::string_view::npos ||
      text.find(',') != std::string_view::npos || (!condition.empty() && condition != tag)) {
    return range;
  }
  const auto first = number(text.substr(6, dash - 6));
  const auto last = number(text.substr(dash + 1));
  if (dash == 6 && last) {  // "-500": the last ones
    range.length = std::min(*last, size);
    range.from = size - range.length;
  } else if (first && (last || dash + 1 == text.size())) {
    range.from = *first;
    range.length = std::min(last.value_or(size - 1), size - 1) - *first + 1;
  } else {
    return range;
  }
  range.partial = true;
  range.fits = range.length > 0 && range.from < size;
  return range;
}

// RFC 5987: what is not a letter, a digit or one of a few signs is a byte in hexadecimal.
std::string encoded(std::string_view text) {
  static constexpr std::string_view plain = "!#$&+-.^_`|~";
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string made;
  for (const char c : text) {
    const bool letter = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const auto byte = static_cast<unsigned char>(c);
    if (letter || plain.find(c) != std::string_view::npos) {
      made += c;
    } else {
      made.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
  }
  return made;
}

}  // namespace

std::string disposition(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  const std::string ending = dot == std::string::npos ? "" : name.substr(dot);
  return "attachment; filename=\"file" + ending + "\"; filename*=UTF-8''" + encoded(name);
}

namespace {

Result<Response> fetch(Application& application, Request& request, const Register& of) {
  ZH_TRY(const registry::Attachment file,
         registry::Attachments(*application.registry)
             .find(request.person, of, request.parts[1], request.parts[2]));
  const std::string tag = "\"" + file.digest + "\"";
  const Range range = range_of(request, file.size, tag);
  Response response;
  response.type = file.media.empty() ? "application/octet-stream" : file.media;
  response.headers = {{"Content-Disposition", disposition(file.name)},
                      {"Content-Security-Policy", "default-src 'none'; sandbox"},
                      {"Accept-Ranges", "bytes"},
                      {"ETag", tag},
                      {"Cache-Control", "private, no-cache"}};
  if (request.header("if-none-match") == tag) {
    response.status = 304;
    return response;
  }
  const std::string size = std::to_string(file.size);
  if (!range.fits) {
    response.status = 416;
    response.headers.emplace_back("Content-Range", "bytes */" + size);
    return response;
  }
  if (range.partial) {
    response.status = 206;
    response.headers.emplace_back("Content-Range",
                                  "bytes " + std::to_string(range.from) + "-" +
                                      std::to_string(range.from + range.length - 1) + "/" + size);
  }
  response.stream = [&application, file, range](const Sink& sink) {
    return registry::Attachments(*application.registry).read(file, range.from, range.length, sink);
  };
  return response;
}

}  // namespace

std::vector<Route> attachment_routes(Application& application) {
  Application* const with = &application;
  using Run = Result<Response> (*)(Application&, Request&, const Register&);
  const auto route = [with](const char* method, const char* pattern, Run run, bool changes = false,
                            bool upload = false) {
    return Route{
        .method = method,
        .pattern = pattern,
        .access = changes ? Access::logged_in : Access::everyone,
        .upload = upload,
        .changes = changes,
        .largest_body = upload
                            ? static_cast<std::uint64_t>(
                                  catalog::attachments_of(with->catalog->folder)->rules.largest())
                            : 0,
        .run = [with, run](Request& request) -> Result<Response> {
          ZH_TRY(const Register* const of, with->registry->find_register(request.parts[0]));
          return run(*with, request, *of);
        }};
  };
  static constexpr const char* all = "/api/registers/{register}/records/{id}/attachments";
  static constexpr const char* one = "/api/registers/{register}/records/{id}/attachments/{digest}";
  return {
      route("GET", all,
            [](Application& application_, Request& request, const Register& of) {
              return listed(application_, request, of, 200);
            }),
      route("POST", all, add, true, true),
      route("GET", one, fetch),
      route("DELETE", one, remove, true),
  };
}

}  // namespace zhiheng::api
