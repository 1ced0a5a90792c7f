#include "web/html/html.hpp"

#include <catch2/catch.hpp>

using namespace yellowsea::web::html;

TEST_CASE("every text is escaped, wherever it stands", "[html]") {
  const std::string bad = "<script>alert('x')</script> & \"";
  const Markup page = element("p", {{"title", bad}, {"lang", "en"}}, bad);
  CHECK(page.text() ==
        "<p title=\"&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;\" lang=\"en\">"
        "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;</p>");
  CHECK(Markup(std::string("a\0b\x1B\nc", 6)).text() == "ab\nc");
  CHECK(Markup("課題 & 통관").text() == "課題 &amp; 통관");
}

TEST_CASE("elements nest, and those without content have no end", "[html]") {
  const Markup list = element("ul", {}, {element("li", "a"), element("li", {"b", void_element("br"), "c"})});
  CHECK(list.text() == "<ul><li>a</li><li>b<br>c</li></ul>");
  CHECK(void_element("input", {{"name", "q"}, Attribute::flag("required")}).text() ==
        "<input name=\"q\" required>");
}

TEST_CASE("an address is encoded, and a text is none", "[html]") {
  CHECK(Address::here({"en", "register", "a/b 課"}).text() == "/en/register/a%2Fb%20%E8%AA%B2");
  CHECK(Address::here({}).text() == "/");
  CHECK(Address::here({"en"}, {{"q", "a&b"}, {"city", ""}, {"sort", "-id"}}).text() ==
        "/en?q=a%26b&sort=-id");
  CHECK(element("a", {{"href", Address::query({{"q", "\"'<"}})}}, "x").text() ==
        "<a href=\"?q=%22%27%3C\">x</a>");
  CHECK(element("a", {{"href", "javascript:alert(1)"}}, "x").text() == "<a href=\"\">x</a>");
}

TEST_CASE("of what users write only web addresses become links", "[html]") {
  CHECK(Address::web("https://www.city.example/a?b=c#d")->text() == "https://www.city.example/a?b=c#d");
  for (const char* text : {"javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "//host", "ftp://x",
                           "https://a\"b", "https://a b", "https://a\nb", " https://a"})
    CHECK_FALSE(Address::web(text));
}
