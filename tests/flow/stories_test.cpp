// Stories of the people who do the work, told over HTTP against a running server whose clock the
// story sets. The files stories/*.story are read; docs of their few words:
//
//   story: …                  begins with an empty store and nobody
//   clock 2025-09-26T09:00    it is then, in China; the next words begin at that time
//   people                    the accounts of the table: name, role, region, company, unit; before
//                             anything else is done
//   as NAME                   who does what follows; "as anyone" is not logged in
//   file REGISTER             a record for each line of the table
//   change REGISTER KEY       with the values of the table
//   take STEP REGISTER KEY    with the values of the table, if there is one
//     ! FIELD ID              these must be refused, for exactly these reasons
//     ! STATUS                the whole request is refused with this status
//   see REGISTER KEY          the record: "state", or values; a member that is missing reads "-"
//   steps REGISTER KEY        what may be done next: name
//   clocks REGISTER KEY       what runs: name, standing, due_on
//   links REGISTER KEY        what hangs together: register, direction, key, state
//   history REGISTER KEY      versions, a line each
//   list REGISTER [QUERY]     a line per record, as the query says
//   work                      one's work list: group, register, key, clock, due_on
//   run WORDS                 the program with these words beside the server; must end well
//   ask INDICATOR [QUERY]     points, a line each
#include <filesystem>
#include <map>
#include <memory>

#include "base/date.h"
#include "flow/scenario.h"
#include "support/source.h"

namespace zhiheng::flow {
namespace {

namespace fs = std::filesystem;

constexpr const char* password = "a long password";

bool is_empty(const std::string& cell) { return cell.empty() || cell == "-"; }

/// Elements of an array, whatever is missing on the way.
json::array elements(const json::object& of, std::string_view name) {
  const auto* found = of.if_contains(name);
  return found != nullptr && found->is_array() ? found->get_array() : json::array();
}

class Story {
 public:
  explicit Story(Place& place) : place_(place) {}

  void act(const Action& action);

 private:
  void set_clock(const std::string& moment);
  void add_people(const Action& action);
  void write(const Action& action);
  void look(const Action& action);
  void work(const Action& action);

  Served& served();
  const Caller& caller();
  [[nodiscard]] std::string records(const std::string& of) const {
    return "/api/registers/" + of + "/records";
  }
  HttpAnswer looked_up(const std::string& of, const std::string& key) {
    return caller().get("/api/registers/" + of + "/lookup/" + encoded(key));
  }

  Place& place_;
  std::unique_ptr<Served> served_;
  std::map<std::string, Caller> callers_;
  std::string name_ = "anyone";
};

Served& Story::served() {
  if (!served_) served_ = std::make_unique<Served>(place_);
  return *served_;
}

const Caller& Story::caller() {
  auto found = callers_.find(name_);
  if (found == callers_.end()) {
    found = callers_
                .emplace(name_,
                         name_ == "anyone" ? served().anyone() : served().log_in(name_, password))
                .first;
  }
  return found->second;
}

void Story::set_clock(const std::string& moment) {
  place_.set_clock(moment + ":00+08:00");
  callers_.clear();  // sessions end within a day
}

void Story::add_people(const Action& action) {
  EXPECT_EQ(served_, nullptr) << "people come before what they do";
  const std::string secret = place_.write("password", std::string(password) + "\n");
  const Cells& columns = action.table.front();
  for (std::size_t row = 1; row < action.table.size(); ++row) {
    std::vector<std::string> words = {"user", "add"};
    for (std::size_t at = 0; at < columns.size(); ++at) {
      const std::string& cell = action.table[row][at];
      if (is_empty(cell)) continue;
      if (columns[at] != "name") words.push_back("--" + columns[at]);
      words.push_back(cell);
    }
    words.insert(words.end(), {"--password-file", secret});
    const Ran ran = place_.run(words);
    EXPECT_EQ(ran.code, 0) << action.table[row].front() << ran.messages;
  }
}

json::object values_of(const Action& action, std::size_t row) {
  json::object values;
  if (action.table.size() <= row) return values;
  for (std::size_t at = 0; at < action.table.front().size(); ++at) {
    const std::string& cell = action.table[row][at];
    if (!is_empty(cell)) values[action.table.front()[at]] = cell;
  }
  return values;
}

void judge(const Action& action, const HttpAnswer& answer) {
  if (action.refusals.empty()) {
    EXPECT_TRUE(answer.status == 200 || answer.status == 201)
        << answer.status << " " << answer.body;
    return;
  }
  const json::object problem = parsed(answer.body);
  Cells refused;
  for (const auto& error : elements(problem, "errors")) {
    refused.push_back(shown(&error.at("field")) + " " + shown(&error.at("id")));
  }
  if (action.refusals.front() == std::to_string(answer.status)) return;
  EXPECT_GE(answer.status, 400) << answer.body;
  EXPECT_EQ(refused, action.refusals) << answer.status << " " << answer.body;
}

void Story::write(const Action& action) {
  const std::string& what = action.words.front();
  if (what == "file") {
    for (std::size_t row = 1; row < action.table.size(); ++row) {
      judge(action,
            caller().send("POST", records(action.words[1]), {{"values", values_of(action, row)}}));
    }
    return;
  }
  const bool step = what == "take";
  const std::string& of = action.words[step ? 2 : 1];
  const auto found = looked_up(of, action.words[step ? 3 : 2]);
  if (found.status != 200) return judge(action, found);
  const json::object record = parsed(found.body);
  const std::string address = records(of) + "/" + std::string(record.at("id").as_string());
  const std::string match = "If-Match: " + found.headers.at("etag");
  const json::object values = values_of(action, 1);
  if (step) {
    judge(action,
          caller().send("POST", address + "/steps",
                        {{"step", action.words[1]}, {"reason", "story"}, {"values", values}},
                        {match}));
  } else {
    judge(action,
          caller().send("PATCH", address, {{"values", values}, {"reason", "story"}}, {match}));
  }
}

void Story::look(const Action& action) {
  const std::string& what = action.words.front();
  const auto found = looked_up(action.words[1], action.words[2]);
  if (found.status != 200) return judge(action, found);
  const std::string address =
      records(action.words[1]) + "/" + std::string(parsed(found.body).at("id").as_string());
  if (what == "history") {
    const auto answer = caller().get(address + "/history");
    if (!action.refusals.empty()) return judge(action, answer);
    compare(action, elements(parsed(answer.body), "versions"), "values");
    return;
  }
  EXPECT_TRUE(action.refusals.empty()) << "it is not refused";
  const json::object record = parsed(caller().get(address).body);
  if (what == "see") {
    compare(action, {record}, "values");
  } else {
    json::array all;
    for (const auto& one : elements(record, what == "steps" ? "possible_steps" : what)) {
      // A clock that is idle is of no interest yet, or not any more.
      if (shown(member(one, "standing")) != "idle") all.push_back(one);
    }
    compare(action, all, "");
  }
}

void Story::work(const Action& action) {
  const json::object found = parsed(caller().get("/api/work").body);
  json::array all;
  for (const char* group : {"overdue", "today", "later", "waiting"}) {
    for (const auto& item : elements(found, group)) {
      json::object one = item.as_object();
      one["group"] = group;
      all.push_back(std::move(one));
    }
  }
  compare(action, all, "");
}

void Story::act(const Action& action) {
  const std::string& what = action.words.front();
  const std::string query = action.words.size() > 2 ? "?" + action.words[2] : "";
  if (what == "clock") {
    set_clock(action.words[1]);
  } else if (what == "people") {
    add_people(action);
  } else if (what == "as") {
    name_ = action.words[1];
  } else if (what == "file" || what == "change" || what == "take") {
    write(action);
  } else if (what == "see" || what == "steps" || what == "clocks" || what == "links" ||
             what == "history") {
    look(action);
  } else if (what == "work") {
    work(action);
  } else if (what == "run") {
    const Ran ran = place_.run({action.words.begin() + 1, action.words.end()});
    EXPECT_EQ(ran.code, 0) << ran.messages;
  } else if (what == "list") {
    const auto answer = caller().get(records(action.words[1]) + query);
    if (!action.refusals.empty()) return judge(action, answer);
    compare(action, elements(parsed(answer.body), "records"), "values");
  } else if (what == "ask") {
    const auto answer = caller().get("/api/indicators/" + action.words[1] + query);
    if (!action.refusals.empty()) return judge(action, answer);
    compare(action, elements(parsed(answer.body), "points"), "");
  } else {
    ADD_FAILURE() << "no such word: " << what;
  }
}

class Stories : public testing::TestWithParam<std::tuple<std::string, std::string>> {};

TEST_P(Stories, Hold) {
  const auto& [file, engine] = GetParam();
  Place place(engine);
  if (!place.usable()) GTEST_SKIP() << "PostgreSQL is not installed";
  if (!place.clock_can_be_set()) GTEST_SKIP() << "libfaketime is not installed";
  const auto all =
      scenarios_in(support::source_path("/tests/flow/stories/" + file + ".story"), "story: ");
  EXPECT_FALSE(all.empty());
  bool first = true;
  for (const auto& told : all) {
    SCOPED_TRACE(told.title);
    if (!std::exchange(first, false)) place.clear();
    {
      Story story(place);
      for (const auto& action : told.actions) {
        SCOPED_TRACE(file + ".story line " + std::to_string(action.line));
        story.act(action);
      }
    }
    EXPECT_TRUE(place.verifies());
  }
}

std::vector<std::string> story_files() {
  std::vector<std::string> found;
  for (const auto& entry : fs::directory_iterator(support::source_path("/tests/flow/stories"))) {
    if (entry.path().extension() == ".story") found.push_back(entry.path().stem().string());
  }
  std::ranges::sort(found);
  return found;
}

std::string story_and_engine(
    const testing::TestParamInfo<std::tuple<std::string, std::string>>& which) {
  return std::get<0>(which.param) + "_" + std::get<1>(which.param);
}

INSTANTIATE_TEST_SUITE_P(Files, Stories,
                         testing::Combine(testing::ValuesIn(story_files()),
                                          testing::Values("sqlite", "postgresql")),
                         story_and_engine);

}  // namespace
}  // namespace zhiheng::flow
