// SPDX-License-Identifier: Apache-2.0
#include "core/base/escape.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace tidu {
namespace {

TEST(Escape, HtmlHasNoTagLeft) {
  EXPECT_EQ(escape::html("</script><img src=x onerror='a&b'>"),
            "&lt;/script&gt;&lt;img src=x onerror=&#39;a&amp;b&#39;&gt;");
  EXPECT_EQ(escape::html("a\xE2\x80\xAE"
                         "b"),
            "aU+202Eb");
  EXPECT_EQ(escape::html("\x1b[31m"), "U+001B[31m");
  EXPECT_EQ(escape::html("北京"), "北京");
  EXPECT_EQ(escape::html("\xff"), "\xEF\xBF\xBD");
}

RC_GTEST_PROP(Escape, HtmlAndScriptNeverHoldMarkup, (std::string text)) {
  RC_ASSERT(escape::html(text).find_first_of("<>\"'") == std::string::npos);
  const std::string script = escape::script_json(text);
  RC_ASSERT(script.find_first_of("<>&'\n\r") == std::string::npos);
  RC_ASSERT(!escape::find_invalid_utf8(script).has_value());
  RC_ASSERT(!escape::find_forbidden(escape::terminal(text)).has_value());
}

TEST(Escape, CsvQuotesAsRfc4180) {
  EXPECT_EQ(escape::csv_field("plain"), "plain");
  EXPECT_EQ(escape::csv_field("a,\"b\"\n"), "\"a,\"\"b\"\"\n\"");
  EXPECT_EQ(escape::csv_field("=HYPERLINK(\"x\")"), "\"=HYPERLINK(\"\"x\"\")\"");
  EXPECT_EQ(escape::csv_field("=1+1", true), "'=1+1");
  EXPECT_EQ(escape::csv_field("=a,b", true), "\"'=a,b\"");
}

TEST(Escape, TerminalShowsWhatItHides) {
  EXPECT_EQ(escape::terminal("\x1b[31mred\n"), "<U+001B>[31mred<U+000A>");
  EXPECT_EQ(escape::terminal("a\nb", true), "a\nb");
  EXPECT_EQ(escape::terminal("\xC2\x9B"), "<U+009B>");
}

TEST(Escape, FindsForbiddenCharacters) {
  EXPECT_FALSE(escape::find_forbidden("广东, Guangdong\t").has_value());
  const auto found = escape::find_forbidden("广东\xE2\x80\xAE");
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->byte, 6U);
  EXPECT_EQ(found->character, 2U);
  EXPECT_EQ(found->code, U'\u202E');
}

TEST(Escape, FindsBytesThatAreNoUtf8) {
  EXPECT_EQ(escape::find_invalid_utf8("ab\xB1\xB1"), 2U);        // GBK
  EXPECT_EQ(escape::find_invalid_utf8("\xC0\xAF"), 0U);          // overlong
  EXPECT_EQ(escape::find_invalid_utf8("\xED\xA0\x80"), 0U);      // surrogate
  EXPECT_EQ(escape::find_invalid_utf8("\xF4\x90\x80\x80"), 0U);  // above U+10FFFF
  EXPECT_EQ(escape::find_invalid_utf8("x\xE5\x8C"), 1U);         // cut off
  EXPECT_FALSE(escape::find_invalid_utf8("𠀀梯度").has_value());
  EXPECT_EQ(escape::count_characters("𠀀梯度"), 3U);
}

}  // namespace
}  // namespace tidu
