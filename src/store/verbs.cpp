#include "store/verbs.h"

#include <boost/json.hpp>
#include <filesystem>
#include <ostream>

#include "store/distribution.h"
#include "store/files.h"
#include "store/store.h"

namespace zhiheng::store {
namespace {

namespace json = boost::json;

Location location_of(const Invocation& call, bool reading_only) {
  return {.folder = call.data, .database = call.database, .read_only = reading_only};
}

// Never the password of a database.
std::string name_of(const Invocation& call) {
  if (call.database.empty()) return call.data;
  const std::size_t at = call.database.rfind('@');
  const std::size_t slashes = call.database.find("://");
  if (at == std::string::npos || slashes == std::string::npos) return "PostgreSQL";
  return call.database.substr(0, slashes + 3) + call.database.substr(at + 1);
}

void answer(const Invocation& call, const json::object& document, const Words& sentence) {
  if (call.json) {
    *call.out << json::serialize(document) << '\n';
  } else {
    *call.out << sentence.in(call.language) << '\n';
  }
}

Result<int> backup(const Invocation& call) {
  const std::string file = call.argument("file");
  ZH_TRY(auto store, open(location_of(call, true)));
  ZH_DO(store->backup(file));
  std::error_code trouble;
  const auto size = std::filesystem::file_size(file, trouble);
  answer(call, {{"file", file}, {"bytes", size}, {"store", name_of(call)}},
         {"已备份到 " + file + "（" + std::to_string(size) + " 字节）",
          "backed up to " + file + " (" + std::to_string(size) + " bytes)"});
  return 0;
}

Result<int> restore_backup(const Invocation& call) {
  const std::string file = call.argument("file");
  ZH_DO(restore(file, location_of(call, false)));
  ZH_TRY(auto store, open(location_of(call, true)));
  ZH_TRY(const std::int64_t newest, store->newest_commit());
  answer(call, {{"file", file}, {"commits", newest}, {"store", name_of(call)}},
         {"已从 " + file + " 恢复，共 " + std::to_string(newest) + " 次提交",
          "restored from " + file + ", " + std::to_string(newest) + " commits"});
  return 0;
}

json::object as_json(const Audit& audit, std::int64_t files) {
  json::array broken;
  for (const Broken& one : audit.broken) {
    broken.push_back({{"table", one.table}, {"seq", one.seq}, {"what", one.what}});
  }
  return {{"versions", audit.versions},    {"files", files},
          {"commits", audit.commits},      {"head", to_hex(audit.head)},
          {"sound", audit.broken.empty()}, {"broken", std::move(broken)}};
}

Result<int> verify(const Invocation& call) {
  ZH_TRY(auto store, open(location_of(call, true)));
  ZH_TRY(const Audit audit, store->verify(call.interrupted));
  std::int64_t files = 0;
  ZH_DO(Files::of(*store).each([&](const KeptFile&) { return ++files > 0; }));
  if (!call.json) {
    for (const Broken& one : audit.broken) {
      *call.out << one.table << '\t' << one.seq << '\t' << one.what << '\n';
    }
  }
  const std::string counts_zh = std::to_string(audit.versions) + " 个版本、" +
                                std::to_string(audit.commits) + " 次提交、" +
                                std::to_string(files) + " 个文件";
  const std::string counts_en = std::to_string(audit.versions) + " versions in " +
                                std::to_string(audit.commits) + " commits, " +
                                std::to_string(files) + " files";
  const std::string head = to_hex(audit.head);
  if (audit.broken.empty()) {
    answer(call, as_json(audit, files),
           {counts_zh + "，全部完好；末次提交的链值：" + head,
            counts_en + ", all sound; hash of the newest commit: " + head});
    return 0;
  }
  const std::string broken = std::to_string(audit.broken.size());
  answer(call, as_json(audit, files),
         {counts_zh + "，发现 " + broken + " 处异常", counts_en + ", " + broken + " breaks found"});
  return 1;
}

Result<int> status(const Invocation& call) {
  ZH_TRY(auto store, open(location_of(call, true)));
  ZH_TRY(const std::int64_t newest, store->newest_commit());
  ZH_TRY(const auto head, store->commit_hash(newest));
  json::object records;
  std::string lines;
  for (const std::string& table : store->tables()) {
    ZH_TRY(const std::int64_t count, store->count({.table = table}));
    records[table] = count;
    lines += "\n" + table + "\t" + std::to_string(count);
  }
  const std::string engine = store->dialect() == Dialect::sqlite ? "SQLite" : "PostgreSQL";
  const std::string hash = head ? to_hex(*head) : std::string();
  answer(call,
         {{"store", name_of(call)},
          {"engine", engine},
          {"commits", newest},
          {"head", hash},
          {"records", std::move(records)}},
         {engine + "：" + name_of(call) + "，" + std::to_string(newest) + " 次提交" + lines,
          engine + ": " + name_of(call) + ", " + std::to_string(newest) + " commits" + lines});
  return 0;
}

Result<int> rebuild(const Invocation& call) {
  ZH_TRY(auto store, open(location_of(call, false)));
  json::array names;
  for (const std::string& table : store->tables()) {
    ZH_DO(store->rebuild(table));
    names.emplace_back(table);
  }
  store->settle();
  const std::string count = std::to_string(names.size());
  answer(call, {{"rebuilt", std::move(names)}},
         {"已重建 " + count + " 张表的当前版本索引",
          "rebuilt what is derived of " + count + " tables"});
  return 0;
}

Result<int> move_to_workers(const Invocation& call) {
  ZH_TRY(auto store, open(location_of(call, false)));
  const auto given = call.arguments.find("table");
  ZH_TRY(const auto moved, distribute(*store, given->second));
  json::array names(moved.begin(), moved.end());
  const std::string count = std::to_string(moved.size());
  answer(call, {{"distributed", std::move(names)}, {"store", name_of(call)}},
         {"已把 " + count + " 张表分布到各工作节点", "tables moved to the workers: " + count});
  return 0;
}

Argument file_argument(Words help) { return {.name = "file", .help = std::move(help)}; }

}  // namespace

std::vector<Verb> verbs() {
  return {
      {"backup",
       {"把整个数据库备份成一个文件", "copy the whole store into one file"},
       {file_argument({"备份文件", "the backup file"})},
       {},
       backup,
       {"备份时可以继续写入。同一种文件可恢复到 SQLite 或 PostgreSQL。加密字段的密钥不在备份中，"
        "请另行保管。",
        "Others may write meanwhile. The file can be restored into SQLite or PostgreSQL. The key "
        "of "
        "encrypted fields is not in it: keep it apart."}},
      {"restore",
       {"把备份恢复到空库", "put a backup into an empty store"},
       {file_argument({"备份文件", "the backup file"})},
       {},
       restore_backup,
       {}},
      {"audit verify",
       {"重算全部哈希，查找被改动或缺失的记录",
        "recompute every hash; find what was changed or is missing"},
       {},
       {},
       verify,
       {"有异常时退出码为 1，逐条列出表、序号和异常。把打印的链值另存他处，日后可证明此前的记录未被"
        "改写。",
        "Exits with 1 when something is broken and lists table, seq and what. Keep the printed "
        "hash "
        "elsewhere: it proves later that nothing before it was rewritten."}},
      {"store status",
       {"数据库概况：引擎、提交数、各表记录数", "the store at a glance: engine, commits, records"},
       {},
       {},
       status,
       {}},
      {"store rebuild",
       {"重建由版本推算出的部分", "make anew what is derived from the versions"},
       {},
       {},
       rebuild,
       {}},
      {"store distribute",
       {"把表连同记录分布到 Citus 工作节点",
        "move tables with their records to the workers of Citus"},
       {{.name = "table",
         .help = {"登记簿名称", "name of the register"},
         .required = true,
         .repeated = true}},
       {},
       move_to_workers,
       {"只用于已有记录的表；新表按数据库的设置 zhiheng.distributed 自动分布。其间他人不能写入，"
        "完成后请重启其他正在使用此库的程序。",
        "For tables that have records already: new ones follow the setting zhiheng.distributed of "
        "the database. Nobody can write meanwhile; start other programs that use the store anew "
        "afterwards."}},
  };
}

}  // namespace zhiheng::store
