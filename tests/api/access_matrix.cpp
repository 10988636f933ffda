#include "api/access_matrix.h"

#include <algorithm>
#include <set>

#include "intake/zip.h"
#include "registry/open_session.h"

namespace zhiheng::api {
namespace {

constexpr std::size_t uuid_length = 36;

void cover(std::string& text, const std::string& what, std::size_t more) {
  for (auto from = text.find(what); from != std::string::npos; from = text.find(what, from + 1)) {
    text.replace(from, what.size() + more, "…");
  }
}

/// Calls `each` for every word in the text that may tell of a row: keys and cells of the matrix,
/// and ids of version 7.
template <class Each>
void each_telling_word(std::string_view text, const Each& each) {
  const auto in_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  };
  for (const std::string_view start : {"matrix-", "cell-"}) {
    for (auto from = text.find(start); from != text.npos; from = text.find(start, from + 1)) {
      std::size_t end = from;
      while (end < text.size() && in_word(text[end])) ++end;
      each(text.substr(from, end - from));
    }
  }
  constexpr std::size_t before_version = 13;  // signs of an id before "-7"
  for (auto from = text.find("-7"); from != text.npos; from = text.find("-7", from + 1)) {
    if (from < before_version || text.size() - from + before_version < uuid_length) continue;
    each(text.substr(from - before_version, uuid_length));
  }
}

}  // namespace

/// A store with the rows and accounts, made once for each engine: every test gets a copy.
struct AccessMatrix::Stocked {
  support::Folder folder;
  store::Location location;
  std::map<const Register*, MatrixRows> rows;
  std::vector<Somebody> people;

  explicit Stocked(support::PostgresServer* server) {
    const auto& empty = support::Prepared::on(server);
    location.folder = folder.path();
    std::filesystem::copy(empty.folder.path(), folder.path(),
                          std::filesystem::copy_options::recursive);
    if (server != nullptr)
      location.database = server->create_database(empty.location.database, true);
    const auto opened = store::open(location);
    EXPECT_TRUE(opened) << describe(opened.error());
    const auto& catalog = *support::shipped_catalog();
    for (const auto& of : catalog.registers) {
      rows.emplace(&of, support::write_matrix_rows(**opened, catalog, of, mine, others));
    }
    registry::People accounts(**opened, catalog.security);
    for (const auto& role : catalog.roles) people.push_back(with_role(**opened, accounts, role));
  }

  static Somebody with_role(store::Store& store, registry::People& accounts,
                            const catalog::Role& role) {
    Somebody one{.role = &role};
    if (role.name == "public") return one;
    std::string user = role.name;
    std::ranges::replace(user, '_', '-');
    one.person = {
        .user = user, .name = user, .roles = {role.name}, .region = "620100", .company = mine};
    EXPECT_TRUE(accounts.add(one.person, "a long password"));
    const auto token =
        registry::open_session(store, support::shipped_catalog()->security, user, now());
    EXPECT_TRUE(token);
    one.headers = {{"authorization", "Bearer " + token.value_or("")}};
    return one;
  }

  static const Stocked& on(support::PostgresServer* server) {
    if (server == nullptr) {
      static const Stocked in_sqlite(nullptr);
      return in_sqlite;
    }
    static const Stocked in_postgresql(server);
    return in_postgresql;
  }
};

store::Location AccessMatrix::place() {
  store::Location location = Routes::place();
  if (!std::filesystem::exists(location.folder)) {
    auto* server = embedded() ? nullptr : support::PostgresServer::shared();
    const auto& stocked = Stocked::on(server);
    std::filesystem::copy(stocked.folder.path(), location.folder,
                          std::filesystem::copy_options::recursive);
    if (server != nullptr) database_ = server->create_database(stocked.location.database);
    rows_ = stocked.rows;
    people_ = stocked.people;
  }
  location.database = database_;
  return location;
}

void AccessMatrix::SetUp() {
  if (!embedded() && support::PostgresServer::shared() == nullptr) {
    GTEST_SKIP() << support::PostgresServer::not_installed;
  }
  Routes::SetUp();
  if (HasFatalFailure()) return;
  for (const auto& [of, rows] : rows_) {
    ASSERT_EQ(rows.ids.size(), 3U) << of->name;
    keep_places(*of, rows);
    if (const auto* whole = application_.catalog->find_register(of->parent))
      parts_[whole].push_back(of);
  }
}

void AccessMatrix::keep_places(const Register& of, const MatrixRows& rows) {
  for (std::size_t i = 0; i < rows.ids.size(); ++i) {
    places_[rows.ids[i]] = {.of = &of, .row = i};
    places_[support::matrix_key(of.name, i)] = {.of = &of, .row = i, .by_key = true};
    for (const auto& field : of.fields) {
      places_[support::matrix_cell(of, field, i)] = {.of = &of, .row = i, .field = &field};
    }
  }
}

const Somebody& AccessMatrix::somebody(std::string_view role) const {
  return *std::ranges::find_if(people_,
                               [&](const Somebody& one) { return one.role->name == role; });
}

bool AccessMatrix::in_sample(const Register& of) const {
  return embedded() || (&of - application_.catalog->registers.data()) % 4 == 0;
}

support::ExpectedAccess AccessMatrix::expected(const Somebody& who, const Register& of,
                                               std::size_t row) const {
  const auto [found, fresh] = expected_.try_emplace({who.role, &of});
  for (std::size_t i = 0; fresh && i < found->second.size(); ++i) {
    found->second[i] = rows_.at(&of).expected(*application_.catalog, *who.role, of, who.person, i);
  }
  return found->second[row];
}

std::vector<const Somebody*> AccessMatrix::one_of_each(const Register& of) const {
  std::set<std::vector<int>> kinds;
  std::vector<const Somebody*> some;
  for (const auto& who : people_) {
    std::vector<int> kind;
    for (std::size_t i = 0; i < 3; ++i) {
      const auto found = expected(who, of, i);
      kind.insert(kind.end(), {found.seen, found.internal, found.writes, found.administers,
                               static_cast<int>(found.scope)});
      for (const auto& field : of.fields) {
        if (!field.visible.empty()) kind.push_back(found.shows(field, *who.role));
      }
    }
    if (kinds.insert(kind).second) some.push_back(&who);
  }
  return some;
}

std::vector<const Somebody*> AccessMatrix::askers(const Register& of) const {
  if (!embedded()) return one_of_each(of);
  std::vector<const Somebody*> all;
  for (const auto& who : people_) all.push_back(&who);
  return all;
}

std::string AccessMatrix::said(Response response) {
  std::string text = std::move(response.body);
  if (response.stream) {
    EXPECT_TRUE(response.stream([&](std::string_view piece) {
      text += piece;
      return true;
    }));
  }
  return text;
}

Response AccessMatrix::send(const Somebody& who, const std::string& path,
                            const std::map<std::string, std::string>& query,
                            const std::string& bytes) {
  Request request;
  request.method = "POST";
  request.path = request.raw_path = path;
  for (const auto& [name, value] : query) request.query.emplace_back(name, value);
  request.headers = who.headers;
  request.body_file = folder_.file("sent");
  std::ofstream(request.body_file, std::ios::binary) << bytes;
  return answer(application_, routes_, find_route(routes_, request), request);
}

std::string AccessMatrix::unpacked(const std::string& workbook) {
  const std::string file = folder_.file("book.xlsx");
  std::ofstream(file, std::ios::binary) << workbook;
  std::string text;
  auto sheet = intake::ZipEntry::open(file, "xl/worksheets/sheet1.xml");
  while (sheet) {
    const auto piece = sheet->next();
    if (!piece || piece->empty()) break;
    text.append(*piece);
  }
  return text;
}

std::string AccessMatrix::looks(Response response, const std::string& asked_for) {
  std::string text = std::to_string(response.status) + "\n";
  for (const auto& [name, value] : response.headers) text += name + ": " + value + "\n";
  text += said(std::move(response));
  cover(text, "urn:uuid:", uuid_length);
  cover(text, asked_for, 0);
  return text;
}

std::string AccessMatrix::never(std::string id) {
  if (const auto from = id.find("matrix-"); from != std::string::npos) {
    return id.replace(from, std::string_view("matrix-").size(), "nobody-");
  }
  id.back() = id.back() == '0' ? '1' : '0';
  return id;
}

bool AccessMatrix::is_shown(const Somebody& who, const Place& place) const {
  const auto row = expected(who, *place.of, place.row);
  if (place.field != nullptr) {
    if (row.seen && row.shows(*place.field, *who.role)) return true;
    // By a title that everybody may read a record is named to those too whose lists end elsewhere.
    const auto& everybody = somebody("public");
    const auto open = expected(everybody, *place.of, place.row);
    return place.field->name == place.of->title_field && open.seen &&
           open.shows(*place.field, *everybody.role);
  }
  if (row.seen) return true;
  if (!place.by_key) return false;
  // Rows of every register point to the first; parts name the whole that they belong to.
  const auto parts = parts_.find(place.of);
  return place.row == 0 ||
         (parts != parts_.end() && std::ranges::any_of(parts->second, [&](const Register* part) {
            return sees(who, *part, place.row);
          }));
}

std::vector<std::string> AccessMatrix::leaks(const Somebody& who, std::string_view text) const {
  std::vector<std::string> found;
  each_telling_word(text, [&](std::string_view word) {
    const auto place = places_.find(std::string(word));
    if (place != places_.end() && !is_shown(who, place->second)) {
      found.push_back(place->second.of->name + ": " + place->first);
    }
  });
  return found;
}

}  // namespace zhiheng::api
