# One place for how everything is compiled and linked.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

find_program(ZHIHENG_CCACHE ccache)
if(ZHIHENG_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Precompiled headers and ccache agree only with these two allowances.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      "${CMAKE_COMMAND};-E;env;CCACHE_SLOPPINESS=pch_defines,time_macros;${ZHIHENG_CCACHE}")
endif()

find_program(ZHIHENG_MOLD mold)
if(ZHIHENG_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_library(zhiheng_flags INTERFACE)
target_include_directories(zhiheng_flags INTERFACE "${CMAKE_SOURCE_DIR}/src")
# Where several files are compiled as one, a local name may look like one of another file. Clang
# cannot be asked for local names alone, so it looks for none there; GCC's builds do.
set(shadow $<IF:$<BOOL:$<TARGET_PROPERTY:UNITY_BUILD>>,$<IF:$<CXX_COMPILER_ID:GNU>,-Wshadow=local,-Wno-shadow>,-Wshadow>)
target_compile_options(zhiheng_flags INTERFACE -Wall -Wextra -Wpedantic ${shadow} -Wconversion
                                               -Wno-sign-conversion -Werror -fno-math-errno)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 invents these on plain std::string code; reports stay, the build does not stop.
  target_compile_options(zhiheng_flags INTERFACE
    -Wno-error=restrict -Wno-error=stringop-overflow -Wno-error=stringop-overread
    -Wno-error=array-bounds -Wno-error=maybe-uninitialized -Wno-restrict -Wno-stringop-overflow
    -fpch-preprocess)
elseif(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  # GCC 12's own library calls what it deprecates, from inside std::stable_sort.
  target_compile_options(zhiheng_flags INTERFACE -Wno-deprecated-declarations)
endif()
