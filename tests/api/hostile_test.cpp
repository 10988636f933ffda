// What nobody should send, in every kind of field and by every way in: refused with the field, what
// was found and what was wanted, or kept exactly as it came; nothing in between, nothing lost.

#include <set>

#include "api/routes_fixture.h"
#include "base/text.h"
#include "exchange/exchange.h"
#include "registry/record_solver.h"
#include "registry/value_json.h"

namespace zhiheng::api {
namespace {

using catalog::Field;
using catalog::FieldType;
using catalog::Register;

namespace json = boost::json;

/// A value as it stands in a JSON body.
struct Hostile {
  std::string name;
  std::string text;
  bool readable = true;  ///< false: no JSON at all, refused before any field is looked at
};

std::string in_quotes(const std::string& text) { return json::serialize(json::string(text)); }

std::vector<Hostile> hostile_values() {
  std::string deep = "1";
  for (int i = 0; i < 40; ++i) deep = "[" + deep + "]";
  const std::vector<std::pair<std::string, std::string>> texts = {
      {"10 MB of text", std::string(10 << 20, 'x')},
      {"script", "<script>alert(1)</script><img src=x onerror=alert(1)>"},
      {"bell", "a\x07z"},
      {"nul", std::string("a\0z", 3)},
      {"a control sign above ASCII", "a\xC2\x85z"},
      {"bidi override", "abc\u202Ecba"},
      {"bidi isolate", "abc\u2067cba"},
      {"not composed", "e\u0301"},
      {"SQL", "'; DROP TABLE r_complaint; --"},
      {"equals formula", "=cmd|'/c calc'!A1"},
      {"at formula", "@SUM(A1)"},
      {"tab formula", "\t=1+1"},
      {"path", "../../../../etc/passwd"},
      {"a leap day that was not", "2023-02-29"},
      {"another calendar", "民国113年1月1日"},
      {"before all days", "-0001-01-01"},
      {"after all days", "12024-01-01"},
      {"no hour", "2024-01-01T25:61:00+08:00"},
      {"many digits", "123456789012345678901234567890"},
      {"tiny", "0.000000000000000000000000001"},
      {"exponent", "1e99999"},
      {"full width", "１２３"},
      {"bars", "a||b|"},
      {"blanks", "   "},
      {"signs beyond the first plane", "𠀀𠮷𪚥"}};
  std::vector<Hostile> all;
  for (const auto& [name, text] : texts) all.push_back({name, in_quotes(text)});
  for (const char* number : {"1e308", "-1e308", "1e-308", "9223372036854775808", "-0.0",
                             "123456789012345678", "0.1234567890123456"}) {
    all.push_back({std::string("number ") + number, number});
  }
  all.push_back({"true", "true"});
  all.push_back({"a list", R"(["a","b"])"});
  all.push_back({"a list of lists", "[[]]"});
  all.push_back({"an object", R"({"a":{"b":1}})"});
  all.push_back({"deep", deep, false});
  all.push_back({"lone surrogate", R"("\ud800")", false});
  all.push_back({"no UTF-8", "\"\xFF\xFE\"", false});
  all.push_back({"number beyond all", "1e400"});
  return all;
}

/// A cell of a CSV file.
std::string in_cell(const std::string& text) {
  std::string cell = "\"";
  for (const char sign : text) cell.append(sign == '"' ? 2 : 1, sign);
  return cell + "\"";
}

class HostileValues : public Routes {
 protected:
  /// A field of some register, and values that make a good record of it.
  struct Target {
    const Register* of = nullptr;
    const Field* field = nullptr;
  };

  void SetUp() override {
    Routes::SetUp();
    if (HasFatalFailure()) return;
    director_ = as("director");
  }

  /// Up to `most` fields of every type, of different registers where there are any.
  std::vector<Target> targets(std::size_t most) {
    std::map<FieldType, std::vector<Target>> chosen;
    for (const auto& of : application_.catalog->registers) {
      // Of the others everybody is refused before a field is looked at.
      const bool open = application_.registry->access(registry::local_operator(), of).import;
      if (!open || !good_values(of)) continue;
      std::set<FieldType> here;
      for (const auto& field : of.fields) {
        auto& of_type = chosen[field.type];
        const bool settable = field.kinds.empty() && field.name != of.kind_field &&
                              field.name != "published_on" && field.name != "withdrawn_on";
        if (!settable || of_type.size() >= most || !here.insert(field.type).second) continue;
        of_type.push_back({&of, &field});
      }
    }
    std::vector<Target> all;
    for (const auto& [type, some] : chosen) all.insert(all.end(), some.begin(), some.end());
    return all;
  }

  std::optional<std::vector<Value>> good_values(const Register& of) {
    auto& solver = solvers_[of.name];
    if (!solver) {
      solver = std::make_unique<registry::RecordSolver>(
          *application_.catalog, of, [](const std::string&, bool) { return std::string(); });
    }
    return solver->fresh(std::to_string(++number_));
  }

  /// A good record but for one field.
  std::string body_with(const Target& target, const std::string& value) {
    const auto values = good_values(*target.of);
    std::string body = R"({"values":{)";
    for (std::size_t i = 0; i < target.of->fields.size(); ++i) {
      const auto& field = target.of->fields[i];
      if (field.name == target.field->name || is_null((*values)[i])) continue;
      body += json::serialize(json::string(field.name)) + ":" +
              json::serialize(registry::value_json((*values)[i], field)) + ",";
    }
    return body + json::serialize(json::string(target.field->name)) + ":" + value + "}}";
  }

  std::int64_t versions() {
    std::int64_t sum = 0;
    for (const auto& of : application_.catalog->registers) {
      store::Select select{.table = of.name};
      select.history = true;
      select.deleted = true;
      sum += *application_.store->count(select);
    }
    return sum;
  }

  /// Named, found, wanted, in readable text of bounded length.
  static void expect_clear(const Response& refused, const std::string& field) {
    EXPECT_LT(refused.body.size(), 20'000U);
    EXPECT_TRUE(is_utf8(refused.body));
    const auto document = json::parse(refused.body);
    const auto& errors = document.at("errors").as_array();
    ASSERT_FALSE(errors.empty());
    bool named = false;
    for (const auto& error : errors) {
      EXPECT_FALSE(error.at("message").as_string().empty());
      EXPECT_FALSE(error.at("found").as_string().empty() &&
                   error.at("wanted").as_string().empty() && error.at("id") != "registry.required");
      named = named || error.at("field").as_string() == field;
    }
    EXPECT_TRUE(named) << refused.body;
  }

  std::map<std::string, std::string> director_;
  std::map<std::string, std::unique_ptr<registry::RecordSolver>> solvers_;
  int number_ = 0;
};

TEST_F(HostileValues, AreRefusedByNameOrKeptWholeInEveryKindOfField) {
  int asked = 0;
  int kept = 0;
  std::int64_t before = versions();
  std::set<FieldType> types;
  for (const auto& target : targets(3)) {
    types.insert(target.field->type);
    for (const auto& hostile : hostile_values()) {
      SCOPED_TRACE(target.of->name + "." + target.field->name + ": " + hostile.name);
      const Response response = ask({"POST", "/api/registers/" + target.of->name + "/records", "",
                                     body_with(target, hostile.text), director_});
      ++asked;
      ASSERT_GE(response.status, 200);
      ASSERT_LT(response.status, 500) << response.body;
      if (response.status >= 300) {
        // A rule that the value breaks may be told at another field.
        const bool rule = response.body.find("registry.rule_broken") != std::string::npos;
        if (!rule) expect_clear(response, hostile.readable ? target.field->name : "body");
        continue;
      }
      ASSERT_TRUE(hostile.readable);
      ++kept;
      const auto record = json::parse(response.body).as_object();
      const auto sent = json::parse(hostile.text);
      const auto& came = record.at("values").at(target.field->name);
      if (sent.is_string() && target.field->storage() == Storage::text && !target.field->list &&
          target.field->type == FieldType::text) {
        EXPECT_EQ(came.as_string(), *to_nfc(sent.as_string()));
      }
    }
  }
  EXPECT_EQ(types.size(), 14U) << "a kind of field was never tried";
  EXPECT_GT(asked, 1'000);
  EXPECT_GT(kept, 100);
  EXPECT_LE(versions() - before, kept);
  const auto audit = application_.store->verify();
  ASSERT_TRUE(audit);
  EXPECT_TRUE(audit->broken.empty());
}

TEST_F(HostileValues, AreRefusedByLineAndColumnInEveryKindOfFieldOfAFile) {
  for (const auto& target : targets(1)) {
    std::string header;
    std::string rows;
    std::int64_t bad = 0;
    for (const auto& hostile : hostile_values()) {
      const auto parsed = hostile.readable ? json::parse(hostile.text) : json::value();
      if (!parsed.is_string() || parsed.as_string().size() > 10'000) continue;
      // A file with such signs is taken for no text at all and refused whole.
      if (parsed.as_string().find_first_of(std::string_view("\0\x07", 2)) != json::string::npos) {
        continue;
      }
      const auto values = *good_values(*target.of);
      header.clear();
      for (std::size_t i = 0; i < target.of->fields.size(); ++i) {
        const auto& field = target.of->fields[i];
        const bool here = field.name == target.field->name;
        if (!here && !field.required) continue;
        header += (header.empty() ? "" : ",") + field.name;
        rows += (rows.empty() || rows.back() == '\n' ? "" : ",") +
                in_cell(here ? std::string(parsed.as_string()) : to_text(values[i]));
      }
      rows += "\n";
      ++bad;
    }
    SCOPED_TRACE(target.of->name + "." + target.field->name);
    const std::string file = folder_.file("hostile.csv");
    std::ofstream(file, std::ios::binary) << header << "\n" << rows;
    const auto report = exchange::import_file(*application_.registry, registry::local_operator(),
                                              target.of->name, file, {});
    ASSERT_TRUE(report) << describe(report.error());
    EXPECT_EQ(report->rows_read, bad);
    EXPECT_EQ(report->added + report->changed + report->unchanged + report->refused, bad);
    for (const auto& refusal : report->refusals) {
      EXPECT_GT(refusal.line, 1);
      EXPECT_FALSE(refusal.column.empty());
      EXPECT_LT(refusal.value.size(), 20'000U);
    }
  }
}

}  // namespace
}  // namespace zhiheng::api
