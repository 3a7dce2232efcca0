#include "engine/table/html.hpp"

#include <doctest/doctest.h>

#include <pugixml.hpp>

#include "engine/table/document.hpp"
#include "engine/table/test/library_card.hpp"

using namespace leye;
using namespace leye::table;

namespace {

TableSheet cards() {
    return TableDocument::load(test::library_card)->view(0).value();
}

// The page as a tree; its void elements are closed for the reader of XML.
pugi::xml_document tree(std::string page) {
    for (size_t at = page.find("<meta "); at != page.npos; at = page.find("<meta ", at + 1))
        page.insert(page.find('>', at), "/");
    page.replace(page.find("<caption hidden>"), 16, "<caption>");
    page.erase(0, page.find("<html"));
    pugi::xml_document out;
    const auto parsed =
        out.load_buffer(page.data(), page.size(), pugi::parse_default | pugi::parse_ws_pcdata);
    REQUIRE_MESSAGE(parsed, parsed.description());
    return out;
}

std::vector<std::string> texts(const pugi::xml_document& page, const char* path) {
    std::vector<std::string> out;
    for (const auto& node : page.select_nodes(path)) out.emplace_back(node.node().text().get());
    return out;
}
using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a page says the policy, the columns with their scope, and every rule with its number") {
    const auto page = tree(to_html(cards()));
    CHECK(texts(page, "//h1") == Texts{"借书证"});
    CHECK(page.select_node("/html[@lang='zh-CN']"));
    CHECK(texts(page, "//p[@class='about']/b") == Texts{"UNIQUE"});
    CHECK(to_html(cards()).find("至多一条规则成立") != std::string::npos);
    CHECK(texts(page, "//thead/tr[1]/th") == Texts{"规则", "条件", "结果", "说明"});
    CHECK(page.select_node("//thead/tr[1]/th[@scope='colgroup'][@colspan='2']"));
    CHECK(texts(page, "//thead/tr[2]/th[@scope='col']") == Texts{"年龄", "住在本市", "证件", "依据"});
    CHECK(texts(page, "//tbody/tr/th[@scope='row']") == Texts{"1", "2", "3"});
    CHECK(texts(page, "//tbody/tr[1]/td") == Texts{"< 16", "-", "\"child\"", "章程一"});
    CHECK(page.select_nodes("//tbody/tr[2]/td").size() == 4);
    CHECK(!page.select_node("//div[@class='verdict']"));
    CHECK(!page.select_node("//footer"));
}

TEST_CASE("a page speaks English too, and shows the verdict and the footer that it is given") {
    const Page what{.language = Language::en,
                    .title = "A <card>",
                    .verdict = {"Complete.", "No <two> rules overlap."},
                    .footer = "2026-11-23"};
    const auto page = tree(to_html(cards(), what));
    CHECK(page.select_node("/html[@lang='en']"));
    CHECK(texts(page, "//thead/tr[1]/th") == Texts{"Rule", "Condition", "Result", "Note"});
    CHECK(texts(page, "//div[@class='verdict']/p") == Texts{"Complete.", "No <two> rules overlap."});
    CHECK(texts(page, "//h1") == Texts{"A <card>"});
    CHECK(texts(page, "//footer") == Texts{"2026-11-23"});
    CHECK(to_html(cards(), what).find("条件") == std::string::npos);
}

TEST_CASE("no text of a table becomes markup, and the page loads and runs nothing") {
    auto sheet = cards();
    const std::string evil = "</td></style><script>alert(\"x\")</script><img src='x' onerror='y'>&amp;";
    sheet.name = sheet.decision = sheet.hit_policy = sheet.aggregation = evil;
    sheet.inputs[0] = {evil, evil, evil, evil, evil};
    sheet.outputs[0] = {evil, evil, evil, evil, evil, evil};
    sheet.annotations[0] = {evil, evil};
    sheet.rules[0] = {evil, {evil, evil}, {evil}, {evil}};
    const auto html =
        to_html(sheet, {.language = Language::zh, .title = {}, .verdict = {evil}, .footer = evil});
    const auto page = tree(html);
    CHECK(!page.select_node("//script"));
    CHECK(!page.select_node("//img"));
    CHECK(texts(page, "//tbody/tr[1]/td") == Texts{evil, evil, evil, evil});
    CHECK(texts(page, "//h1") == Texts{evil});
    CHECK(html.find("http") == std::string::npos);
    CHECK(html.find("url(") == std::string::npos);
}

TEST_CASE("a printed page lies across, repeats its head and cuts no rule") {
    const auto html = to_html(cards());
    CHECK(html.find("size: A4 landscape") != std::string::npos);
    CHECK(html.find("table-header-group") != std::string::npos);
    CHECK(html.find("break-inside: avoid") != std::string::npos);
}
