#pragma once
// An application with three rows in every register, and somebody of every role.

#include <array>
#include <functional>
#include <unordered_map>

#include "api/routes_fixture.h"
#include "support/access_matrix.h"

namespace zhiheng::api {

using catalog::Register;
using support::MatrixRows;

/// A role, and somebody logged in who has it; the public is not.
struct Somebody {
  const catalog::Role* role = nullptr;
  registry::Person person = {};
  std::map<std::string, std::string> headers = {};
};

/// On both engines; where asking costs more than on SQLite, the tests ask as one role of every kind
/// that a register tells apart.
class AccessMatrix : public Routes, public testing::WithParamInterface<std::string> {
 protected:
  static constexpr const char* mine = "91620102MA0000007A";  ///< firm of everybody
  static constexpr const char* others = "91620102MA0000008B";

  /// A copy of a store that has rows and accounts already.
  store::Location place() override;
  void SetUp() override;

  [[nodiscard]] static bool embedded() { return GetParam() == "sqlite"; }
  /// Every register on the engine where asking costs little; else every fourth.
  [[nodiscard]] bool in_sample(const Register& of) const;
  [[nodiscard]] const Somebody& somebody(std::string_view role) const;

  [[nodiscard]] support::ExpectedAccess expected(const Somebody& who, const Register& of,
                                                 std::size_t row) const;
  [[nodiscard]] bool sees(const Somebody& who, const Register& of, std::size_t row) const {
    return expected(who, of, row).seen;
  }
  /// One role for each way in which the rows and fields of the register are seen.
  [[nodiscard]] std::vector<const Somebody*> one_of_each(const Register& of) const;
  /// Everybody on the engine where asking costs little; else one role of every kind.
  [[nodiscard]] std::vector<const Somebody*> askers(const Register& of) const;

  /// The body, also of an answer that is made while it is sent.
  static std::string said(Response response);
  Response get(const Somebody& who, const std::string& path, const std::string& query = "") {
    return ask({"GET", path, query, "", who.headers});
  }
  Response post(const Somebody& who, const std::string& path, const std::string& body) {
    return ask({"POST", path, "", body, who.headers});
  }
  /// A file that is sent.
  Response send(const Somebody& who, const std::string& path,
                const std::map<std::string, std::string>& query, const std::string& bytes);
  /// The cells of a workbook's first sheet, as its XML.
  std::string unpacked(const std::string& workbook);

  /// Status, headers and body without the number of the answer and without what was asked for.
  static std::string looks(Response response, const std::string& asked_for);
  /// An id, or a key, of the same form that no row has.
  static std::string never(std::string id);

  /// What stands in a text that somebody may not see: rows by their ids, fields by the words in
  /// them, and rows by their keys where the text shows nothing that points to them.
  [[nodiscard]] std::vector<std::string> leaks(const Somebody& who, std::string_view text) const;

  std::map<const Register*, MatrixRows> rows_;
  std::vector<Somebody> people_;

 private:
  /// A row that a word tells of, or a field of it.
  struct Place {
    const Register* of = nullptr;
    std::size_t row = 0;
    const catalog::Field* field = nullptr;
    bool by_key = false;
  };
  [[nodiscard]] bool is_shown(const Somebody& who, const Place& place) const;
  struct Stocked;
  void keep_places(const Register& of, const MatrixRows& rows);

  std::unordered_map<std::string, Place> places_;
  std::map<const Register*, std::vector<const Register*>> parts_;  ///< by their whole
  mutable std::map<std::pair<const catalog::Role*, const Register*>,
                   std::array<support::ExpectedAccess, 3>>
      expected_;
  std::string database_;
};

inline std::string at(const Register& of, const std::string& rest) {
  return "/api/registers/" + of.name + rest;
}

}  // namespace zhiheng::api
