// The built pages, and index.html for every address that the single-page program itself knows.

#include <filesystem>
#include <fstream>
#include <iterator>

#include "api/application.h"
#include "api/failures.h"

namespace zhiheng::api {

namespace fs = std::filesystem;

namespace {

std::string type_of(const fs::path& file) {
  static const std::map<std::string, std::string> types = {
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".ico", "image/x-icon"},
      {".woff2", "font/woff2"},
      {".txt", "text/plain; charset=utf-8"}};
  const auto found = types.find(file.extension().string());
  return found == types.end() ? "application/octet-stream" : found->second;
}

// Inside the folder after all links and dots are resolved; nothing outside is ever served.
std::optional<fs::path> inside(const fs::path& folder, const std::string& path) {
  std::error_code error;
  const fs::path root = fs::weakly_canonical(folder, error);
  fs::path file = fs::weakly_canonical(root / path.substr(1), error);
  if (error || !fs::is_regular_file(file, error)) return std::nullopt;
  const auto [root_end, ignored] =
      std::mismatch(root.begin(), root.end(), file.begin(), file.end());
  if (root_end != root.end()) return std::nullopt;
  return file;
}

// Where the build puts files: /assets/…, and a few beside index.html ("/favicon.ico").
bool is_place_of_files(std::string_view path) {
  if (path.starts_with("/assets/")) return true;
  const bool at_the_top = path.find('/', 1) == std::string_view::npos;
  return at_the_top && path.find('.') != std::string_view::npos;
}

}  // namespace

Result<Response> static_file(const Application& application, const Request& request) {
  if (request.path.starts_with("/api/") || request.path.starts_with("/epcis/")) {
    return fail(no_such_route, request.path);
  }
  if (request.method != "GET") return fail(no_such_route, request.path, request.method, "GET");
  if (application.web_folder.empty()) return fail(no_such_route, request.path);
  auto file = inside(application.web_folder, request.path);
  const bool asset = file && request.path.starts_with("/assets/");
  // Addresses of pages may hold a dot ("/registers/recall/by-key/GB1.2"): only what asks for a file
  // of the built pages by its place is told that there is none.
  if (!file && !is_place_of_files(request.path)) {
    file = inside(application.web_folder, "/index.html");
  }
  if (!file) return fail(no_such_route, request.path);
  std::ifstream stream(*file, std::ios::binary);
  Response response;
  response.body.assign(std::istreambuf_iterator<char>(stream), {});
  response.type = type_of(*file);
  if (asset) {
    // Their names carry a digest of the content.
    response.headers.emplace_back("Cache-Control", "public, max-age=31536000, immutable");
    response.headers.emplace_back("ETag", "\"" + file->filename().string() + "\"");
  }
  return response;
}

}  // namespace zhiheng::api
