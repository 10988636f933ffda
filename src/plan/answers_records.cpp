// The commands about plans on record: load, list, status, targets, matrix, escalate, example.

#include <algorithm>
#include <cstdlib>
#include <ostream>

#include "base/text.h"
#include "cube/cube.h"
#include "plan/answers.h"
#include "plan/cascade.h"
#include "plan/documents.h"
#include "plan/example.h"
#include "plan/plan_file.h"
#include "plan/printing.h"
#include "registry/opened.h"

namespace zhiheng::plan {
namespace {

int number_of(const std::string& text) {
  const bool digits =
      !text.empty() && text.size() < 6 && text.find_first_not_of("0123456789") == text.npos;
  return digits ? std::atoi(text.c_str()) : 0;
}

/// The day of --today; the fixed day of example data; else the clock's in China.
Result<Date> today_of(const Invocation& call, store::Store& store) {
  if (call.has("today")) return parse_date(call.option("today"));
  return today(store);
}

Result<StatusQuery> query_of(const Invocation& call, registry::Opened& opened) {
  StatusQuery query;
  query.document = call.argument("PLAN");
  query.region = call.option("region");
  query.department = call.option("department");
  query.due_days = number_of(call.option("due"));
  ZH_TRY(query.today, today_of(call, *opened.store));
  if (!query.document.empty()) {
    ZH_DO(document(*opened.registry, registry::local_operator(), query.document));
  }
  return query;
}

Result<std::unique_ptr<cube::Cube>> cube_of(const Invocation& call, registry::Opened& opened) {
  const auto engine = call.database.empty() ? cube::Engine::duckdb : cube::Engine::postgresql;
  ZH_TRY(auto cube, cube::open(opened.catalog, *opened.store, opened.location, engine));
  ZH_DO(cube->refresh(call.interrupted));
  return cube;
}

Result<std::vector<TargetProgress>> targets_of(const Invocation& call, registry::Opened& opened,
                                               const StatusQuery& query) {
  ZH_TRY(const auto cube, cube_of(call, opened));
  ProgressQuery asked;
  asked.document = query.document;
  asked.region = query.region;
  asked.today = query.today;
  asked.interrupted = call.interrupted;
  return target_progress(*opened.registry, registry::local_operator(), *cube, asked);
}

}  // namespace

Result<Date> today(store::Store& store) {
  ZH_TRY(const auto fixed, store.get("program", "today"));
  if (fixed) return parse_date(*fixed);
  return china_date(now());
}

Result<int> answer_load(const Invocation& call) {
  ZH_TRY(const Lexicon lexicon, Lexicon::load(catalog::find_folder(call.catalog)));
  ZH_TRY(const Plan plan, read_plan(call.argument("FILE"), lexicon));
  ZH_TRY(const auto opened, registry::open(call));
  const LoadOptions options{.region = call.option("region"),
                            .year = number_of(call.option("year")),
                            .suffix = call.option("name"),
                            .upper = call.option("upper"),
                            .anew = call.has("anew")};
  ZH_TRY(const auto report,
         load(*opened.registry, registry::local_operator(), lexicon, plan.text.source(), options));
  if (call.json) {
    *call.out << to_json(report) << '\n';
  } else {
    print(*call.out, report, call.language);
  }
  return 0;
}

Result<int> answer_list(const Invocation& call) {
  ZH_TRY(const auto opened, registry::open(call));
  ZH_TRY(const auto plans,
         documents(*opened.registry, registry::local_operator(), call.option("region")));
  if (call.json) {
    *call.out << to_json(plans) << '\n';
    return 0;
  }
  for (const auto& plan : plans) {
    *call.out << plan.code << '\t' << plan.title << '\t' << plan.number << '\n';
  }
  return 0;
}

Result<int> answer_status(const Invocation& call) {
  ZH_TRY(auto opened, registry::open(call));
  ZH_TRY(const auto query, query_of(call, opened));
  ZH_TRY(const auto found, status(*opened.registry, registry::local_operator(), query));
  ZH_TRY(const auto targets, targets_of(call, opened, query));
  if (call.json) {
    *call.out << with_targets(found, targets) << '\n';
  } else {
    print(*call.out, found, call.language);
    print(*call.out, targets, call.language);
  }
  return 0;
}

Result<int> answer_targets(const Invocation& call) {
  ZH_TRY(auto opened, registry::open(call));
  ZH_TRY(const auto query, query_of(call, opened));
  ZH_TRY(const auto targets, targets_of(call, opened, query));
  if (call.json) {
    *call.out << to_json(targets) << '\n';
  } else {
    print(*call.out, targets, call.language);
  }
  return 0;
}

Result<int> answer_matrix(const Invocation& call) {
  ZH_TRY(auto opened, registry::open(call));
  const auto person = registry::local_operator();
  std::string code = call.argument("PLAN");
  if (code.empty()) {
    ZH_TRY(const auto plans, documents(*opened.registry, person, ""));
    if (!plans.empty()) code = plans.front().code;
  }
  const bool by_region = call.option("by", "authority") == "region";
  if (by_region) {
    ZH_TRY(const auto matrix, region_matrix(*opened.registry, person, code));
    if (call.json) {
      *call.out << to_json(matrix) << '\n';
    } else {
      print(*call.out, matrix, call.language);
    }
    return 0;
  }
  ZH_TRY(const auto matrix, authority_matrix(*opened.registry, person, code));
  if (call.json) {
    *call.out << to_json(matrix) << '\n';
  } else {
    print(*call.out, matrix, call.language);
  }
  return 0;
}

Result<int> answer_escalate(const Invocation& call) {
  ZH_TRY(auto opened, registry::open(call));
  ZH_TRY(const auto query, query_of(call, opened));
  ZH_TRY(const std::size_t proposed,
         propose_escalations(*opened.registry, registry::local_operator(), query));
  if (call.json) {
    *call.out << "{\"proposed\":" << proposed << "}\n";
  } else {
    *call.out << (call.language == Language::zh ? "新提出督办事项 " : "proposed ") << proposed
              << '\n';
  }
  return 0;
}

Result<int> answer_example(const Invocation& call) {
  ZH_TRY(auto opened, registry::open(call));
  ZH_TRY(const Lexicon lexicon, Lexicon::load(opened.catalog->folder));
  ZH_TRY(const auto loaded, load_example(*opened.registry, lexicon, call.argument("FOLDER"),
                                         call.option("region", "620000")));
  if (call.json) {
    *call.out << "{\"records\":" << loaded << "}\n";
  } else {
    *call.messages << "+" << loaded << '\n';
  }
  return 0;
}

}  // namespace zhiheng::plan
