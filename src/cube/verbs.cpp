#include "cube/verbs.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <ostream>
#include <thread>

#include "cube/cube.h"
#include "cube/failures.h"
#include "cube/projection.h"
#include "expr/expr.h"

namespace zhiheng::cube {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;

struct Opened {
  std::shared_ptr<const catalog::Catalog> catalog;
  std::unique_ptr<store::Store> store;
  std::unique_ptr<Cube> cube;
};

Result<Opened> open(const Invocation& call) {
  auto loaded = catalog::load(catalog::find_folder(call.catalog));
  if (!loaded.catalog) return std::unexpected(loaded.errors.front());
  Opened opened;
  opened.catalog = loaded.catalog;
  const store::Location location{.folder = call.data, .database = call.database};
  ZH_TRY(opened.store, store::open(location));
  const Engine engine = call.database.empty() ? Engine::duckdb : Engine::postgresql;
  ZH_TRY(opened.cube, cube::open(opened.catalog, *opened.store, location, engine));
  return opened;
}

/// A line on the terminal that says how far it is.
class Progress {
 public:
  Progress(const Invocation& call, const Cube& cube, std::int64_t newest) {
    if (!call.terminal || newest == 0) return;
    thread_ = std::jthread([&call, &cube, newest](const std::stop_token& stop) {
      while (!stop.stop_requested()) {
        *call.messages << "\r" << cube.position() * 100 / newest << " %" << std::flush;
        std::this_thread::sleep_for(200ms);
      }
      *call.messages << "\r      \r" << std::flush;
    });
  }

 private:
  std::jthread thread_;
};

Result<json::object> describe(Opened& opened, const Invocation& call) {
  ZH_TRY(const auto newest, opened.store->newest_commit());
  json::object registers;
  for (const auto& relation : relations(*opened.catalog, *opened.store)) {
    ZH_TRY(const auto table,
           opened.cube->query({"SELECT count(*) FROM " + expr::quoted(relation.name), {}},
                              call.interrupted));
    registers[relation.name] = std::get<std::int64_t>(table.rows.at(0).at(0));
  }
  return json::object{
      {"engine", opened.cube->dialect() == Dialect::duckdb ? "duckdb" : "postgresql"},
      {"place", opened.cube->place()},
      {"position", opened.cube->position()},
      {"newest_commit", newest},
      {"records", std::move(registers)}};
}

void print(const Invocation& call, const json::object& status) {
  if (call.json) {
    *call.out << json::serialize(status) << "\n";
    return;
  }
  const bool zh = call.language == Language::zh;
  const auto line = [&](const char* chinese, const char* english, const json::value& value) {
    *call.out << (zh ? chinese : english) << "\t"
              << (value.is_string() ? std::string(value.as_string()) : json::serialize(value))
              << "\n";
  };
  line("引擎", "engine", status.at("engine"));
  line("位置", "place", status.at("place"));
  line("已含提交", "commits included", status.at("position"));
  line("最新提交", "newest commit", status.at("newest_commit"));
  for (const auto& [name, records] : status.at("records").as_object()) {
    *call.out << std::string(name) << "\t" << json::serialize(records) << "\n";
  }
}

Result<int> status(const Invocation& call) {
  ZH_TRY(auto opened, open(call));
  ZH_DO(opened.cube->refresh(call.interrupted));
  ZH_TRY(const auto found, describe(opened, call));
  print(call, found);
  return 0;
}

Result<int> rebuild(const Invocation& call) {
  ZH_TRY(auto opened, open(call));
  ZH_TRY(const auto newest, opened.store->newest_commit());
  {
    const Progress progress(call, *opened.cube, newest);
    ZH_DO(opened.cube->rebuild(call.interrupted));
  }
  ZH_TRY(const auto found, describe(opened, call));
  print(call, found);
  return 0;
}

}  // namespace

std::vector<Verb> verbs() {
  return {{.path = "cube status",
           .help = {"统计库的位置、进度和各登记册记录数",
                    "where the cube is, how far it got, and how many records it has"},
           .arguments = {},
           .options = {},
           .run = status},
          {.path = "cube rebuild",
           .help = {"丢弃统计库并由变更记录重建",
                    "throw the cube away and build it from the change feed"},
           .arguments = {},
           .options = {},
           .run = rebuild,
           .description = {"统计库可随时重建，不含任何唯一的数据。",
                           "Nothing is lost: the cube holds no data of its own."}}};
}

}  // namespace zhiheng::cube
