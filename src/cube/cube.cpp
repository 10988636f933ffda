#include "cube/cube.h"

#include "cube/duck_cube.h"
#include "cube/failures.h"
#include "cube/push_down.h"

namespace zhiheng::cube {

Result<std::unique_ptr<Cube>> open(std::shared_ptr<const catalog::Catalog> catalog,
                                   store::Store& store, const store::Location& location,
                                   Engine engine) {
  if (engine == Engine::duckdb) return DuckCube::open(*catalog, store, location.folder);
  if (location.database.empty()) return fail(engine_not_possible, "engine", "postgresql", "duckdb");
  return PushDown::open(std::move(catalog), store, location.database);
}

}  // namespace zhiheng::cube
