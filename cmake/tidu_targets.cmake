# Compiler rules for every target, and the two functions with which a folder declares its target and its tests.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

find_program(TIDU_CCACHE ccache)
if(TIDU_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${TIDU_CCACHE})
endif()

# CUDA has rules of its own (exec/cuda).
# Same bits everywhere: one baseline instruction set, no contraction to FMA, no fast math (docs/architecture.md, "Same bits").
add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-ffp-contract=off;-fno-fast-math>")
add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-Wall;-Wextra;-Wpedantic;-Wshadow;-Wconversion;-Wsign-conversion>")
# A member that a designated initialiser leaves out has its default: that is what designated initialisers are for.
add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-Wno-missing-field-initializers>")
# False alarms of g++ 12 where std::string + is inlined (GCC bug 105651); fixed in 13.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-Wno-restrict>")
endif()
if(TIDU_WERROR)
  add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-Werror>")
endif()
if(TIDU_SANITIZE)
  # False alarms of g++ inside std::regex once it is instrumented.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-Wno-maybe-uninitialized>")
  endif()
  add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:-fsanitize=${TIDU_SANITIZE};-fno-omit-frame-pointer;-fno-sanitize-recover=all>")
  add_link_options(-fsanitize=${TIDU_SANITIZE})
endif()

if(TIDU_TESTS AND NOT TIDU_CORE_ONLY)
  enable_testing()
  find_package(GTest REQUIRED)
  find_package(rapidcheck REQUIRED)
  include(GoogleTest)
endif()

add_custom_target(tidu_pure)

# tidu_module(<name> [PURE] SOURCES <file>... [DEPENDS <target>...])
# A folder's library tidu_<name>. PURE: part of core, built without exceptions and with the target tidu_pure. For WebAssembly the objects are linked as they
# are, all of them: the linker wants indices in archives that the machine's own ar does not write.
function(tidu_module name)
  cmake_parse_arguments(ARG "PURE" "" "SOURCES;DEPENDS" ${ARGN})
  if(TIDU_CORE_ONLY)
    add_library(tidu_${name} OBJECT ${ARG_SOURCES})
  else()
    add_library(tidu_${name} STATIC ${ARG_SOURCES})
  endif()
  target_include_directories(tidu_${name} PUBLIC ${CMAKE_SOURCE_DIR})
  target_link_libraries(tidu_${name} PUBLIC ${ARG_DEPENDS})
  if(ARG_PURE)
    target_compile_options(tidu_${name} PRIVATE -fno-exceptions)
    add_dependencies(tidu_pure tidu_${name})
  endif()
endfunction()

# tidu_tests(<name> [ONCE] SOURCES <file>_test.cpp... [DEPENDS <target>...] [TOGETHER <filter>...])
# The folder's test program tidu_<name>_tests; each test becomes an entry of ctest. ONCE: its tests have the label `once`, for
# what they look at does not depend on the compiler, and a second one leaves them out. TOGETHER: each filter becomes an entry
# instead, so that its tests share in one process what all of them need and what takes long to work out.
# Tests are compiled without optimisation, which halves the time that takes; what they test is optimised. Eight files are compiled
# at once (a quarter of the time: most of it goes into templates of gtest and rapidcheck), so that names differ within a folder;
# -DTIDU_UNITY_TESTS=OFF compiles each by itself.
function(tidu_tests name)
  if(NOT TIDU_TESTS OR TIDU_CORE_ONLY)
    return()
  endif()
  cmake_parse_arguments(ARG "ONCE" "" "SOURCES;DEPENDS;TOGETHER" ${ARGN})
  add_executable(tidu_${name}_tests ${ARG_SOURCES})
  target_link_libraries(tidu_${name}_tests PRIVATE ${ARG_DEPENDS} GTest::gtest_main)
  target_compile_definitions(tidu_${name}_tests PRIVATE TIDU_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  target_compile_options(tidu_${name}_tests PRIVATE -O0)
  set_target_properties(tidu_${name}_tests PROPERTIES UNITY_BUILD ${TIDU_UNITY_TESTS} UNITY_BUILD_BATCH_SIZE 8)
  if(ARG_ONCE)
    set(label LABELS once)
  endif()
  if(NOT ARG_TOGETHER)
    gtest_discover_tests(tidu_${name}_tests DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 300 ${label})
  endif()
  foreach(filter IN LISTS ARG_TOGETHER)
    add_test(NAME "${name} ${filter}" COMMAND tidu_${name}_tests --gtest_filter=${filter})
    # among the longest: ctest begins with them
    set_tests_properties("${name} ${filter}" PROPERTIES TIMEOUT 900 COST 100 ${label})
  endforeach()
endfunction()
