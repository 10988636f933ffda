# zhiheng_room(NAME USES room... SEALED library...)
#
# A room is src/NAME: every *.cpp is compiled, every *_test.cpp below tests/NAME becomes one test
# program, every *_bench.cpp below bench/NAME one benchmark. USES names the rooms whose headers this
# one may include (tools/check_layers.py compares); SEALED names libraries that only its .cpp files
# see, so no other room pays for compiling them.
# TOGETHER n compiles n files at a time as one: the headers that they share are read, and their templates made,
# once. Their unnamed namespaces are then one, so names in them must differ. -DZHIHENG_TOGETHER=OFF compiles each
# file alone, as clang-tidy wants it.

option(ZHIHENG_TOGETHER "compile several files of a room at a time" ON)

set(ZHIHENG_ROOMS "" CACHE INTERNAL "")

# The precompiled header of all rooms belongs to a target of its own, because GCC refuses one that
# was made with definitions (of a sealed library) that the room using it does not have.
add_library(zhiheng_room_pch OBJECT "${CMAKE_SOURCE_DIR}/cmake/room_pch.cpp")
target_link_libraries(zhiheng_room_pch PRIVATE zhiheng_flags)
target_precompile_headers(zhiheng_room_pch PRIVATE "${CMAKE_SOURCE_DIR}/cmake/room_pch.h")

function(zhiheng_together target size)
  if(ZHIHENG_TOGETHER AND size)
    set_target_properties(${target} PROPERTIES
      UNITY_BUILD ON UNITY_BUILD_MODE BATCH UNITY_BUILD_BATCH_SIZE ${size})
    # GCC takes unnamed namespaces of files that it reads through another one for those of a header. What it holds
    # for several files is not garbage, so it need not be searched before it is half a gigabyte.
    target_compile_options(${target} PRIVATE
      $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage;--param=ggc-min-heapsize=524288>)
  endif()
endfunction()

function(zhiheng_room name)
  cmake_parse_arguments(ROOM "" "TOGETHER" "USES;SEALED" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp")
  set(target zhiheng_${name})
  if(NOT sources)
    add_library(${target} INTERFACE)
    add_library(zhiheng::${name} ALIAS ${target})
    target_link_libraries(${target} INTERFACE zhiheng_flags)
    foreach(used IN LISTS ROOM_USES)
      target_link_libraries(${target} INTERFACE zhiheng::${used})
    endforeach()
    return()
  endif()
  add_library(${target} STATIC ${sources})
  add_library(zhiheng::${name} ALIAS ${target})
  target_link_libraries(${target} PUBLIC zhiheng_flags)
  foreach(used IN LISTS ROOM_USES)
    target_link_libraries(${target} PUBLIC zhiheng::${used})
  endforeach()
  target_link_libraries(${target} PRIVATE ${ROOM_SEALED})
  target_precompile_headers(${target} REUSE_FROM zhiheng_room_pch)
  zhiheng_together(${target} "${ROOM_TOGETHER}")
  set(ZHIHENG_ROOMS ${ZHIHENG_ROOMS} ${name} CACHE INTERNAL "")
endfunction()

# zhiheng_tests(NAME room... [SHARDS n] [COST seconds]): the test program of a folder below tests/ and
# its ctest. A program that takes minutes is run as n ctests, the i-th of which runs every n-th test; those that
# cost most begin first, so that no core waits for a long one at the end.
function(zhiheng_tests name)
  cmake_parse_arguments(TESTS "" "SHARDS;COST" "" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/tests/${name}/*_test.cpp")
  if(NOT sources)
    return()
  endif()
  set(target test_${name})
  add_executable(${target} ${sources})
  target_link_libraries(${target} PRIVATE zhiheng_flags test_source GTest::gmock GTest::gtest_main)
  # The macros of GoogleTest cost more to optimise than they take to run.
  target_compile_options(${target} PRIVATE -O0)
  zhiheng_together(${target} 8)
  foreach(room IN LISTS TESTS_UNPARSED_ARGUMENTS)
    target_link_libraries(${target} PRIVATE zhiheng::${room})
  endforeach()
  if(TARGET test_base AND NOT name STREQUAL "base")
    target_precompile_headers(${target} REUSE_FROM test_base)
  elseif(name STREQUAL "base")
    target_precompile_headers(${target} PRIVATE "${CMAKE_SOURCE_DIR}/cmake/test_pch.h")
  endif()
  if(NOT TESTS_SHARDS)
    set(TESTS_SHARDS 1)
  endif()
  if(NOT TESTS_COST)
    set(TESTS_COST 1)
  endif()
  foreach(shard RANGE 1 ${TESTS_SHARDS})
    set(run ${name})
    if(TESTS_SHARDS GREATER 1)
      set(run ${name}_${shard})
    endif()
    math(EXPR index "${shard} - 1")
    add_test(NAME ${run} COMMAND ${target} --gtest_brief=1
      "--gtest_output=json:${CMAKE_BINARY_DIR}/reports/${run}.report.json")
    set_tests_properties(${run} PROPERTIES TIMEOUT 600 COST ${TESTS_COST}
      ENVIRONMENT "GTEST_TOTAL_SHARDS=${TESTS_SHARDS};GTEST_SHARD_INDEX=${index}")
  endforeach()
endfunction()

# zhiheng_bench(NAME room...): one Google Benchmark program from bench/NAME.
function(zhiheng_bench name)
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/benchmarks/${name}/*_bench.cpp")
  if(NOT sources)
    return()
  endif()
  add_executable(bench_${name} ${sources})
  target_link_libraries(bench_${name} PRIVATE zhiheng_flags benchmark::benchmark)
  foreach(room IN LISTS ARGN)
    target_link_libraries(bench_${name} PRIVATE zhiheng::${room})
  endforeach()
  target_compile_definitions(bench_${name} PRIVATE ZHIHENG_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                                                   ZHIHENG_PROGRAM="${CMAKE_BINARY_DIR}/zhiheng")
endfunction()

# zhiheng_fuzz(NAME room...): one libFuzzer program from fuzz/NAME_fuzz.cpp.
function(zhiheng_fuzz name)
  add_executable(fuzz_${name} "${CMAKE_SOURCE_DIR}/fuzz/${name}_fuzz.cpp")
  target_link_libraries(fuzz_${name} PRIVATE zhiheng_flags)
  foreach(room IN LISTS ARGN)
    target_link_libraries(fuzz_${name} PRIVATE zhiheng::${room})
  endforeach()
  target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer,address)
endfunction()
