# Every header compiles alone: NAME.h without a NAME.cpp that includes it first gets a file of its own.
# tools/check_headers.py checks the rest: the order in NAME.cpp, and the standard headers, which the
# precompiled header would hide.
file(GLOB headers CONFIGURE_DEPENDS RELATIVE "${CMAKE_SOURCE_DIR}/src" "${CMAKE_SOURCE_DIR}/src/*/*.h")
set(alone "")
foreach(header IN LISTS headers)
  string(REGEX REPLACE "\\.h$" ".cpp" own "${header}")
  if(NOT EXISTS "${CMAKE_SOURCE_DIR}/src/${own}")
    set(file "${CMAKE_BINARY_DIR}/headers/${own}")
    file(CONFIGURE OUTPUT "${file}" CONTENT "#include \"${header}\"\n")
    list(APPEND alone "${file}")
  endif()
endforeach()
add_library(zhiheng_headers OBJECT ${alone})
target_link_libraries(zhiheng_headers PRIVATE zhiheng_flags Boost::json SQLite::SQLite3
                                              PostgreSQL::PostgreSQL)
target_precompile_headers(zhiheng_headers REUSE_FROM zhiheng_room_pch)
