// Every role, register and row against every way out of the interface: what the grants do not show
// is shown nowhere, and what is hidden looks like what never was. Another way out is a line in a
// table.

#include "support/access_matrix.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <set>

#include "api/routes_fixture.h"
#include "registry/attachments.h"
#include "registry/open_session.h"
#include "support/sample_files.h"

namespace zhiheng::api {
namespace {

using catalog::Register;
using support::MatrixRows;

constexpr const char* mine = "91620102MA0000007A";
constexpr const char* others = "91620102MA0000008B";

/// An address about a register, or about one of its rows.
struct Way {
  const char* name;
  std::function<std::string(const Register& of, const std::string& id, const std::string& key)>
      path;
  std::string query = {};
  bool shows_ids = false;  ///< then a row that is seen must be there, not only may
};

std::string at(const Register& of, const std::string& rest) {
  return "/api/registers/" + of.name + rest;
}

const std::vector<Way> lists = {
    {"list", [](auto& of, auto&, auto&) { return at(of, "/records"); }, "limit=1000", true},
    {"search", [](auto& of, auto&, auto&) { return at(of, "/records"); },
     "search=matrix&limit=1000"},
    {"overdue", [](auto& of, auto&, auto&) { return at(of, "/records"); },
     "due=overdue&limit=1000"},
    {"csv", [](auto& of, auto&, auto&) { return at(of, "/export"); }, "format=csv"},
    {"ndjson", [](auto& of, auto&, auto&) { return at(of, "/export"); }, "format=ndjson"},
};
const std::vector<Way> of_rows = {
    {"show", [](auto& of, auto& id, auto&) { return at(of, "/records/" + id); }, "", true},
    {"look up", [](auto& of, auto&, auto& key) { return at(of, "/lookup/" + key); }, "", true},
    {"history", [](auto& of, auto& id, auto&) { return at(of, "/records/" + id + "/history"); }},
    {"files", [](auto& of, auto& id, auto&) { return at(of, "/records/" + id + "/attachments"); }},
    {"file",
     [](auto& of, auto& id, auto&) {
       return at(of, "/records/" + id + "/attachments/" + std::string(64, 'a'));
     }},
};
/// What is about no register by itself: nothing hidden may turn up here either.
const std::vector<std::pair<const char*, const char*>> elsewhere = {
    {"/api/work", ""},  {"/api/home", "region=620000"}, {"/api/plans", ""},
    {"/api/tasks", ""}, {"/api/tasks/calendar", ""},    {"/metrics", ""}};

class AccessMatrix : public Routes {
 protected:
  struct Somebody {
    const catalog::Role* role = nullptr;
    registry::Person person;
    std::map<std::string, std::string> headers;
  };

  void SetUp() override {
    Routes::SetUp();
    if (HasFatalFailure()) return;
    for (const auto& of : application_.catalog->registers) {
      if (support::fits_matrix(of)) {
        rows_.emplace(&of, support::write_matrix_rows(*application_.store, of, mine, others));
      }
    }
    for (const auto& role : application_.catalog->roles) {
      Somebody one{.role = &role, .person = {}, .headers = {}};
      if (role.name != "public") {
        std::string user = role.name;
        std::ranges::replace(user, '_', '-');
        one.person = {
            .user = user, .name = user, .roles = {role.name}, .region = "620100", .company = mine};
        ASSERT_TRUE(application_.people->add(one.person, "a long password"));
        const auto token = registry::open_session(*application_.store,
                                                  application_.catalog->security, user, now());
        ASSERT_TRUE(token);
        one.headers = {{"authorization", "Bearer " + *token}};
      }
      people_.push_back(std::move(one));
    }
  }

  std::string said(Response response) {
    std::string text = std::move(response.body);
    if (response.stream) {
      EXPECT_TRUE(response.stream([&](std::string_view piece) {
        text += piece;
        return true;
      }));
    }
    return text;
  }
  Response get(const Somebody& who, const std::string& path, const std::string& query) {
    return ask({"GET", path, query, "", who.headers});
  }

  /// Status, headers and body without the number of the answer and without what was asked for.
  std::string looks(Response response, const std::string& asked_for) {
    std::string text = std::to_string(response.status) + "\n";
    for (const auto& [name, value] : response.headers) text += name + ": " + value + "\n";
    text += said(std::move(response));
    for (auto from = text.find("urn:uuid:"); from != std::string::npos;
         from = text.find("urn:uuid:", from + 1)) {
      text.replace(from, std::string("urn:uuid:").size() + 36, "urn:uuid:…");
    }
    for (auto from = text.find(asked_for); from != std::string::npos; from = text.find(asked_for)) {
      text.replace(from, asked_for.size(), "…");
    }
    return text;
  }

  static std::string never(std::string id) {
    id.back() = id.back() == '0' ? '1' : '0';
    return id;
  }

  [[nodiscard]] static bool administers(const catalog::Role& role, const Register& of) {
    return std::ranges::any_of(role.grants, [&](const catalog::Grant& grant) {
      const bool all = !of.restricted &&
                       (grant.register_name == "*" || grant.register_name == "family:" + of.family);
      return (all || grant.register_name == of.name) &&
             std::ranges::find(grant.actions, catalog::Action::administer) != grant.actions.end();
    });
  }

  [[nodiscard]] bool sees(const Somebody& who, const Register& of, const MatrixRows& rows,
                          std::size_t row) const {
    return rows.expected(*application_.catalog, *who.role, of, who.person, row).seen;
  }

  std::map<const Register*, MatrixRows> rows_;
  std::vector<Somebody> people_;
};

TEST_F(AccessMatrix, NoListExportSearchOrPageShowsWhatTheGrantsDoNot) {
  int looked_at = 0;
  int hidden = 0;
  for (const auto& [of, rows] : rows_) {
    for (const auto& who : people_) {
      SCOPED_TRACE(of->name + " as " + who.role->name);
      for (const auto& way : lists) {
        const std::string text = said(get(who, way.path(*of, "", ""), way.query));
        for (std::size_t i = 0; i < rows.ids.size(); ++i) {
          const bool seen = sees(who, *of, rows, i);
          const bool there = text.find(rows.ids[i]) != std::string::npos ||
                             text.find(rows.keys[i]) != std::string::npos;
          ASSERT_TRUE(seen || !there) << way.name << " shows row " << i;
          if (way.shows_ids) {
            ASSERT_EQ(there, seen) << way.name << " row " << i;
          }
          ++looked_at;
        }
      }
      for (std::size_t i = 0; i < rows.ids.size(); ++i) {
        const bool seen = sees(who, *of, rows, i);
        hidden += seen ? 0 : 1;
        for (const auto& way : of_rows) {
          Response response = get(who, way.path(*of, rows.ids[i], rows.keys[i]), way.query);
          ++looked_at;
          if (seen) {
            if (way.shows_ids) {
              ASSERT_EQ(response.status, 200) << way.name << i;
            }
            continue;
          }
          const std::string other_id = never(rows.ids[i]);
          const std::string other_key = rows.keys[i] + "0";
          const bool by_key = std::string_view(way.name) == "look up";
          ASSERT_EQ(looks(std::move(response), by_key ? rows.keys[i] : rows.ids[i]),
                    looks(get(who, way.path(*of, other_id, other_key), way.query),
                          by_key ? other_key : other_id))
              << way.name << i;
        }
      }
    }
  }
  EXPECT_GT(looked_at, 100'000);
  EXPECT_GT(hidden, 5'000);
}

// Changing what is hidden is refused like changing what never was.
TEST_F(AccessMatrix, ChangesDoNotTellWhatIsHidden) {
  int compared = 0;
  for (const auto& [of, rows] : rows_) {
    const std::string step = of->steps.empty() ? "any" : of->steps.front().name;
    for (const auto& who : people_) {
      for (const std::size_t i : {std::size_t{1}, std::size_t{2}}) {
        if (sees(who, *of, rows, i)) continue;
        SCOPED_TRACE(of->name + " as " + who.role->name);
        auto headers = who.headers;
        headers["if-match"] = "\"1\"";
        const auto changes = [&](const std::string& id) {
          std::string text;
          const std::string path = at(*of, "/records/" + id);
          text += looks(ask({"PATCH", path, "", R"({"values":{},"reason":"x"})", headers}), id);
          text += looks(ask({"DELETE", path, "", R"({"reason":"x"})", headers}), id);
          text += looks(ask({"POST", path + "/steps", "",
                             R"({"step":")" + step + R"(","reason":"x"})", headers}),
                        id);
          text += looks(ask({"DELETE", path + "/attachments/" + std::string(64, 'a'), "",
                             R"({"reason":"x"})", headers}),
                        id);
          return text;
        };
        ASSERT_EQ(changes(rows.ids[i]), changes(never(rows.ids[i])));
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 3'000);
}

// A file is fetched by whoever sees its record and its field, and by nobody else; what is not for
// somebody looks like what never was.
TEST_F(AccessMatrix, FilesAreForThoseWhoSeeTheirRecordAndField) {
  registry::Attachments files(*application_.registry);
  const registry::Person system{.user = "system", .system = true};
  int fetched = 0;
  int hidden = 0;
  for (const auto& [of, rows] : rows_) {
    for (const auto& field : of->fields) {
      if (field.type != catalog::FieldType::attachment || !field.kinds.empty()) continue;
      for (std::size_t i = 0; i < rows.ids.size(); ++i) {
        const std::string text = of->name + field.name + std::to_string(i);
        ASSERT_TRUE(files.add(system, *of, rows.ids[i], {},
                              {.field = field.name, .name = "a.png", .bytes = support::png(text)}));
        const auto all = files.list(system, *of, rows.ids[i]);
        ASSERT_TRUE(all);
        const std::string digest = all->back().digest;
        const std::string path = at(*of, "/records/" + rows.ids[i] + "/attachments/");
        for (const auto& who : people_) {
          SCOPED_TRACE(text + " as " + who.role->name);
          const auto access = application_.registry->access(who.person, *of);
          std::vector<Value> values(of->fields.size());
          if (rows.by_holder)
            values[*of->position(of->holder)] = std::string(i == 0 ? mine : others);
          const bool may = sees(who, *of, rows, i) && access.on(*of, values).sees(field);
          Response response = get(who, path + digest, "");
          ASSERT_EQ(response.status, may ? 200 : 404);
          const bool listed =
              said(get(who, at(*of, "/records/" + rows.ids[i] + "/attachments"), ""))
                  .find(digest) != std::string::npos;
          ASSERT_EQ(listed, may);
          ++(may ? fetched : hidden);
          if (may) {
            ASSERT_EQ(said(std::move(response)), support::png(text));
          } else if (!sees(who, *of, rows, i)) {
            const std::string never_path =
                at(*of, "/records/" + never(rows.ids[i]) + "/attachments/");
            ASSERT_EQ(looks(std::move(response), rows.ids[i]),
                      looks(get(who, never_path + digest, ""), never(rows.ids[i])));
          }
        }
      }
    }
  }
  EXPECT_GT(fetched, 200);
  EXPECT_GT(hidden, 500);
}

// Whoever is named for a step may take it, and nobody else, on every register. What is sent fits no
// version, so nothing changes: those who may are told that, the others that they may not.
TEST_F(AccessMatrix, StepsAreForTheRolesTheyName) {
  int allowed = 0;
  int refused = 0;
  for (const auto& [of, rows] : rows_) {
    for (const auto& who : people_) {
      const auto found = rows.expected(*application_.catalog, *who.role, *of, who.person, 0);
      auto headers = who.headers;
      headers["if-match"] = "\"99\"";
      for (const auto& step : of->steps) {
        const bool named = std::ranges::find(step.roles, who.role->name) != step.roles.end();
        const bool taken_by_people =
            step.roles.empty() || step.roles.front() != "system" || step.roles.size() > 1;
        const bool may =
            taken_by_people && (administers(*who.role, *of) ||
                                (step.roles.empty() ? found.writes : named && found.internal));
        const auto status = ask({"POST", at(*of, "/records/" + rows.ids[0] + "/steps"), "",
                                 R"({"step":")" + step.name + R"(","reason":"x"})", headers})
                                .status;
        const bool was_refused = status == 401 || status == 403 || status == 404;
        ASSERT_EQ(was_refused, !may)
            << of->name << " " << step.name << " as " << who.role->name << ": " << status;
        ASSERT_GE(status, 400) << "nothing may change";
        ++(may ? allowed : refused);
      }
    }
  }
  EXPECT_GT(allowed, 1'000);
  EXPECT_GT(refused, 20'000);
}

// Numbers lead to records: for each indicator, one role of every kind that its register tells
// apart.
TEST_F(AccessMatrix, NoIndicatorLeadsToWhatIsHidden) {
  ASSERT_TRUE(application_.cube->refresh());
  int asked = 0;
  for (const auto& indicator : application_.catalog->indicators) {
    const auto* of = application_.catalog->find_register(indicator.register_name);
    const auto rows = rows_.find(of);
    if (rows == rows_.end()) continue;
    std::set<std::vector<bool>> kinds;
    for (const auto& who : people_) {
      std::vector<bool> kind;
      for (std::size_t i = 0; i < 3; ++i) kind.push_back(sees(who, *of, rows->second, i));
      if (!kinds.insert(kind).second) continue;
      const std::string path = "/api/indicators/" + indicator.name;
      const std::string text =
          said(get(who, path + "/records", "")) + said(get(who, path + "/export", "format=csv"));
      ++asked;
      for (std::size_t i = 0; i < 3; ++i) {
        const bool there = text.find(rows->second.ids[i]) != std::string::npos ||
                           text.find(rows->second.keys[i]) != std::string::npos;
        ASSERT_TRUE(kind[i] || !there)
            << indicator.name << " as " << who.role->name << " row " << i;
      }
    }
  }
  EXPECT_GT(asked, 100);
}

TEST_F(AccessMatrix, NothingHiddenTurnsUpElsewhere) {
  for (const auto& who : people_) {
    for (const auto& [path, query] : elsewhere) {
      const std::string text = said(get(who, path, query));
      if (text.find("matrix-") == std::string::npos) continue;
      for (const auto& [of, rows] : rows_) {
        for (std::size_t i = 0; i < 3; ++i) {
          ASSERT_TRUE(sees(who, *of, rows, i) || text.find(rows.keys[i]) == std::string::npos)
              << path << " as " << who.role->name << " shows " << rows.keys[i];
        }
      }
    }
  }
}

// The shortest of many, asked in turns, so that a busy machine does not decide.
TEST_F(AccessMatrix, WhatIsHiddenTakesNoLongerThanWhatNeverWas) {
  const auto* of = application_.catalog->find_register("complaint");
  ASSERT_TRUE(rows_.contains(of));
  const auto who = std::ranges::find_if(
      people_, [](const Somebody& one) { return one.role->name == "officer"; });
  const std::string hidden = rows_.at(of).ids[2];
  ASSERT_FALSE(sees(*who, *of, rows_.at(of), 2));
  const auto time_of = [&](const std::string& id) {
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(get(*who, at(*of, "/records/" + id), "").status, 404);
    return std::chrono::steady_clock::now() - start;
  };
  auto of_hidden = time_of(hidden);
  auto of_never = time_of(never(hidden));
  for (int i = 0; i < 400; ++i) {
    of_hidden = std::min(of_hidden, time_of(hidden));
    of_never = std::min(of_never, time_of(never(hidden)));
  }
  const double ratio =
      static_cast<double>(of_hidden.count()) / static_cast<double>(of_never.count());
  EXPECT_LT(ratio, 1.5);
  EXPECT_GT(ratio, 0.67);
}

}  // namespace
}  // namespace zhiheng::api
