// SPDX-License-Identifier: Apache-2.0
#include "report/report.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>

#include "core/base/escape.h"
#include "report/embedded.h"
#include "report/page_json.h"
#include "report/still.h"

namespace tidu::report {
namespace {

/// 'sha256-...' as a content-security policy wants it.
std::string policy_hash(std::string_view bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
  std::array<unsigned char, 4 * ((SHA256_DIGEST_LENGTH + 2) / 3) + 1> base64{};
  EVP_EncodeBlock(base64.data(), digest.data(), static_cast<int>(digest.size()));
  return "'sha256-" + std::string(base64.begin(), base64.end() - 1) + "'";
}

/// The parts of the program in a scope of their own.
std::string program() {
  std::string script = "'use strict';\n{\n";
  for (const std::string_view* part : embedded::kProgram) script.append(*part).append("\n");
  return script + "}\n";
}

}  // namespace

std::string render_html(const data::ResultSet& results) {
  const std::string script = program();
  const std::string policy = "default-src 'none'; script-src " + policy_hash(script) + "; style-src " +
                             policy_hash(embedded::kStyle) +
                             "; img-src data: blob:; base-uri 'none'; form-action 'none'";
  const auto& catalogue = study::Catalogue::instance();
  std::string page = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  page += "<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy + "\">\n";
  page += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  page += "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"generator\" content=\"Tidu " +
          escape::html(results.version) + "\">\n";
  page += "<title>" + escape::html(results.title.en) + "</title>\n<link rel=\"icon\" href=\"data:,\">\n";
  page.append("<style>").append(embedded::kStyle).append("</style>\n</head>\n<body>\n<noscript>");
  page += "<p>" + escape::html(catalogue.get("report.no_script", study::Language::en)) + "</p>" +
          still_map(results, study::Language::en) + "<p lang=\"zh-CN\">" +
          escape::html(catalogue.get("report.no_script", study::Language::zh)) + "</p>" +
          still_map(results, study::Language::zh);
  page += "</noscript>\n<script type=\"application/json\" id=\"data\">" + results_json(results) + "</script>\n";
  page += "<script type=\"application/json\" id=\"texts\">" + texts_json(results) + "</script>\n";
  return page + "<script>" + script + "</script>\n</body>\n</html>\n";
}

std::string table_title(const data::ResultSet& results, const data::Table& table, study::Language language) {
  const auto label = std::find_if(results.labels.begin(), results.labels.end(),
                                  [&table](const data::Label& l) { return l.id == table.subject; });
  const bool english = language == study::Language::en;
  const std::string subject = label == results.labels.end() ? table.subject : english ? label->name.en : label->name.zh;
  const std::string key = "table." + std::string(table.family()) + ".title";
  return study::Catalogue::instance().render(text(key, subject), language);
}

}  // namespace tidu::report
