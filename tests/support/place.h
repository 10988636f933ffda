#pragma once
// A store of its own for a test, on either engine, with the registers of the shipped catalog.

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

#include "catalog/catalog.h"
#include "registry/registry.h"
#include "store/store.h"
#include "support/postgres.h"
#include "support/source.h"

namespace zhiheng::support {

/// Who works at the machine itself.
inline const registry::Person operator_ = registry::local_operator();

/// The shipped catalog, loaded once.
inline std::shared_ptr<const catalog::Catalog> shipped_catalog() {
  static const auto loaded = [] {
    auto result = catalog::load(support::source_path("/catalog"));
    for (const auto& error : result.errors) ADD_FAILURE() << describe(error);
    return result.catalog;
  }();
  return loaded;
}

/// A folder that is gone when the test ends.
class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "zhiheng-test-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

/// An empty store with the registers of the shipped catalog. Hundreds of tables take their time, so
/// one is made for each engine and every test gets a copy.
struct Prepared {
  Folder folder;
  store::Location location;

  /// @param server  null for the embedded engine
  explicit Prepared(PostgresServer* server) {
    location.folder = folder.path();
    if (server != nullptr) location.database = server->create_database();
    auto opened = store::open(location);
    EXPECT_TRUE(opened) << describe(opened.error());
    const auto registry = registry::Registry::open(shipped_catalog(), *std::move(opened));
    EXPECT_TRUE(registry) << describe(registry.error());
  }

  static const Prepared& on(PostgresServer* server) {
    if (server == nullptr) {
      static const Prepared embedded(nullptr);
      return embedded;
    }
    static const Prepared served(server);
    return served;
  }
};

/// A store and the registers in it, wherever it lies.
class WithRegistry : public testing::Test {
 protected:
  /// Again, too: what was open is closed first.
  void open() {
    registry_.reset();
    store_.reset();
    auto opened = store::open(location_);
    ASSERT_TRUE(opened) << describe(opened.error());
    store_ = *std::move(opened);
    auto registry = registry::Registry::open(shipped_catalog(), store_);
    ASSERT_TRUE(registry) << describe(registry.error());
    registry_ = *std::move(registry);
  }

  [[nodiscard]] const catalog::Register& named(const std::string& name) const {
    return *registry_->catalog().find_register(name);
  }

  Folder folder_;
  store::Location location_;
  std::shared_ptr<store::Store> store_;
  std::unique_ptr<registry::Registry> registry_;
};

/// Tests that run on both engines: TEST_P over "sqlite" and "postgresql".
class OnBothEngines : public WithRegistry, public testing::WithParamInterface<std::string> {
 protected:
  void SetUp() override {
    location_.folder = folder_.path();
    PostgresServer* server = nullptr;
    if (GetParam() == "postgresql") {
      server = PostgresServer::shared();
      if (server == nullptr) GTEST_SKIP() << PostgresServer::not_installed;
    }
    const Prepared& empty = Prepared::on(server);
    std::filesystem::copy(empty.folder.path(), folder_.path(),
                          std::filesystem::copy_options::recursive);
    if (server != nullptr) location_.database = server->create_database(empty.location.database);
    open();
  }
};

inline std::string engine_name(const testing::TestParamInfo<std::string>& info) {
  return info.param;
}

}  // namespace zhiheng::support

#define ZH_ON_BOTH_ENGINES(Suite)                                                   \
  INSTANTIATE_TEST_SUITE_P(Engines, Suite, testing::Values("sqlite", "postgresql"), \
                           zhiheng::support::engine_name)
