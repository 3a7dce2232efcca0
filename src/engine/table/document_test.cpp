#include "engine/table/document.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <pugixml.hpp>
#include <random>

#include "engine/feel/model.hpp"
#include "engine/table/test/library_card.hpp"

using namespace leye;
using namespace leye::table;
using test::library_card;

namespace {

TableDocument loaded(const std::string& xml = library_card) {
    auto document = TableDocument::load(xml);
    REQUIRE_MESSAGE(document, document.error().code);
    return std::move(*document);
}

TableSheet sheet(const TableDocument& document) {
    auto view = document.view(0);
    REQUIRE_MESSAGE(view, view.error().code);
    return std::move(*view);
}

std::string text_after(const TableSheet& wanted, const std::string& xml = library_card) {
    auto document = loaded(xml);
    const auto done = document.apply(0, wanted);
    REQUIRE_MESSAGE(done, done.error().code);
    return document.text();
}

// The file with one place changed.
std::string with(std::string from, const std::string& to, std::string xml = library_card) {
    const size_t at = xml.find(from);
    REQUIRE(at != xml.npos);
    REQUIRE(xml.find(from, at + 1) == xml.npos);
    return xml.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("what stands around comments and in CDATA is one text, for who edits a table and for who decides by it") {
    const std::string cell = "<dmn:text>&lt; 16</dmn:text>", out = "<dmn:text>\"child\"</dmn:text>";
    const std::string xml = with(cell, "<dmn:text>&lt; 1<!-- sixteen -->6</dmn:text>",
                                 with(out, "<dmn:text>\"a<!-- b -->b<![CDATA[<]]><!-- blank --> <!-- --><![CDATA[ ]]>&gt;\"<?x?></dmn:text>"));
    const auto seen = sheet(loaded(xml));
    const auto model = feel::load_model(xml, {"age", "resident"});
    REQUIRE_MESSAGE(model, model.error().details.at("sentence"));
    const auto& rule = model->tables.at("card").rules[0];
    CHECK(seen.rules[0].cells[0] == "< 16");
    CHECK(rule.cell_sources[0] == seen.rules[0].cells[0]);
    CHECK(seen.rules[0].outputs[0] == "\"ab<  >\"");
    CHECK("\"" + *rule.outputs[0]->value.as<std::string>() + "\"" == seen.rules[0].outputs[0]);
}

TEST_CASE("a table is seen as plain text, with the names and ids of its file") {
    const auto document = loaded();
    CHECK(document.version() == "1.3");
    REQUIRE(document.tables().size() == 1);
    CHECK(document.tables()[0].decision == "card");
    CHECK(document.tables()[0].line == 9);
    const auto s = sheet(document);
    CHECK(s.name == "借书证");
    CHECK(s.hit_policy == "UNIQUE");
    CHECK(s.inputs == std::vector<TableSheet::Input>{{"input_1", "年龄", "age", "number", ""},
                                                     {"input_2", "住在本市", "resident", "boolean", ""}});
    CHECK(s.outputs == std::vector<TableSheet::Output>{
                           {"output_1", "kind", "证件", "string", "\"child\", \"adult\", \"none\"", ""}});
    CHECK(s.annotations == std::vector<TableSheet::Annotation>{{"#1", "依据"}});
    REQUIRE(s.rules.size() == 3);
    CHECK(s.rules[0] == TableSheet::Rule{"rule_1", {"< 16", "-"}, {"\"child\""}, {"章程一"}});
    CHECK(s.rules[1] == TableSheet::Rule{"rule_2", {">= 16", "true"}, {"\"adult\""}, {""}});
    CHECK(document.find("card").value() == 0);
    CHECK(document.find("card_table").value() == 0);
    CHECK(document.find("cards").error().details.at("known") == "card");
}

TEST_CASE("a file that is not changed is written byte for byte as it was read") {
    CHECK(loaded().text() == library_card);
    auto document = loaded();
    CHECK(document.apply(0, sheet(document)));
    CHECK(document.text() == library_card);
    const auto marked = "\xef\xbb\xbf" + library_card;
    CHECK(text_after(sheet(loaded()), marked) == marked);
}

TEST_CASE("a changed cell, note, label or policy changes its place and no other byte") {
    auto s = sheet(loaded());
    s.rules[0].cells[0] = "< 18";
    CHECK(text_after(s) == with("&lt; 16", "&lt; 18"));
    s = sheet(loaded());
    s.rules[1].cells[0] = "> 16 and \"]]>\" != \"𠮷\"";
    CHECK(text_after(s) == with("<![CDATA[>= 16]]>", "<![CDATA[> 16 and \"]]]]><![CDATA[>\" != \"𠮷\"]]>"));
    s = sheet(loaded());
    s.rules[2].notes[0] = "章程二\n& <三>";
    CHECK(text_after(s) == with("<dmn:text/>", "<dmn:text>章程二\n&amp; &lt;三&gt;</dmn:text>"));
    s = sheet(loaded());
    s.inputs[0].label = "\"年龄\"\n岁";
    CHECK(text_after(s) == with("label=\"年龄\"", "label=\"&quot;年龄&quot;&#10;岁\""));
    s = sheet(loaded());
    s.hit_policy = "collect";
    s.aggregation = "count";
    CHECK(text_after(s) == with("hitPolicy=\"UNIQUE\" x:colour=\"blue\"",
                                "hitPolicy=\"COLLECT\" x:colour=\"blue\" aggregation=\"COUNT\""));
    s = sheet(loaded());
    s.outputs[0].values = "\"child\"";
    CHECK(text_after(s) == with("\"child\", \"adult\", \"none\"", "\"child\""));
}

TEST_CASE("what was absent is put in its place, and what becomes empty goes") {
    auto s = sheet(loaded());
    s.rules[1].notes[0] = "章程三";
    CHECK(text_after(s) == with("id=\"cell_6\"><dmn:text>\"adult\"</dmn:text></dmn:outputEntry>\n",
                                "id=\"cell_6\"><dmn:text>\"adult\"</dmn:text></dmn:outputEntry>\n        "
                                "<dmn:annotationEntry><dmn:text>章程三</dmn:text></dmn:annotationEntry>\n"));
    s = sheet(loaded());
    s.outputs[0].fallback = "\"none\"";
    s.inputs[0].allowed = ">= 0";
    auto text = text_after(s);
    CHECK(text ==
          with("</dmn:outputValues>\n",
               "</dmn:outputValues>\n        "
               "<dmn:defaultOutputEntry><dmn:text>\"none\"</dmn:text></dmn:defaultOutputEntry>\n",
               with("<dmn:text>age</dmn:text></dmn:inputExpression>\n",
                    "<dmn:text>age</dmn:text></dmn:inputExpression>\n        "
                    "<dmn:inputValues id=\"values_2\"><dmn:text>&gt;= 0</dmn:text></dmn:inputValues>\n")));
    s.outputs[0].fallback = s.inputs[0].allowed = "";
    CHECK(text_after(s, text) == library_card);
    s.outputs[0].values = s.outputs[0].label = s.inputs[1].type = "";
    CHECK(sheet(loaded(text_after(s, text))) == s);
}

TEST_CASE("a new rule gets the file's prefix, indentation and ids that nothing in the file has") {
    auto s = sheet(loaded());
    s.rules.insert(s.rules.begin() + 1, {"", {"16", "-"}, {"\"adult\""}, {"章程四"}});
    const auto text = text_after(s);
    CHECK(text == with("</dmn:rule> <!-- 1 -->\n", R"(</dmn:rule> <!-- 1 -->
      <dmn:rule id="rule_10">
        <dmn:inputEntry id="cell_10"><dmn:text>16</dmn:text></dmn:inputEntry>
        <dmn:inputEntry id="cell_11"><dmn:text>-</dmn:text></dmn:inputEntry>
        <dmn:outputEntry id="cell_12"><dmn:text>"adult"</dmn:text></dmn:outputEntry>
        <dmn:annotationEntry><dmn:text>章程四</dmn:text></dmn:annotationEntry>
      </dmn:rule>
)"));
    CHECK(sheet(loaded(text)).rules[1].id == "rule_10");
}

TEST_CASE(
    "a rule that is moved or removed takes the comments with it that lead to it, and leaves the others") {
    auto s = sheet(loaded());
    std::swap(s.rules[0], s.rules[2]);
    const auto text = text_after(s);
    const auto before = [&](const char* a, const char* b) { return text.find(a) < text.find(b); };
    CHECK(before("<!-- everybody else", "id=\"rule_9\""));
    CHECK(before("id=\"rule_9\"", "rule   id=\"rule_2\" x:mark=\"&#x20BB7;\" >"));
    CHECK(before("id=\"rule_2\"", "<!-- young readers -->"));
    CHECK(before("<!-- young readers -->", "id=\"rule_1\""));
    CHECK(before("id=\"rule_1\"", "<!-- 1 -->"));
    auto back = sheet(loaded(text));
    std::swap(back.rules[0], back.rules[2]);
    CHECK(text_after(back, text) == library_card);
    s = sheet(loaded());
    s.rules.erase(s.rules.begin() + 2);
    const size_t from = library_card.find("\n      <!-- everybody else"),
                 until = library_card.find("\n    </dmn:decisionTable>");
    CHECK(text_after(s) == library_card.substr(0, from) + library_card.substr(until));
}

TEST_CASE("columns are added, moved and removed with their cells") {
    auto s = sheet(loaded());
    s.inputs.push_back({"", "读者证号", "number", "string", ""});
    s.outputs.insert(s.outputs.begin(), {"", "days", "天数", "number", "", ""});
    s.annotations.push_back({"", "说明"});
    for (size_t r = 0; r < s.rules.size(); ++r) {
        s.rules[r].cells.push_back(r ? "-" : "\"001\"");
        s.rules[r].outputs.insert(s.rules[r].outputs.begin(), std::to_string(30 * r));
        s.rules[r].notes.push_back("第" + std::to_string(r) + "条");
    }
    auto text = text_after(s);
    auto seen = sheet(loaded(text));
    CHECK(seen.inputs[2].id == "input_3");
    CHECK(seen.outputs[0].id == "output_2");
    CHECK(seen.rules == s.rules);
    CHECK(text.find("      <dmn:input id=\"input_3\" label=\"读者证号\">\n        <dmn:inputExpression "
                    "id=\"expression_3\" typeRef=\"string\">") != text.npos);
    // Back again: nothing is left behind but the note that rule 2 had left out.
    seen.inputs.erase(seen.inputs.begin() + 2);
    seen.outputs.erase(seen.outputs.begin());
    seen.annotations.pop_back();
    for (auto& rule : seen.rules) {
        rule.cells.pop_back();
        rule.outputs.erase(rule.outputs.begin());
        rule.notes.pop_back();
    }
    text = text_after(seen, text);
    CHECK(text == with("<dmn:text>\"adult\"</dmn:text></dmn:outputEntry>\n",
                       "<dmn:text>\"adult\"</dmn:text></dmn:outputEntry>\n        "
                       "<dmn:annotationEntry><dmn:text></dmn:text></dmn:annotationEntry>\n"));
    s = sheet(loaded());
    std::swap(s.inputs[0], s.inputs[1]);
    for (auto& rule : s.rules) std::swap(rule.cells[0], rule.cells[1]);
    CHECK(sheet(loaded(text_after(s))) == s);
}

TEST_CASE("a table without inputs, notes, rules or line ends takes all of them") {
    const std::string bare =
        "<definitions xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/'><decision id='d' "
        "name='d'><decisionTable>"
        "<output/></decisionTable></decision></definitions>";
    auto document = loaded(bare);
    CHECK(document.version() == "1.5");
    auto s = sheet(document);
    CHECK(s.outputs[0].id == "#1");
    s.inputs = {{"", "年龄", "age", "", "[0..120]"}, {"", "", "b", "", ""}};
    s.annotations = {{"", "依据"}};
    s.rules = {{"", {"1", "-"}, {"2"}, {"三"}}, {"mine", {"-", "-"}, {""}, {""}}};
    REQUIRE(document.apply(0, s));
    CHECK(document.text().find('\n') == std::string::npos);
    const auto seen = sheet(document);
    CHECK(seen.rules[1].id == "mine");
    CHECK(seen.rules[0].cells == s.rules[0].cells);
    CHECK(seen.inputs[0].allowed == "[0..120]");
}

TEST_CASE("a sheet that does not fit is refused with its place, and the file stays as it was") {
    const auto refused = [](auto change) {
        auto document = loaded();
        auto s = sheet(document);
        change(s);
        const auto done = document.apply(0, s);
        CHECK(document.text() == library_card);
        return done ? std::string() : done.error().code + " " + done.error().field;
    };
    CHECK(refused([](auto& s) { s.hit_policy = "SOMETIMES"; }) == "table_hit_policy hit_policy");
    CHECK(refused([](auto& s) { s.aggregation = "SUM"; }) == "table_aggregation aggregation");
    CHECK(refused([](auto& s) { s.rules[1].cells.pop_back(); }) == "table_ragged rules[1]");
    CHECK(refused([](auto& s) { s.rules[1].id = "rule_1"; }) == "table_rule_twice rules[1].id");
    CHECK(refused([](auto& s) { s.rules[1].id = "card"; }) == "table_id_taken rules[1].id");
    CHECK(refused([](auto& s) { s.rules[1].id = "1 2"; }) == "table_id_invalid rules[1].id");
    CHECK(refused([](auto& s) { s.inputs[1].id = "input_1"; }) == "table_column_twice inputs[1].id");
    CHECK(refused([](auto& s) { s.rules[2].outputs[0] = "a\x01z"; }) ==
          "table_character rules[2].outputs[0]");
    CHECK(refused([](auto& s) { s.rules[2].notes[0] = "a\xffz"; }) == "table_character rules[2].notes[0]");
    CHECK(refused([](auto& s) { s.name = "其他"; }) == "table_other name");
    CHECK(refused([](auto& s) { s.rules.resize(rules_max + 1, s.rules[0]); }) ==
          "table_too_many_rules rules");
    CHECK(refused([](auto& s) { s.rules[1].notes[0] = std::string(10'000'000, 'x'); }) ==
          "table_file_too_large file");
    CHECK(refused([](auto& s) {
              for (auto& rule : s.rules) rule.cells.resize(100);
              s.inputs.resize(100);
              s.rules.resize(6'000, s.rules[0]);
              for (auto& rule : s.rules) rule.id.clear();
          }) == "table_file_too_large file");
    CHECK(refused([](auto& s) {
              s.outputs.clear();
              for (auto& rule : s.rules) rule.outputs.clear();
          }) == "table_no_output outputs");
}

TEST_CASE("a file that is no DMN 1.3 to 1.5, or hostile, is refused with the line") {
    const auto refused = [](const std::string& xml) {
        const auto document = TableDocument::load(xml);
        if (document) return std::string();
        const auto& details = document.error().details;
        return document.error().code + (details.contains("line") ? " " + details.at("line") : "");
    };
    CHECK(refused("") == "table_xml_markup 1");
    CHECK(refused("PK\x03\x04") == "table_xml_bytes 1");
    CHECK(refused("<a>\n<b></a>") == "table_xml_mismatch 2");
    CHECK(refused("<a>\n<b>\n") == "table_xml_unclosed 2");
    CHECK(refused("<a>\n&bomb;</a>") == "table_xml_entity 2");
    CHECK(refused("<a>&#0;</a>") == "table_xml_entity 1");
    CHECK(refused("<a>\n<? b?></a>") == "table_xml_markup 2");
    CHECK(refused("<a>\n<?xml version='1.0'?></a>") == "table_xml_markup 2");
    CHECK(refused("<a>\n<b c='1' c='2'/></a>") == "table_xml_attribute_twice 2");
    CHECK(refused("<a>\n<b c=1/></a>") == "table_xml_markup 2");
    CHECK(refused("<a>\n\x01</a>") == "table_xml_bytes 2");
    CHECK(refused("<?xml version='1.0' encoding='GB2312'?><a/>") == "table_xml_encoding 1");
    CHECK(
        refused("<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY x \"ha\"><!ENTITY y \"&x;&x;\">]><a>&y;</a>") ==
        "table_xml_doctype 2");
    std::string deep;
    for (int i = 0; i < 100'000; ++i) deep += "<a>";
    CHECK(refused(deep) == "table_xml_deep 1");
    CHECK(refused(std::string(100'000'000, '<')) == "table_file_too_large");
    CHECK(refused("<definitions/>") == "table_not_dmn");
    CHECK(refused(with("https://www.omg.org/spec/DMN/20191111/MODEL/",
                       "http://www.omg.org/spec/DMN/20151101/dmn.xsd")) == "table_version");
    CHECK(refused("<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/'/>") == "table_none");
    auto short_rule = TableDocument::load(
        with("<dmn:inputEntry id=\"cell_5\"><dmn:text>true</dmn:text></dmn:inputEntry>", ""));
    REQUIRE(short_rule);
    CHECK(short_rule->view(0).error().code == "table_rule_cells");
    CHECK(short_rule->view(0).error().details.at("line") == "27");
}

namespace {

// Every .dmn of the folder, with its path.
std::vector<std::pair<std::string, std::string>> files_below(const std::filesystem::path& folder) {
    std::vector<std::pair<std::string, std::string>> out;
    if (!std::filesystem::exists(folder)) return out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() != ".dmn") continue;
        std::ifstream in(entry.path(), std::ios::binary);
        out.emplace_back(entry.path(), std::string{std::istreambuf_iterator<char>(in), {}});
    }
    return out;
}

// What both readers of XML see: names, attributes and character data.
void describe(const pugi::xml_node& node, std::string& out) {
    out.append("<").append(node.name());
    for (const auto& a : node.attributes()) out.append(" ").append(a.name()).append("=").append(a.value());
    out += ">";
    for (const auto& c : node.children())
        if (c.type() == pugi::node_pcdata || c.type() == pugi::node_cdata) out += c.value();
    for (const auto& c : node.children())
        if (c.type() == pugi::node_element) describe(c, out);
}

void describe(const XmlSource& xml, int e, std::string& out) {
    const auto& at = xml[e];
    out.append("<").append(xml.text(), at.name_begin, at.name_end - at.name_begin);
    for (const auto& a : xml.attributes(e))
        out.append(" ").append(a.name).append("=").append(xml.attribute(e, a.name));
    out += ">" + xml.content(e);
    for (int c = at.first_child; c != XmlSource::none; c = xml[c].next) describe(xml, c, out);
}

}  // namespace

TEST_CASE(
    "the scanner sees in every model at hand what another reader of XML sees, and writes it unchanged") {
    auto files = files_below(LEYE_SOURCE_DIR "/catalog/decisions");
    REQUIRE(!files.empty());
    for (auto& file : files_below(LEYE_SOURCE_DIR "/../shared/tck")) files.push_back(std::move(file));
    files.emplace_back("cards", library_card);
    for (const auto& [path, bytes] : files) {
        CAPTURE(path);
        const auto xml = XmlSource::parse(bytes);
        REQUIRE_MESSAGE(xml, xml.error().code);
        CHECK(xml->text() == bytes);
        pugi::xml_document other;
        REQUIRE(other.load_buffer(bytes.data(), bytes.size(), pugi::parse_default | pugi::parse_ws_pcdata));
        std::string theirs, ours;
        describe(other.document_element(), theirs);
        describe(*xml, 0, ours);
        CHECK(ours == theirs);
    }
}

TEST_CASE("any changes to any table of the models at hand lead to what was wanted, and back") {
    std::mt19937_64 dice{20261123};
    const auto below = [&](size_t n) { return static_cast<size_t>(dice() % n); };
    const std::vector<std::string> words = {"-",    "\"甲𠮷\"", "< 5 & > 3", "]]>", "",
                                            "a\nb", "=1",       "&lt;",      "'\"'"};
    const auto word = [&] { return words[below(words.size())]; };
    auto files = files_below(LEYE_SOURCE_DIR "/catalog/decisions");
    for (auto& file : files_below(LEYE_SOURCE_DIR "/../shared/tck")) files.push_back(std::move(file));
    for (int i = 0; i < 20; ++i) files.emplace_back("cards", library_card);
    int changed = 0;
    for (const auto& [path, bytes] : files) {
        CAPTURE(path);
        auto document = TableDocument::load(bytes);
        if (!document) continue;
        for (size_t t = 0; t < document->tables().size(); ++t) {
            const auto before = document->view(t);
            REQUIRE_MESSAGE(before, before.error().code);
            auto s = *before;
            for (auto& rule : s.rules)
                for (auto* texts : {&rule.cells, &rule.outputs, &rule.notes})
                    for (auto& text : *texts)
                        if (below(4) == 0) text = word();
            for (size_t n = below(3); n > 0; --n) {
                s.inputs.push_back({"", word(), word(), "", word()});
                for (auto& rule : s.rules) rule.cells.push_back(word());
                s.annotations.insert(s.annotations.begin(), {"", word()});
                for (auto& rule : s.rules) rule.notes.insert(rule.notes.begin(), word());
            }
            if (below(2) && !s.rules.empty())
                s.rules.erase(s.rules.begin() + static_cast<ptrdiff_t>(below(s.rules.size())));
            if (below(2) && s.inputs.size() > 1) {
                s.inputs.erase(s.inputs.begin());
                for (auto& rule : s.rules) rule.cells.erase(rule.cells.begin());
            }
            std::shuffle(s.rules.begin(), s.rules.end(), dice);
            if (!s.rules.empty()) s.rules.push_back(s.rules[0]), s.rules.back().id = "";
            for (auto& output : s.outputs) output.fallback = word(), output.values = word();
            REQUIRE_MESSAGE(document->apply(t, s), path);
            const auto after = document->view(t);
            REQUIRE(after);
            CHECK(after->rules.size() == s.rules.size());
            for (size_t r = 0; r < s.rules.size(); ++r) {
                CHECK(after->rules[r].cells == tidied(s).rules[r].cells);
                CHECK(after->rules[r].notes == tidied(s).rules[r].notes);
            }
            REQUIRE(document->apply(t, *before));
            auto back = *document->view(t);
            for (size_t r = 0; r < back.rules.size(); ++r) back.rules[r].id = before->rules[r].id;
            for (size_t c = 0; c < back.inputs.size(); ++c) back.inputs[c].id = before->inputs[c].id;
            CHECK(back == *before);
            ++changed;
        }
    }
    CHECK(changed >= 28);
}
