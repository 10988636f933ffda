// Every role, register and row against every way to change something: what is hidden is refused
// like what never was, and steps are for the roles that they name.

#include "api/access_matrix.h"
#include "support/sample_files.h"

namespace zhiheng::api {
namespace {

bool is_refusal(int status) { return status == 401 || status == 403 || status == 404; }

class AccessChanges : public AccessMatrix {
 protected:
  /// How every change of one record looks.
  std::string changes(const Somebody& who, const Register& of, const std::string& id) {
    const std::string path = at(of, "/records/" + id);
    const std::string step = of.steps.empty() ? "any" : of.steps.front().name;
    const std::string taken = R"({"step":")" + step + R"(","reason":"x"})";
    const std::string taken_of_many =
        R"({"step":")" + step + R"(","reason":"x","records":[")" + id + R"("]})";
    const std::string tried = R"({"id":")" + id + R"(","step":")" + step + R"(","values":{}})";
    const std::string digest(64, 'a');
    auto headers = who.headers;
    headers["if-match"] = "\"1\"";
    const Asked all[] = {
        {"PATCH", path, "", R"({"values":{},"reason":"x"})", headers},
        {"DELETE", path, "", R"({"reason":"x"})", headers},
        {"POST", path + "/steps", "", taken, headers},
        {"POST", at(of, "/steps"), "", taken_of_many, headers},
        {"POST", at(of, "/check"), "", tried, headers},
        {"POST", path + "/documents/decision", "", "{}", headers},
        {"DELETE", path + "/attachments/" + digest, "", R"({"reason":"x"})", headers},
    };
    std::string text;
    for (const auto& one : all) text += one.method + " " + looks(ask(one), id) + "\n";
    return text;
  }
};

TEST_P(AccessChanges, DoNotTellWhatIsHidden) {
  int compared = 0;
  for (const auto& [of, rows] : rows_) {
    for (const auto* who : one_of_each(*of)) {
      for (std::size_t i = 0; i < rows.ids.size(); ++i) {
        if (sees(*who, *of, i)) continue;
        ASSERT_EQ(changes(*who, *of, rows.ids[i]), changes(*who, *of, never(rows.ids[i])))
            << of->name << " as " << who->role->name << " row " << i;
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 800);
}

TEST_P(AccessChanges, NoFileIsAddedToWhatIsHidden) {
  int compared = 0;
  for (const auto& [of, rows] : rows_) {
    const auto field =
        std::ranges::find(of->fields, catalog::FieldType::attachment, &catalog::Field::type);
    if (field == of->fields.end()) continue;
    for (const auto* who : one_of_each(*of)) {
      for (std::size_t i = 0; i < rows.ids.size(); ++i) {
        if (sees(*who, *of, i)) continue;
        const auto sent_to = [&](const std::string& id) {
          return looks(send(*who, at(*of, "/records/" + id + "/attachments"),
                            {{"field", field->name}, {"name", "a.png"}}, support::png("x")),
                       id);
        };
        const std::string refused = sent_to(rows.ids[i]);
        ASSERT_EQ(refused, sent_to(never(rows.ids[i]))) << of->name << " as " << who->role->name;
        ASSERT_TRUE(refused.starts_with("4")) << refused;
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 100);
}

// Whoever is named for a step may take it, and nobody else, on every register. What is sent fits no
// version, so nothing changes: those who may are told that, the others that they may not.
TEST_P(AccessChanges, StepsAreForTheRolesTheyName) {
  int allowed = 0;
  int refused = 0;
  for (const auto& [of, rows] : rows_) {
    for (const auto* who : askers(*of)) {
      auto headers = who->headers;
      headers["if-match"] = "\"99\"";
      for (const auto& step : of->steps) {
        const auto found = expected(*who, *of, 0);
        const bool named = std::ranges::find(step.roles, who->role->name) != step.roles.end();
        const bool by_people =
            step.roles.empty() || step.roles.front() != "system" || step.roles.size() > 1;
        const bool may =
            by_people &&
            (found.administers || (step.roles.empty() ? found.writes : named && found.internal));
        const auto status = ask({"POST", at(*of, "/records/" + rows.ids[0] + "/steps"), "",
                                 R"({"step":")" + step.name + R"(","reason":"x"})", headers})
                                .status;
        ASSERT_EQ(is_refusal(status), !may)
            << of->name << " " << step.name << " as " << who->role->name << ": " << status;
        ASSERT_GE(status, 400) << "nothing may change";
        ++(may ? allowed : refused);
      }
    }
  }
  EXPECT_GT(allowed, embedded() ? 1'500 : 500);
  EXPECT_GT(refused, embedded() ? 25'000 : 2'000);
}

// Written anew under the key of a record elsewhere: neither what stands there nor where it lies is
// told, and nothing of it changes.
TEST_P(AccessChanges, KeysOfOthersTellNothingOfTheirRecords) {
  int refused = 0;
  for (const auto& [of, rows] : rows_) {
    const auto* telling = support::telling_field(*of);
    if (of->key.size() != 1 || telling == nullptr) continue;
    for (const auto* who : one_of_each(*of)) {
      if (sees(*who, *of, 2)) continue;
      const Response answered =
          post(*who, at(*of, "/records"),
               R"({"values":{")" + telling->name + R"(":")" + rows.keys[2] + R"("}})");
      ASSERT_GE(answered.status, 400) << of->name << " as " << who->role->name;
      for (const auto& told : leaks(*who, answered.body)) {
        ASSERT_EQ(told, of->name + ": " + rows.keys[2]) << "only what was sent may come back";
      }
      ASSERT_EQ(answered.body.find(MatrixRows::places[2]), std::string::npos) << answered.body;
      ++refused;
    }
  }
  EXPECT_GT(refused, 200);
}

ZH_ON_BOTH_ENGINES(AccessChanges);

}  // namespace
}  // namespace zhiheng::api
