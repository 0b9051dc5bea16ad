# Writes files as constants of a C++ source: cmake -DOUTPUT=x.cpp -DNAMESPACE=a::b -DFILES=kName=path,kOther=path -P embed.cmake
string(REPLACE "," ";" entries "${FILES}")
set(text "// Made by cmake/embed.cmake.\n#include <string_view>\n\nnamespace ${NAMESPACE} {\n")
foreach(entry IN LISTS entries)
  string(REGEX MATCH "^([^=]+)=(.*)$" _ "${entry}")
  set(name ${CMAKE_MATCH_1})
  file(READ "${CMAKE_MATCH_2}" content HEX)
  string(LENGTH "${content}" length)
  math(EXPR bytes "${length} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," numbers "${content}")
  string(REGEX REPLACE "((0x[0-9a-f][0-9a-f],){32})" "\\1\n" numbers "${numbers}")
  string(APPEND text "namespace {\nconstexpr unsigned char ${name}Bytes[] = {\n${numbers}0};\n}\n"
    "extern const std::string_view ${name};\n"
    "const std::string_view ${name}(reinterpret_cast<const char*>(${name}Bytes), ${bytes});\n")
endforeach()
string(APPEND text "}  // namespace ${NAMESPACE}\n")
file(WRITE "${OUTPUT}" "${text}")
