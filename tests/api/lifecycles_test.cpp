// Every declared register through every step of its lifecycle over HTTP, as each role: what is
// offered on the record's page, what is refused, and what a step makes of the record.

#include <functional>
#include <set>

#include "api/json.h"
#include "api/routes_fixture.h"
#include "registry/failures.h"
#include "registry/lifecycle.h"
#include "registry/lifecycle_driver.h"
#include "registry/open_session.h"

namespace zhiheng::api {
namespace {

namespace json = boost::json;

/// Asks as an account with one role; what several roles do together is done within the registry, to
/// bring records to where they are asked about.
class OverHttp : public registry::LifecycleDriver {
 public:
  using Ask = std::function<Response(const std::string& method, const std::string& path,
                                     const std::string& body, const std::string& role)>;

  OverHttp(registry::Registry& registry, Ask ask)
      : LifecycleDriver(registry), ask_(std::move(ask)) {}

  int asked = 0;

 protected:
  /// Every role asks for every step in access_changes_test.cpp; here, in every state, each in a
  /// sixth of the registers.
  [[nodiscard]] bool asks_in_vain(const catalog::Role& role,
                                  const catalog::Register& of) const override {
    const auto& catalog = registry_->catalog();
    return ((&role - catalog.roles.data()) + (&of - catalog.registers.data())) % 6 == 0;
  }

  std::optional<std::set<std::string>> offered(const registry::Person& person,
                                               const catalog::Register& of,
                                               const std::string& id) override {
    const Response page = ask_("GET", path_of(of, id), "", person.roles.front());
    if (page.status != 200) return std::nullopt;
    std::set<std::string> names;
    const json::object record = json::parse(page.body).as_object();
    if (const auto* steps = record.if_contains("possible_steps")) {
      for (const auto& one : steps->as_array()) {
        names.emplace(one.at("name").as_string());
      }
    }
    return names;
  }

  Result<registry::Answer> ask_for(const registry::Person& person, const catalog::Register& of,
                                   const std::string& id, const catalog::Step& step,
                                   const std::vector<std::string>& columns,
                                   registry::Entry entry) override {
    if (person.system || person.roles.size() != 1) {
      return LifecycleDriver::ask_for(person, of, id, step, columns, std::move(entry));
    }
    json::object values;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      values[columns[i]] = as_json(entry.values[i], *of.find_field(columns[i]));
    }
    const json::object body{{"step", step.name}, {"values", std::move(values)}};
    const Response response =
        ask_("POST", path_of(of, id) + "/steps", json::serialize(body), person.roles.front());
    ++asked;
    return response.status == 200 ? taken(of, id, step) : refusal(response);
  }

 private:
  static std::string path_of(const catalog::Register& of, const std::string& id) {
    return "/api/registers/" + of.name + "/records/" + id;
  }

  /// What the step opened: the newest that points here of each register it opens.
  Result<registry::Answer> taken(const catalog::Register& of, const std::string& id,
                                 const catalog::Step& step) {
    registry::Answer answer{.outcome = store::Outcome::changed, .id = id, .errors = {}};
    ZH_TRY(const auto links, registry_->links(the_system(), of, id));
    for (const auto& opening : step.opens) {
      const auto newest = std::ranges::find_if(links, [&](const registry::Link& link) {
        return !link.outward && link.register_name == opening.register_name;
      });
      if (newest != links.end()) answer.opened.push_back({newest->register_name, newest->id, ""});
    }
    return answer;
  }

  static Result<registry::Answer> refusal(const Response& response) {
    const json::object problem = json::parse(response.body).as_object();
    const std::string type(problem.at("type").as_string());
    if (type.ends_with("registry.extended_enough")) return fail(registry::extended_enough);
    // What is wrong about the values comes back field by field; everything else is a plain no.
    if (response.status != 422 || type.ends_with("registry.not_of_kind")) {
      return fail(registry::not_allowed, std::to_string(response.status), type);
    }
    registry::Answer answer{.outcome = store::Outcome::refused, .id = {}, .errors = {}};
    answer.errors.push_back({&registry::guard_not_met, response.body, "", ""});
    return answer;
  }

  Ask ask_;
};

class Lifecycles : public Routes {
 protected:
  /// One account, which has had each role in turn: what it may follows from its roles at the time.
  void become(const std::string& role) {
    if (role == role_) return;
    const auto person = registry::RecordMaker::with_role(role);
    if (role_.empty()) {
      ASSERT_TRUE(application_.people->add(person, "a long password"));
      const auto token = registry::open_session(*application_.store, application_.catalog->security,
                                                person.user, now());
      ASSERT_TRUE(token);
      headers_ = {{"authorization", "Bearer " + *token}};
    }
    ASSERT_TRUE(application_.people->change(person));
    role_ = role;
  }

  std::string role_;
  std::map<std::string, std::string> headers_;
};

TEST_F(Lifecycles, AreGoneThroughOverHttpAsEachRole) {
  OverHttp driver(*application_.registry, [this](const std::string& method, const std::string& path,
                                                 const std::string& body, const std::string& role) {
    become(role);
    return ask({method, path, "", body, headers_});
  });
  for (const auto& of : application_.catalog->registers) driver.drive(of);
  EXPECT_GT(driver.asked, 2'000);
}

}  // namespace
}  // namespace zhiheng::api
