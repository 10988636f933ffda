#include "store/connection.h"
#include "store/failures.h"

namespace zhiheng::store {

Result<std::unique_ptr<Connection>> connect_postgres(const std::string& url, bool) {
  return fail(cannot_open, "database", url.substr(0, url.find(':')), "SQLite");
}

}  // namespace zhiheng::store
