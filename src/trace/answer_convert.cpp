#include <filesystem>
#include <fstream>
#include <ostream>

#include "base/date.h"
#include "base/sentence.h"
#include "trace/answers.h"
#include "trace/convert.h"
#include "trace/failures.h"

namespace zhiheng::trace {
namespace {

namespace fs = std::filesystem;

/// Where the converted file goes: a file of the source's name when there are several.
fs::path target_of(const std::string& file, const std::string& out, bool several, Syntax syntax) {
  if (!several) return out;
  return (fs::path(out) / fs::path(file).filename())
      .replace_extension(syntax == Syntax::json ? ".jsonld" : ".xml");
}

void tell(const Invocation& call, const std::string& file, const std::vector<Error>& errors) {
  for (const Error& error : errors) {
    *call.messages << file << ": " << error.where << ": " << said(error, call.language) << '\n';
  }
}

Result<bool> convert_one(const Invocation& call, const std::string& file,
                         const Conversion& conversion, bool several) {
  const std::string out = call.option("out");
  std::ofstream target;
  const fs::path path = out.empty() ? fs::path() : target_of(file, out, several, conversion.syntax);
  if (!path.empty()) {
    // A file that is its own target would be cut off before it is read.
    std::error_code ignored;
    if (fs::equivalent(path, file, ignored)) return fail(answer_not_written, path.string());
    target.open(path, std::ios::binary);
    if (!target) return fail(answer_not_written, path.string());
  }
  std::ostream& to = path.empty() ? *call.out : target;
  ZH_TRY(const Converted converted, convert_file(file, conversion, to));
  to.flush();
  if (!to) return fail(answer_not_written, path.string());
  tell(call, file, converted.document.errors);
  tell(call, file, converted.refused);
  tell(call, file, converted.warnings);
  return converted.document.valid && converted.written == converted.document.events;
}

}  // namespace

Result<int> answer_convert(const Invocation& call) {
  Conversion conversion;
  const std::string form = call.option("to");
  if (form != "json" && form != "xml") return fail(form_unknown, "--to", form, "json | xml");
  conversion.syntax = form == "json" ? Syntax::json : Syntax::xml;
  conversion.lenient = call.has("lenient");
  conversion.made_on = to_china_text(now());
  const std::vector<std::string>& files = call.arguments.at("FILE");
  const bool several = files.size() > 1;
  if (several && !fs::is_directory(call.option("out"))) {
    return fail(answer_not_written, "--out", call.option("out"), "DIRECTORY");
  }
  bool whole = true;
  for (const std::string& file : files) {
    ZH_TRY(const bool converted, convert_one(call, file, conversion, several));
    whole = whole && converted;
    if (call.interrupted != nullptr && *call.interrupted) return fail(interrupted, file);
  }
  return whole ? 0 : 1;
}

}  // namespace zhiheng::trace
