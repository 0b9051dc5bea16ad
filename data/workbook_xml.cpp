// SPDX-License-Identifier: Apache-2.0
#include "data/workbook_xml.h"

#include <optional>

#include "core/base/escape.h"

namespace tidu::data::xml {
namespace {

constexpr unsigned kParseOptions = pugi::parse_escapes | pugi::parse_eol | pugi::parse_cdata | pugi::parse_doctype |
                                   pugi::parse_wconv_attribute | pugi::parse_ws_pcdata_single;

/// What the tree of pugixml takes: a node for each element and text, an entry for each attribute. In UTF-16 the marks
/// are found as well, as one of the two bytes.
std::uint64_t tree_bytes(std::string_view bytes) {
  constexpr std::uint64_t kNode = 64;
  constexpr std::uint64_t kAttribute = 40;
  std::uint64_t nodes = 0;
  std::uint64_t attributes = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] == '<') {
      nodes += i + 1 < bytes.size() && bytes[i + 1] == '/' ? 0U : 1U;
    } else if (bytes[i] == '>') {
      nodes += i + 1 < bytes.size() && bytes[i + 1] != '<' ? 1U : 0U;
    } else if (bytes[i] == '=') {
      ++attributes;
    }
  }
  return nodes * kNode + attributes * kAttribute;
}

std::optional<char32_t> hexadecimal(std::string_view digits) {
  char32_t value = 0;
  for (const char c : digits) {
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                             : -1;
    if (digit < 0) return std::nullopt;
    value = value * 16 + static_cast<char32_t>(digit);
  }
  return value;
}

/// The code of _xHHHH_ at a place, if that is what stands there.
std::optional<char32_t> escaped_at(std::string_view text, std::size_t at) {
  constexpr std::size_t kLength = 7;
  if (at + kLength > text.size() || text[at] != '_' || text[at + 1] != 'x' || text[at + 6] != '_') return std::nullopt;
  return hexadecimal(text.substr(at + 2, 4));
}

/// Undoes _xHHHH_ (ECMA-376 part 1, 22.9.2.19) and CR LF in what stands behind `from`.
void unescape(std::string& text, std::size_t from) {
  constexpr std::size_t kLength = 7;
  const std::string_view view = std::string_view(text).substr(from);
  if (view.find("_x") == std::string_view::npos && view.find('\r') == std::string_view::npos) return;
  std::string out;
  for (std::size_t i = 0; i < view.size();) {
    const auto code = escaped_at(view, i);
    const auto low = code && *code >= 0xD800 && *code < 0xDC00 ? escaped_at(view, i + kLength) : std::nullopt;
    if (low && *low >= 0xDC00 && *low < 0xE000) {
      escape::append_utf8(out, 0x10000 + ((*code - 0xD800) << 10) + (*low - 0xDC00));
      i += 2 * kLength;
    } else if (code && (*code < 0xD800 || *code >= 0xE000)) {
      escape::append_utf8(out, *code);
      i += kLength;
    } else {
      out += view[i++];
    }
  }
  text.resize(from);
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (out[i] != '\r') {
      text += out[i];
    } else if (i + 1 == out.size() || out[i + 1] != '\n') {
      text += '\n';
    }
  }
}

}  // namespace

Result<Part> Part::parse(std::string bytes, const std::string& name, std::string_view root, std::uint64_t most) {
  if (tree_bytes(bytes) > most) {
    return failure(ErrorCode::limit, text("data.workbook.tree", name, most >> 20), text("data.workbook.limit.hint"));
  }
  Part part;
  part.bytes_ = std::make_unique<std::string>(std::move(bytes));
  part.document_ = std::make_unique<pugi::xml_document>();
  const auto parsed = part.document_->load_buffer_inplace(part.bytes_->data(), part.bytes_->size(), kParseOptions);
  // before anything else is said of it; pugixml never expands what a DOCTYPE declares
  bool doctype = parsed.status == pugi::status_bad_doctype;
  for (const pugi::xml_node node : part.document_->children()) doctype |= node.type() == pugi::node_doctype;
  if (doctype)
    return failure(ErrorCode::syntax, text("data.workbook.doctype", name), text("data.workbook.damaged.hint"));
  if (!parsed) {
    return failure(ErrorCode::syntax, text("data.workbook.xml", name, parsed.offset + 1),
                   text("data.workbook.damaged.hint"));
  }
  if (local(part.root().name()) != root) {
    return failure(ErrorCode::syntax, text("data.workbook.root", name, root), text("data.workbook.damaged.hint"));
  }
  return part;
}

std::string_view local(std::string_view name) { return name.substr(name.find(':') + 1); }

pugi::xml_node child(pugi::xml_node parent, std::string_view name) {
  pugi::xml_node found;
  for_children(parent, [&](pugi::xml_node node, std::string_view local_name) {
    if (!found && local_name == name) found = node;
  });
  return found;
}

void append_text(std::string& out, pugi::xml_node element) {
  for (const pugi::xml_node node : element.children()) {
    if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) out += node.value();
  }
}

void append_string(std::string& out, pugi::xml_node item) {
  const std::size_t from = out.size();
  for_children(item, [&out](pugi::xml_node node, std::string_view name) {
    if (name == "t") append_text(out, node);
    if (name == "r") append_text(out, child(node, "t"));
  });
  unescape(out, from);
}

void append_result(std::string& out, pugi::xml_node value) {
  const std::size_t from = out.size();
  append_text(out, value);
  unescape(out, from);
}

bool is_true(pugi::xml_attribute attribute) {
  const std::string_view value = attribute.value();
  return value == "1" || value == "true" || value == "on";
}

}  // namespace tidu::data::xml
