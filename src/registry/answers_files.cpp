// The commands for files of records.

#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <ostream>

#include "content/failures.h"
#include "content/mapped_file.h"
#include "registry/attachments.h"
#include "registry/file_verbs.h"
#include "registry/opened.h"

namespace zhiheng::registry {

namespace json = boost::json;

json::array files_json(const std::vector<Attachment>& files) {
  json::array all;
  for (const auto& file : files) {
    json::object made = {{"field", file.field}, {"digest", file.digest}, {"name", file.name},
                         {"type", file.type},   {"media", file.media},   {"size", file.size}};
    if (file.added_at) {
      made["added_by"] = file.added_by;
      made["added_at"] = to_china_text(*file.added_at);
    }
    if (file.removed_at) {
      made["removed_by"] = file.removed_by;
      made["removed_at"] = to_china_text(*file.removed_at);
      made["removed_for"] = file.removed_for;
    }
    all.push_back(std::move(made));
  }
  return all;
}

namespace {

/// The record that a command names.
struct Named {
  Opened opened;
  const catalog::Register* of = nullptr;
  std::string id;

  static Result<Named> in(const Invocation& call) {
    Named made;
    ZH_TRY(made.opened, open(call));
    ZH_TRY(made.of, made.opened.registry->find_register(call.argument("REGISTER")));
    std::vector<std::string> columns;
    ZH_TRY(const auto record, find_record(made.opened, *made.of, call.argument("RECORD"), columns));
    made.id = record.id;
    return made;
  }
};

/// The field that a command names, or the only one that the register has.
Result<std::string> field_of(const Invocation& call, const catalog::Register& of) {
  if (call.has("field")) return call.option("field");
  std::vector<std::string> fields;
  for (const auto& field : of.fields) {
    if (field.type == catalog::FieldType::attachment) fields.push_back(field.name);
  }
  if (fields.size() == 1) return fields.front();
  std::string wanted;
  for (const auto& name : fields) wanted.append(wanted.empty() ? "" : " | ").append(name);
  return fail(content::no_place, "--field", "", wanted);
}

Result<void> print_files(const Invocation& call, Named& named) {
  Attachments files(*named.opened.registry);
  ZH_TRY(const auto all, files.list(local_operator(), *named.of, named.id));
  if (call.json) {
    *call.out << json::serialize(json::object{{"attachments", files_json(all)}}) << '\n';
    return {};
  }
  const bool chinese = call.language == Language::zh;
  for (const auto& file : all) {
    *call.out << file.digest << '\t' << file.field << '\t' << file.name << '\t' << file.size << '\t'
              << file.added_by;
    if (file.removed_at) {
      *call.out << '\t' << (chinese ? "已移除：" : "removed: ") << file.removed_for;
    }
    *call.out << '\n';
  }
  return {};
}

Result<int> add(const Invocation& call) {
  ZH_TRY(auto named, Named::in(call));
  ZH_TRY(const auto field, field_of(call, *named.of));
  const std::string path = call.argument("FILE");
  ZH_TRY(const auto file, content::MappedFile::open(path));
  ZH_TRY([[maybe_unused]] const auto answer,
         Attachments(*named.opened.registry)
             .add(local_operator(), *named.of, named.id, {},
                  {.field = field, .name = call.option("name", path), .bytes = file.bytes()}));
  ZH_DO(print_files(call, named));
  return 0;
}

Result<int> list(const Invocation& call) {
  ZH_TRY(auto named, Named::in(call));
  ZH_DO(print_files(call, named));
  return 0;
}

Result<int> get(const Invocation& call) {
  ZH_TRY(auto named, Named::in(call));
  Attachments files(*named.opened.registry);
  ZH_TRY(const auto file,
         files.find(local_operator(), *named.of, named.id, call.argument("DIGEST")));
  const std::string path = call.argument("FILE");
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  ZH_DO(files.read(file, 0, file.size, [&](std::string_view bytes) {
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return out.good();
  }));
  out.close();
  if (!out) return fail(content::cannot_read, path);
  if (call.json) *call.out << json::serialize(files_json({file})) << '\n';
  return 0;
}

Result<int> remove(const Invocation& call) {
  ZH_TRY(auto named, Named::in(call));
  ZH_TRY([[maybe_unused]] const auto answer,
         Attachments(*named.opened.registry)
             .remove(local_operator(), *named.of, named.id, {}, call.argument("DIGEST"),
                     call.option("reason")));
  ZH_DO(print_files(call, named));
  return 0;
}

}  // namespace

std::vector<Verb> file_verbs() {
  const Argument of = {.name = "REGISTER", .help = {"登记册名称", "name of the register"}};
  const Argument record = {.name = "RECORD",
                           .help = {"记录标识，或自然键（各部分用 | 连接）",
                                    "its id, or its natural key, parts joined with |"}};
  const Argument digest = {.name = "DIGEST",
                           .help = {"file list 列出的摘要值", "the digest as file list shows it"}};
  return {
      {.path = "file add",
       .help = {"为记录添加附件", "add a file to a record"},
       .arguments = {of, record, {.name = "FILE", .help = {"文件", "the file"}}},
       .options = {{.name = "field",
                    .value = "FIELD",
                    .help = {"附件字段；只有一个时可省略",
                             "attachment field, when there are several"}},
                   {.name = "name",
                    .value = "NAME",
                    .help = {"显示的文件名，默认为原名", "name shown, its own by default"}}},
       .run = add,
       .description = {"类型按内容判断；允许的类型和大小见 catalog/attachments.toml。",
                       "Types are told by content; which are accepted, and how large, stands in "
                       "catalog/attachments.toml."}},
      {.path = "file list",
       .help = {"列出记录的附件及其来历", "list the files of a record and who added them"},
       .arguments = {of, record},
       .options = {},
       .run = list},
      {.path = "file get",
       .help = {"取出一个附件", "fetch one of them"},
       .arguments = {of, record, digest, {.name = "FILE", .help = {"写到哪里", "where to"}}},
       .options = {},
       .run = get},
      {.path = "file remove",
       .help = {"从记录中移除附件；历史中仍保留",
                "take a file out of a record; its history keeps it"},
       .arguments = {of, record, digest},
       .options =
           {{.name = "reason", .value = "TEXT", .help = {"为什么移除", "why"}, .required = true}},
       .run = remove},
  };
}

}  // namespace zhiheng::registry
