// Every role, register and row against every way to read: what the grants do not show is shown
// nowhere, and what is hidden looks like what never was. Another way is a line in a table.

#include "api/access_matrix.h"

#include <chrono>
#include <functional>

#include "registry/personal_access.h"

namespace zhiheng::api {
namespace {

/// An address about a register, or about one of its rows.
struct Way {
  const char* name;
  std::function<std::string(const Register& of, const std::string& id, const std::string& key)>
      path;
  std::string query = {};
  /// Everybody asks, and a row that is seen must be there; else one role of every kind asks, and it
  /// may be there.
  bool plain = false;
};

const std::vector<Way> lists = {
    {"list", [](auto& of, auto&, auto&) { return at(of, "/records"); }, "limit=1000&count=1", true},
    {"search", [](auto& of, auto&, auto&) { return at(of, "/records"); }, "search=matrix"},
    {"overdue", [](auto& of, auto&, auto&) { return at(of, "/records"); }, "due=overdue"},
    {"csv", [](auto& of, auto&, auto&) { return at(of, "/export"); }, "format=csv"},
    {"ndjson", [](auto& of, auto&, auto&) { return at(of, "/export"); }, "format=ndjson"},
};
const std::vector<Way> of_rows = {
    {"show", [](auto& of, auto& id, auto&) { return at(of, "/records/" + id); }, "", true},
    {"look up", [](auto& of, auto&, auto& key) { return at(of, "/lookup/" + key); }, "", true},
    {"history", [](auto& of, auto& id, auto&) { return at(of, "/records/" + id + "/history"); }},
    {"documents",
     [](auto& of, auto& id, auto&) { return at(of, "/records/" + id + "/documents"); }},
};

class AccessWays : public AccessMatrix {
 protected:
  void look_at_lists(const Somebody& who, const Register& of, const Way& way) {
    const auto& ids = rows_.at(&of).ids;
    const std::string text = said(get(who, way.path(of, "", ""), way.query));
    ++looked_at_;
    ASSERT_EQ(leaks(who, text), std::vector<std::string>());
    for (std::size_t i = 0; way.plain && i < ids.size(); ++i) {
      ASSERT_EQ(text.find(ids[i]) != std::string::npos, sees(who, of, i)) << " row " << i;
    }
  }

  void look_at_row(const Somebody& who, const Register& of, std::size_t i, const Way& way) {
    const std::string& id = rows_.at(&of).ids[i];
    const std::string& key = rows_.at(&of).keys[i];
    Response response = get(who, way.path(of, id, key), way.query);
    ++looked_at_;
    if (sees(who, of, i)) {
      if (way.plain) {
        ASSERT_EQ(response.status, 200);
      }
      // What a row is linked with is shown with it.
      ASSERT_EQ(leaks(who, said(std::move(response))), std::vector<std::string>());
      return;
    }
    ++hidden_;
    const std::string& asked = std::string_view(way.name) == "look up" ? key : id;
    const std::string other = never(asked);
    ASSERT_EQ(looks(std::move(response), asked),
              looks(get(who, way.path(of, other, other), way.query), other));
  }

  void look(const Somebody& who, const Register& of, bool plain) {
    for (const auto& way : lists) {
      if (way.plain != plain) continue;
      SCOPED_TRACE(way.name);
      look_at_lists(who, of, way);
    }
    for (const auto& way : of_rows) {
      if (way.plain != plain) continue;
      for (std::size_t i = 0; i < rows_.at(&of).ids.size(); ++i) {
        SCOPED_TRACE(way.name + std::to_string(i));
        look_at_row(who, of, i, way);
      }
    }
  }

  int looked_at_ = 0;
  int hidden_ = 0;
};

TEST_P(AccessWays, NoListExportSearchOrPageShowsWhatTheGrantsDoNot) {
  ASSERT_EQ(rows_.size(), application_.catalog->registers.size());
  // The log of what was read comes first, before what is read here stands in it by its ids.
  std::vector<const Register*> registers = {
      application_.catalog->find_register(registry::personal_access_log)};
  for (const auto& [of, rows] : rows_) {
    if (of != registers.front()) registers.push_back(of);
  }
  for (const auto* of : registers) {
    for (const bool plain : {true, false}) {
      if (!plain && !in_sample(*of)) continue;
      for (const auto* who : plain ? askers(*of) : one_of_each(*of)) {
        SCOPED_TRACE(of->name + " as " + who->role->name);
        look(*who, *of, plain);
        if (HasFatalFailure()) return;
      }
    }
  }
  EXPECT_GT(looked_at_, embedded() ? 60'000 : 8'000);
  EXPECT_GT(hidden_, embedded() ? 10'000 : 1'000);
}

TEST_P(AccessWays, NoWorkbookHoldsWhatTheGrantsDoNotShow) {
  int opened = 0;
  for (const auto& [of, rows] : rows_) {
    if (!in_sample(*of)) continue;
    // What was read here is on record there by its ids.
    if (of->name == registry::personal_access_log) continue;
    for (const auto* who : one_of_each(*of)) {
      SCOPED_TRACE(of->name + " as " + who->role->name);
      Response response = get(*who, at(*of, "/export"), "format=xlsx");
      if (response.status != 200) continue;
      const std::string sheet = unpacked(said(std::move(response)));
      ASSERT_NE(sheet.find("<sheetData"), std::string::npos);
      ASSERT_EQ(leaks(*who, sheet), std::vector<std::string>());
      for (std::size_t i = 1; i < rows.ids.size() && support::telling_field(*of) != nullptr; ++i) {
        if (!expected(*who, *of, i).internal) continue;
        ASSERT_NE(sheet.find(support::matrix_key(of->name, i)), std::string::npos) << i;
      }
      ++opened;
    }
  }
  EXPECT_GT(opened, embedded() ? 300 : 60);
}

// Terms are told inside and to the firm itself; but everybody could ask for the published records
// whose terms had run out.
TEST_P(AccessWays, OnlyThoseInsideAreToldWhatIsOverdue) {
  const auto& of = *application_.catalog->find_register("certificate");
  ASSERT_EQ(of.holder, "body_code");
  const std::vector<std::string> columns = {"number", "region", "body_code", "next_audit_on"};
  std::vector<store::Draft> drafts(2);
  drafts[0].values = {std::string("late-own"), std::string("620102"), std::string(mine),
                      make_date(2020, 1, 1)};
  drafts[1].values = {std::string("late-other"), std::string("620102"), std::string(others),
                      make_date(2020, 1, 1)};
  ASSERT_TRUE(application_.store->write({.user = "test"}, of.name, columns, std::move(drafts)));
  const auto told = [&](const char* role) {
    const std::string text = said(get(somebody(role), at(of, "/records"), "due=overdue"));
    return std::pair(text.find("late-own") != std::string::npos,
                     text.find("late-other") != std::string::npos);
  };
  EXPECT_NE(said(get(somebody("public"), at(of, "/records"))).find("late-other"), std::string::npos)
      << "published";
  EXPECT_EQ(told("officer"), std::pair(true, true));
  EXPECT_EQ(told("public"), std::pair(false, false));
  EXPECT_EQ(told("certification_body"), std::pair(true, false));
}

// The shortest of many, asked in turns, so that a busy machine does not decide.
TEST_P(AccessWays, WhatIsHiddenTakesNoLongerThanWhatNeverWas) {
  const auto& of = *application_.catalog->find_register("complaint");
  const auto& who = somebody("officer");
  const std::string hidden = rows_.at(&of).ids[2];
  ASSERT_FALSE(sees(who, of, 2));
  const auto time_of = [&](const std::string& id) {
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(get(who, at(of, "/records/" + id)).status, 404);
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

ZH_ON_BOTH_ENGINES(AccessWays);

}  // namespace
}  // namespace zhiheng::api
