#include "document/verbs.h"

#include <boost/json.hpp>
#include <fstream>
#include <ostream>

#include "document/document.h"
#include "document/failures.h"
#include "registry/file_verbs.h"
#include "registry/opened.h"

namespace zhiheng::document {
namespace {

namespace json = boost::json;

/// The record that a command names.
struct Named {
  registry::Opened opened;
  const catalog::Register* of = nullptr;
  std::string id;

  static Result<Named> in(const Invocation& call) {
    Named made;
    ZH_TRY(made.opened, registry::open(call));
    ZH_TRY(made.of, made.opened.registry->find_register(call.argument("REGISTER")));
    std::vector<std::string> columns;
    ZH_TRY(const auto record,
           registry::find_record(made.opened, *made.of, call.argument("RECORD"), columns));
    made.id = record.id;
    return made;
  }
};

Language language_of(const Invocation& call) {
  return call.option("language", "zh") == "en" ? Language::en : Language::zh;
}

Result<int> list_notices(const Invocation& call) {
  ZH_TRY(auto named, Named::in(call));
  ZH_TRY(
      const auto notices,
      Documents(*named.opened.registry).possible(registry::local_operator(), *named.of, named.id));
  json::array all;
  for (const auto* notice : notices) {
    all.push_back({{"name", notice->name},
                   {"title", notice->title.in(call.language)},
                   {"source", notice->source},
                   {"verified", notice->verified}});
    if (!call.json) {
      *call.out << notice->name << '\t' << notice->title.in(call.language) << '\t' << notice->source
                << '\n';
    }
  }
  if (call.json) *call.out << json::serialize(json::object{{"notices", std::move(all)}}) << '\n';
  return 0;
}

Result<int> write_notice(const Invocation& call) {
  ZH_TRY(auto named, Named::in(call));
  const std::string path = call.argument("FILE");
  std::string format = path.substr(std::min(path.rfind('.') + 1, path.size()));
  ZH_TRY(const Made made,
         Documents(*named.opened.registry)
             .make(registry::local_operator(), *named.of, named.id, call.argument("NOTICE"),
                   call.option("format", format), language_of(call)));
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << made.bytes;
  out.close();
  if (!out) return fail(cannot_write, path);
  if (call.json) {
    *call.out << json::serialize(json::object{
                     {"file", path}, {"media", made.media}, {"bytes", made.bytes.size()}})
              << '\n';
  }
  return 0;
}

Result<int> keep_notice(const Invocation& call) {
  ZH_TRY(auto named, Named::in(call));
  ZH_TRY(const auto answer, Documents(*named.opened.registry)
                                .keep(registry::local_operator(), *named.of, named.id,
                                      call.argument("NOTICE"), language_of(call)));
  if (call.json) {
    *call.out << json::serialize(json::object{{"record", named.id}, {"version", answer.version}})
              << '\n';
  }
  return 0;
}

}  // namespace

std::vector<Verb> verbs() {
  const Argument of = {.name = "REGISTER", .help = {"登记册名称", "name of the register"}};
  const Argument record = {.name = "RECORD",
                           .help = {"记录标识，或自然键", "its id, or its natural key"}};
  const Argument notice = {.name = "NOTICE",
                           .help = {"notice list 列出的名称", "as notice list shows it"}};
  const Option language = {
      .name = "language", .value = "zh|en", .help = {"文书语言，默认 zh", "zh by default"}};
  return {
      {.path = "notice list",
       .help = {"可由记录制作的文书", "documents that can be made of a record"},
       .arguments = {of, record},
       .options = {},
       .run = list_notices},
      {.path = "notice write",
       .help = {"制作文书并写入文件", "make a document and write it to a file"},
       .arguments = {of,
                     record,
                     notice,
                     {.name = "FILE",
                      .help = {"写到哪里；扩展名决定格式",
                               "where to; its ending gives the format"}}},
       .options = {language,
                   {.name = "format",
                    .value = "html|docx|pdf",
                    .help = {"格式，默认取扩展名", "the ending of the file by default"}}},
       .run = write_notice},
      {.path = "notice keep",
       .help = {"制作 PDF 文书并存为记录的附件", "make a PDF and keep it among the record's files"},
       .arguments = {of, record, notice},
       .options = {language},
       .run = keep_notice},
  };
}

}  // namespace zhiheng::document
