// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "core/base/result.h"

/// What the parts of a workbook have in common as XML. Elements are found by their names without prefix: writers choose
/// their own prefixes, and no two elements of a sheet that matter here differ in the prefix alone.
namespace tidu::data::xml {

/// A part as a tree together with the bytes that the tree points into.
class Part {
 public:
  /// bytes   of the part; UTF-8, UTF-16, UTF-32 or Latin-1
  /// most    bytes of memory that the tree may need, estimated before it is built
  /// errors  syntax (not well-formed, a DOCTYPE, another root), limit
  static Result<Part> parse(std::string bytes, const std::string& name, std::string_view root, std::uint64_t most);

  pugi::xml_node root() const { return document_->document_element(); }

 private:
  std::unique_ptr<std::string> bytes_;
  std::unique_ptr<pugi::xml_document> document_;
};

/// "x:row" -> "row".
std::string_view local(std::string_view name);

/// Calls visit(element, its name without prefix) for each child. Of alternatives (mc:AlternateContent) the fallback is
/// taken: Tidu knows none of the extensions that the choices are made for.
template <class Visit>
void for_children(pugi::xml_node parent, const Visit& visit, int depth = 0) {
  constexpr int kDeepest = 8;
  for (const pugi::xml_node child : parent.children()) {
    if (child.type() != pugi::node_element) continue;
    const std::string_view name = local(child.name());
    if (name != "AlternateContent") {
      visit(child, name);
    } else if (depth < kDeepest) {
      for (const pugi::xml_node branch : child.children()) {
        if (local(branch.name()) == "Fallback") for_children(branch, visit, depth + 1);
      }
    }
  }
}

/// The first child of that name; an empty node if there is none.
pugi::xml_node child(pugi::xml_node parent, std::string_view name);

/// Appends all text directly inside an element.
void append_text(std::string& out, pugi::xml_node element);

/// Appends a string item (<si>, <is>): its text or the texts of its runs; hints for pronunciation are left out. _x000D_
/// and the like become the characters they stand for, line ends LF.
void append_string(std::string& out, pugi::xml_node item);

/// Appends the text of a formula's result (<v> of type str), with the same characters undone.
void append_result(std::string& out, pugi::xml_node value);

/// "1", "true", "on" of an attribute.
bool is_true(pugi::xml_attribute attribute);

}  // namespace tidu::data::xml
